#pragma once
// Text made safe for names: lower case, ASCII, one separator between words. Source:
// spec/content-api 12.

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latchkey::formats {

/// One letter outside ASCII (any case), its lower case, and the ASCII text that stands for it.
struct SlugLetter {
  char32_t letter;
  char const* lower;
  char const* text;
};
std::span<SlugLetter const> slug_letters();

/// How to make a slug; `replacements` are a language's own rules (`ä` -> `ae`), applied to the
/// text in lower case before the common ones.
struct SlugRules {
  std::vector<std::pair<std::string, std::string>> replacements;
  char separator = '-';
  std::string_view keep;  ///< characters kept besides a-z and 0-9
  std::size_t max_length = 128;
};

/// Letters by the rules, other characters outside ASCII dropped, runs of all else become one
/// separator, none at either end unless the cut to `max_length` leaves one there.
std::string slug(std::string_view text, SlugRules const& rules = {});

}  // namespace latchkey::formats
