#pragma once
// Regular expressions of blueprints and queries, as PCRE reads them.

#include <memory>
#include <optional>
#include <string_view>

namespace latchkey::formats {

/// Immutable once made; safe from any thread. Texts are UTF-8; bytes that are none match nothing.
/// Time and memory of a match are bounded: what passes the limits is no match.
class Pattern {
 public:
  /// The bare expression, which ignores case. None where it cannot be read.
  static std::optional<Pattern> read(std::string_view expression);
  /// With delimiters and modifiers: "/^a+$/i", "#b#", "(c)". None where it cannot be read.
  static std::optional<Pattern> read_delimited(std::string_view text);

  bool matches_part(std::string_view text) const;
  bool matches_whole(std::string_view text) const;

 private:
  struct Code;
  explicit Pattern(std::shared_ptr<Code const> code) : code_(std::move(code)) {}
  static std::optional<Pattern> compile(std::string_view expression, unsigned options);
  bool matches(std::string_view text, unsigned options) const;

  std::shared_ptr<Code const> code_;
};

}  // namespace latchkey::formats
