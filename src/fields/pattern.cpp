#include "fields/pattern.h"

#include <optional>
#include <regex>
#include <string>

namespace latchkey::fields {
namespace {

/// Code points; bytes that are no UTF-8 stand for themselves.
std::wstring wide(std::string_view text) {
  std::wstring out;
  for (std::size_t i = 0; i < text.size();) {
    auto const lead = static_cast<unsigned char>(text[i]);
    std::size_t const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    std::uint32_t code = size == 1 ? lead : lead & (0x7fU >> size);
    for (std::size_t k = 1; k < size && i + k < text.size(); ++k)
      code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
    out += static_cast<wchar_t>(code);
    i += size;
  }
  return out;
}

std::optional<std::wregex> read_pattern(std::string_view pattern) {
  try {
    // Without backtracking: neither time nor stack run away.
    return std::wregex(wide(pattern), std::regex::ECMAScript | std::regex::icase |
                                          std::regex_constants::__polynomial);
  } catch (std::regex_error const&) {
    return std::nullopt;
  }
}

template <class Ask>
bool ask_pattern(std::string_view pattern, std::string_view text, Ask ask) {
  auto const made = read_pattern(pattern);
  if (!made) return true;
  try {
    return ask(wide(text), *made);
  } catch (std::regex_error const&) {
    return true;
  }
}

}  // namespace

bool matches_whole(std::string_view pattern, std::string_view text) {
  return ask_pattern(pattern, text, [](std::wstring const& subject, std::wregex const& made) {
    return std::regex_match(subject, made);
  });
}

bool matches_part(std::string_view pattern, std::string_view text) {
  return ask_pattern(pattern, text, [](std::wstring const& subject, std::wregex const& made) {
    return std::regex_search(subject, made);
  });
}

}  // namespace latchkey::fields
