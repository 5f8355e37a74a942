#pragma once
// Words of blueprints.

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace latchkey::fields {

/// Whether `word` is among `words`.
inline bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace latchkey::fields
