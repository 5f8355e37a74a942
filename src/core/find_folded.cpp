#include "core/find_folded.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "core/text.h"

namespace latchkey {
namespace {

using Bytes = unsigned char __attribute__((vector_size(16)));

Bytes load(char const* at) {
  Bytes out;
  std::memcpy(&out, at, sizeof out);
  return out;
}

Bytes spread(unsigned char c) { return Bytes{} + c; }

bool any(Bytes const& lanes) {
  std::array<std::uint64_t, 2> halves;
  std::memcpy(halves.data(), &lanes, sizeof lanes);
  return (halves[0] | halves[1]) != 0;
}

/// One byte of the needle, to be compared with sixteen of the text.
struct Wanted {
  explicit Wanted(char c)
      : lanes(spread(static_cast<unsigned char>(c))), case_bit(spread(is_alpha(c) ? 0x20 : 0)) {}
  Bytes in(char const* at) const { return Bytes((load(at) | case_bit) == lanes); }

  Bytes lanes, case_bit;
};

bool is_at(char const* text, std::string_view needle) {
  for (std::size_t i = 0; i < needle.size(); ++i)
    if (to_lower(text[i]) != needle[i]) return false;
  return true;
}

}  // namespace

std::size_t find_folded(std::string_view text, std::string_view needle, std::size_t from) {
  if (needle.empty()) return from <= text.size() ? from : text.npos;
  if (text.size() < needle.size()) return text.npos;
  auto const end = text.size() - needle.size() + 1;  // of where it may begin
  Wanted const first(needle.front()), last(needle.back());
  auto at = from;
  for (; at + 16 <= end; at += 16) {
    auto const* const here = text.data() + at;
    Bytes const both = first.in(here)&last.in(here + needle.size() - 1);
    if (!any(both)) continue;
    for (std::size_t i = 0; i < 16; ++i)
      if (both[i] != 0 && is_at(here + i, needle)) return at + i;
  }
  for (; at < end; ++at)
    if (is_at(text.data() + at, needle)) return at;
  return text.npos;
}

bool is_ascii(std::string_view text) {
  std::uint64_t bits = 0;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + at, 8);
    bits |= eight;
  }
  for (; at < text.size(); ++at) bits |= static_cast<unsigned char>(text[at]);
  return (bits & 0x8080'8080'8080'8080) == 0;
}

}  // namespace latchkey
