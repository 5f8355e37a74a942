#pragma once
// The tokens of a PHP file, and where they stand. Only php.cpp and its helpers use this.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace latchkey::php {

/// 1-based; columns count characters, not bytes.
struct Position {
  int line = 0, column = 0;
};

/// The text of a file and its lines. Borrows `text`.
class Source {
 public:
  explicit Source(std::string_view text);
  std::string_view text() const { return text_; }
  Position at(std::size_t offset) const;
  /// invalid, "line L, column C: what".
  Failure error(std::size_t offset, std::string const& what) const;

 private:
  std::string_view text_;
  std::vector<std::size_t> lines_;  ///< offset of each line's first byte
  /// Where `at` counted last, so that one long line is not counted again from its start each time.
  mutable std::size_t known_offset_ = 0;
  mutable Position known_{1, 1};
};

enum class TokenKind { name, variable, number, text, op, close_tag, end };
enum class Quote { single, twofold, backtick, heredoc, nowdoc };

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t begin = 0, end = 0;
  Quote quote = Quote::single;  ///< of a text
  bool interpolated = false;    ///< a text with a variable inside
  std::size_t partner = 0;      ///< of a bracket: index of the other one
};

/// All tokens between `<?php` and `?>`, without comments, closed by one of kind `end`. Brackets are
/// matched and nested at most 256 deep. Errors: invalid with line and column.
Result<std::vector<Token>> tokenize(Source const& source);

/// The value of a text token without interpolation. None where versions of PHP may differ.
/// Errors: invalid with line and column (PHP refuses the file too).
Result<std::optional<std::string>> text_value(Source const& source, Token const& token);

constexpr bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool continues_name(char c) { return starts_name(c) || (c >= '0' && c <= '9'); }

}  // namespace latchkey::php
