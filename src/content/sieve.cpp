#include "content/sieve.h"

#include <algorithm>
#include <array>

#include "core/find_folded.h"

namespace latchkey::content {
namespace {

/// Characters beyond ASCII whose case-folded form has ASCII in it, as UTF-8. A test compares this
/// with the folding of every character.
constexpr std::array<std::string_view, 16> odd_characters{
    "\u00DF", "\u0130", "\u0149", "\u017F", "\u037E", "\u1E9A", "\u1E9E", "\u1FEF",
    "\u212A", "\uFB00", "\uFB01", "\uFB02", "\uFB03", "\uFB04", "\uFB05", "\uFB06"};

bool begins_oddly(std::string_view text) {
  return std::ranges::any_of(odd_characters,
                             [&](std::string_view odd) { return text.starts_with(odd); });
}

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

bool folds_plainly(std::string_view text) {
  if (is_ascii(text)) return true;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (static_cast<unsigned char>(text[i]) >= 0x80 && begins_oddly(text.substr(i, 3)))
      return false;
  return true;
}

Sieve::Sieve(std::vector<std::string> const& words, std::string language)
    : language_(std::move(language)) {
  for (auto const& word : words) {
    auto piece = longest_piece(word);
    // Dashes at the start of a line are stored in another way.
    lets_all_through_ |= piece.empty() || word.find("----") != word.npos;
    pieces_.push_back(std::move(piece));
  }
}

bool Sieve::may_hit_text(std::string_view text, bool plain) const {
  return lets_all_through_ || std::ranges::any_of(pieces_, [&](std::string const& piece) {
           return !plain || find_folded(text, piece) != text.npos;
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
