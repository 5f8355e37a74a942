#include "core/find_folded.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

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

/// From common to rare in running text of European languages; what is not here is rarer.
constexpr std::string_view common = " etaoinsrhldcumfpgwybvk,.-";

std::size_t rarity(char c) { return std::min(common.find(c), common.size()); }

/// Characters beyond ASCII whose case-folded form has ASCII in it, as UTF-8. A test compares this
/// with the folding of every character.
constexpr std::array<std::string_view, 16> odd_characters{
    "\u00DF", "\u0130", "\u0149", "\u017F", "\u037E", "\u1E9A", "\u1E9E", "\u1FEF",
    "\u212A", "\uFB00", "\uFB01", "\uFB02", "\uFB03", "\uFB04", "\uFB05", "\uFB06"};

/// First bytes of U+0300 to U+037F: combining marks take the letter before them with them.
bool begins_mark(char c) { return c == '\xCC' || c == '\xCD'; }

bool begins_oddly(std::string_view text) {
  return begins_mark(text.front()) ||
         std::ranges::any_of(odd_characters,
                             [&](std::string_view odd) { return text.starts_with(odd); });
}

}  // namespace

FoldedNeedle::FoldedNeedle(std::string needle) : needle_(std::move(needle)) {
  for (std::size_t i = 0; i < needle_.size(); ++i)
    if (rarity(needle_[i]) > rarity(needle_[rare_])) rare_ = i;
  other_ = rare_ == 0 && needle_.size() > 1 ? 1 : 0;
  for (std::size_t i = 0; i < needle_.size(); ++i)
    if (i != rare_ && rarity(needle_[i]) > rarity(needle_[other_])) other_ = i;
}

bool FoldedNeedle::is_at(char const* text) const {
  for (std::size_t i = 0; i < needle_.size(); ++i)
    if (to_lower(text[i]) != needle_[i]) return false;
  return true;
}

std::size_t FoldedNeedle::find_in(std::string_view text, std::size_t from) const {
  if (needle_.empty()) return from <= text.size() ? from : text.npos;
  if (text.size() < needle_.size()) return text.npos;
  auto const end = text.size() - needle_.size() + 1;  // of where it may begin
  Wanted const rare(needle_[rare_]), other(needle_[other_]);
  auto const both = [&](char const* here) {
    return rare.in(here + rare_) & other.in(here + other_);
  };
  auto at = from;
  for (; at + 64 <= end; at += 64) {
    auto const* const here = text.data() + at;
    std::array<Bytes, 4> const found{both(here), both(here + 16), both(here + 32), both(here + 48)};
    if (!any(found[0] | found[1] | found[2] | found[3])) continue;
    for (std::size_t i = 0; i < 64; ++i)
      if (found[i / 16][i % 16] != 0 && is_at(here + i)) return at + i;
  }
  for (; at + 16 <= end; at += 16) {
    auto const* const here = text.data() + at;
    auto const found = both(here);
    if (!any(found)) continue;
    for (std::size_t i = 0; i < 16; ++i)
      if (found[i] != 0 && is_at(here + i)) return at + i;
  }
  for (; at < end; ++at)
    if (is_at(text.data() + at)) return at;
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

bool folds_plainly(std::string_view text) {
  if (is_ascii(text)) return true;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (static_cast<unsigned char>(text[i]) >= 0x80 && begins_oddly(text.substr(i, 3)))
      return false;
  return true;
}

}  // namespace latchkey
