#pragma once
// Site and pages as they were at one moment: light, immutable, never touching the disk. What they
// say is parsed at the first look and forgotten with them.

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content/blueprint.h"
#include "content/language.h"
#include "formats/content_text.h"

namespace latchkey::content {

enum class Status { draft, unlisted, listed };
std::string_view status_name(Status status);

/// A page's folder as its parent's listing shows it.
struct Child {
  std::string slug;
  std::string folder;  ///< relative to the parent's folder: "12_slug", "_drafts/slug"
  Status status = Status::unlisted;
  std::optional<std::int64_t> num;  ///< listed pages only
  std::uint64_t inode = 0;          ///< of the entry, as store::Entry has it
  bool operator==(Child const&) const = default;
};

/// Text of a folder in one language.
struct Text {
  std::string language;    ///< code; empty on sites without languages
  formats::Fields fields;  ///< with what the default language has where this one has nothing
  std::optional<std::string> slug;  ///< of a translation's own file
  bool exists = false;              ///< whether the language has a file of its own
};

struct Facts;

/// What site and page have in common. Safe from any thread.
struct Folder {
  virtual ~Folder() = default;
  std::string path;                    ///< beneath the site's root: "content/2_garden"
  std::string text_name;               ///< template, or "site"
  bool has_changes = false;            ///< pending versions, of it or of its files
  bool has_lock_file = false;          ///< of older versions
  std::shared_ptr<Rules const> rules;  ///< of the blueprint; never null
  std::shared_ptr<Languages const> languages;
  std::uint64_t version =
      0;  ///< of this path: another one whenever anything here, or any page above, is not as it was
  std::shared_ptr<Facts const> own;  ///< what was read of the folder; never null

  std::vector<Text> const& texts() const;      ///< one for each language, in their order
  std::vector<Child> const& children() const;  ///< listed by number, then unlisted, then drafts
  /// Names, natural order, without texts and meta data.
  std::vector<std::string> const& files() const;
  /// Unknown codes are the default language.
  Text const& text(std::string_view language = {}) const;
  formats::Fields const& fields(std::string_view language = {}) const {
    return text(language).fields;
  }
  /// Empty where missing.
  std::string_view field(std::string_view name, std::string_view language = {}) const;
  /// The stored id, empty if it has none; always of the default language.
  std::string_view uuid() const;
  bool has_children() const;  ///< published ones
  bool has_drafts() const;

 private:
  mutable std::once_flag parsed_;
  mutable std::vector<Text> texts_;
};

struct Site : Folder {
  std::string title(std::string_view language = {}) const {
    return std::string(field("title", language));
  }
};

struct Page : Folder, std::enable_shared_from_this<Page> {
  std::string id;                      ///< slugs of the default language, joined by '/'
  std::string slug;                    ///< of the default language
  std::shared_ptr<Page const> parent;  ///< null at the top
  Status status = Status::unlisted;
  std::optional<std::int64_t> num;

  std::string const& template_name() const { return text_name; }
  /// Falls back to the slug of the default language.
  std::string title(std::string_view language = {}) const;
  /// The translation's own slug, else the folder's.
  std::string slug_in(std::string_view language) const;
  /// "tees/gruen": slugs of that language from the top down.
  std::string path_in(std::string_view language) const;
};

/// Absolute address of a page; the home page's is the site's. `base` without trailing slash.
std::string page_url(Page const& page, std::string_view base, std::string_view language,
                     std::string_view home);
std::string site_url(Folder const& any, std::string_view base, std::string_view language);

}  // namespace latchkey::content
