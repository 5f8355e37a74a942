#pragma once
// The tree of content as it was read: immutable nodes without a way up, so that versions of the
// tree share what did not change. Source: DESIGN 5, ADR 22.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/listing.h"

namespace latchkey::content {

/// A text file as last read, not parsed.
struct StoredText {
  std::string name, language;
  std::string bytes;
  std::optional<store::Stamp> stamp;
  bool settled = false;  ///< a later change is sure to show in `stamp`
  bool plain = true;     ///< `folds_plainly(bytes)`
  bool escaped = true;   ///< a field may be `is_escaped`
  bool failed = false;   ///< it could not be read; `bytes` are what was known
};

/// What lies in one folder, but for what lies in the folders of its children.
struct Facts {
  std::uint64_t serial = 0;  ///< equal numbers: equal facts; a later number: read later
  std::optional<store::Stamp> folder, drafts;
  bool settled = false;  ///< a later change is sure to show in both
  Listing listing;
  std::vector<std::uint32_t> by_slug;  ///< places in `listing.children`, see `find_child`
  std::vector<StoredText> texts;       ///< as `listing.texts`
  std::vector<StoredText> meta_texts;  ///< as `listing.meta_texts`
  std::vector<std::optional<store::Stamp>> file_stamps;  ///< as `listing.files`; none: gone
  std::shared_ptr<Languages const> languages;            ///< the listing follows from
  std::string uuid;                                      ///< stored in the default language
  std::vector<std::string> slugs;  ///< of translations, one a language; empty where none has one

  StoredText const* find_meta(std::string_view name) const;
  std::optional<std::size_t> find_file(std::string_view name) const;  ///< place in listing.files
};
using FactsPtr = std::shared_ptr<Facts const>;

struct Node;
using NodePtr = std::shared_ptr<Node const>;

struct Node {
  FactsPtr own;
  /// As `own->listing.children`. Null: the folder is no page of its own (a link that leads in a
  /// circle) or was gone when it was looked at.
  std::vector<NodePtr> children;
  std::uint64_t latest = 0;  ///< the greatest serial here and below
};

/// The first child of that slug in the order of the listing that is there; its place.
/// O(log n) for n children.
std::optional<std::size_t> find_child(Node const& node, std::string_view slug);
/// The child in that folder (Child::folder). O(log n) but for equal slugs.
std::optional<std::size_t> find_child_folder(Facts const& facts, std::string_view folder);
/// The first child that is called `slug` by its own text in `language`. O(n).
std::optional<std::size_t> find_translated(Node const& node, std::string_view slug,
                                           std::string_view language);

/// Places of the children sorted by slug, equal slugs in the order of the listing.
std::vector<std::uint32_t> sort_by_slug(std::vector<Child> const& children);

/// One for each language, translations over the default one. Source: spec/content-api 3, 16.
std::vector<Text> parse_texts(Facts const& facts);
/// The one text that all fields in `language` are from; none where there is no text, or where two
/// are laid over each other.
StoredText const* find_sole_text(Facts const& facts, std::string_view language);
/// Whether fields in `language` are from two texts.
bool is_laid_over(Facts const& facts, std::string_view language);
/// As Facts::slugs.
std::vector<std::string> find_slugs(Facts const& facts);
/// As Facts::uuid.
std::string find_uuid(Facts const& facts);

}  // namespace latchkey::content
