#include "formats/slug.h"

#include <algorithm>

#include "core/text.h"

namespace latchkey::formats {
namespace {

SlugLetter const* find_letter(char32_t letter) {
  auto const all = slug_letters();
  auto const at = std::ranges::lower_bound(all, letter, {}, &SlugLetter::letter);
  return at != all.end() && at->letter == letter ? &*at : nullptr;
}

/// Takes one character (one byte, where the text is no UTF-8) off the front of `text`.
std::string_view take_character(std::string_view& text) {
  std::size_t size = 1;
  while (size < 4 && size < text.size() && !is_utf8(text.substr(0, size))) ++size;
  if (!is_utf8(text.substr(0, size))) size = 1;
  auto const character = text.substr(0, size);
  text.remove_prefix(size);
  return character;
}

char32_t code_point(std::string_view character) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  constexpr unsigned char lead_bits[] = {0x7F, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t out = byte(0) & lead_bits[character.size()];
  for (std::size_t i = 1; i < character.size(); ++i) out = out << 6 | (byte(i) & 0x3F);
  return out;
}

/// Each character of `text` outside ASCII replaced by what `pick` says of its letter, if it is one.
template <class Pick>
std::string map_letters(std::string_view text, Pick pick) {
  std::string out;
  while (!text.empty()) {
    auto const character = take_character(text);
    if (static_cast<unsigned char>(character[0]) < 0x80)
      out += to_lower(character[0]);
    else
      out += pick(find_letter(code_point(character)), character);
  }
  return out;
}

std::string lower_letters(std::string_view text) {
  return map_letters(text, [](SlugLetter const* letter, std::string_view character) {
    return letter != nullptr ? std::string_view(letter->lower) : character;
  });
}

std::string ascii_letters(std::string_view text) {
  return map_letters(text, [](SlugLetter const* letter, std::string_view) {
    return letter != nullptr ? std::string_view(letter->text) : std::string_view();
  });
}

}  // namespace

std::string slug(std::string_view text, SlugRules const& rules) {
  std::string words(text);
  if (!rules.replacements.empty()) words = lower_letters(words);
  for (auto const& [from, to] : rules.replacements)
    if (!from.empty()) words = replace_all(words, from, to);

  std::string out;
  for (char const c : ascii_letters(words)) {
    if (is_alnum(c) || rules.keep.find(c) != rules.keep.npos)
      out += c;
    else if (!out.empty() && out.back() != rules.separator)
      out += rules.separator;
  }
  while (!out.empty() && !is_alnum(out.back())) out.pop_back();
  out.erase(out.begin(), std::ranges::find_if(out, is_alnum));
  if (out.size() > rules.max_length) out.resize(rules.max_length);
  return out;
}

}  // namespace latchkey::formats
