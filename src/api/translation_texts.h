#pragma once
// The interface texts Latchkey ships. Source: spec/content-api 9, 21.13 (English, in our own
// words).

#include <span>
#include <string_view>

namespace latchkey::api {

struct TranslationText {
  std::string_view key, text;
};

struct Translation {
  std::string_view id, name, direction, author;
  std::span<TranslationText const> texts;  ///< sorted by key
};

std::span<Translation const> translations();

}  // namespace latchkey::api
