#include "content/sieve.h"

#include <algorithm>

namespace latchkey::content {
namespace {

/// The longest run of ASCII without '/' (which ids have between slugs).
std::string longest_piece(std::string_view word) {
  std::string_view best;
  for (std::size_t from = 0; from < word.size();) {
    auto to = from;
    while (to < word.size() && static_cast<unsigned char>(word[to]) < 0x80 && word[to] != '/') ++to;
    if (to - from > best.size()) best = word.substr(from, to - from);
    from = to + 1;
  }
  return std::string(best);
}

}  // namespace

Sieve::Sieve(std::vector<std::string> const& words, std::string language)
    : language_(std::move(language)) {
  for (auto const& word : words) {
    auto piece = longest_piece(word);
    // Dashes at the start of a line are stored in another way.
    lets_all_through_ |= piece.empty() || word.find("----") != word.npos;
    pieces_.emplace_back(std::move(piece));
  }
}

bool Sieve::may_hit_text(std::string_view text, bool plain) const {
  return lets_all_through_ || std::ranges::any_of(pieces_, [&](FoldedNeedle const& piece) {
           return !plain || piece.find_in(text) != text.npos;
         });
}

bool Sieve::may_hit(Facts const& facts) const {
  auto const& standard = facts.languages->standard().code;
  auto const& wanted = facts.languages->pick(language_).code;
  return std::ranges::any_of(facts.texts, [&](StoredText const& text) {
    bool const counts = text.language == standard || text.language == wanted;
    return counts && may_hit_text(text.bytes, text.plain);
  });
}

bool Sieve::may_hit_slug(std::string_view slug) const {
  return may_hit_text(slug, folds_plainly(slug));
}

}  // namespace latchkey::content
