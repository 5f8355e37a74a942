#pragma once
// Which texts a search need not look at closely: a scan of stored bytes that may let too much
// through, but never too little.

#include <string>
#include <string_view>
#include <vector>

#include "content/node.h"
#include "core/find_folded.h"

namespace latchkey::content {

/// Pages in which at least one of some words may occur.
class Sieve {
 public:
  /// `words`: case-folded; no words: nothing passes. `language`: of the texts that are searched.
  Sieve(std::vector<std::string> const& words, std::string language);

  /// Whether a word may be in the stored texts of a folder.
  bool may_hit(Facts const& facts) const;
  /// Whether a word may be in an id with that slug in it.
  bool may_hit_slug(std::string_view slug) const;

 private:
  bool may_hit_text(std::string_view text, bool plain) const;

  std::vector<FoldedNeedle> pieces_;  ///< in ASCII, one of each word
  bool lets_all_through_ = false;
  std::string language_;
};

}  // namespace latchkey::content
