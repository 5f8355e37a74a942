#pragma once
// Finding ASCII in text without regard to case, many bytes at a time.

#include <cstddef>
#include <string>
#include <string_view>

namespace latchkey {

/// ASCII in lower case that is looked for in many texts.
class FoldedNeedle {
 public:
  explicit FoldedNeedle(std::string needle);

  /// Where it is in `text` from `from` on, but for the case of ASCII letters; npos where it is not.
  std::size_t find_in(std::string_view text, std::size_t from = 0) const;
  std::string const& text() const { return needle_; }

 private:
  bool is_at(char const* text) const;

  std::string needle_;
  std::size_t rare_ = 0, other_ = 0;  ///< places of its two rarest characters
};

/// Whether all bytes are ASCII.
bool is_ascii(std::string_view text);

/// Whether folding case (accounts::fold_case, which composes too) leaves the ASCII of `text` as it
/// is, but for its case. Not so with "ß", "ﬁ", the Kelvin sign and some more, and with
/// combining marks.
bool folds_plainly(std::string_view text);

}  // namespace latchkey
