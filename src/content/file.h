#pragma once
// A file of the site, a page or a user as it was at one moment: immutable, never touching the disk.
// Source: spec/content-api 4, 9.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/page.h"
#include "images/dimensions.h"
#include "store/files.h"

namespace latchkey::content {

/// Whose file it is. A page is held, so that the file outlives changes of the tree.
struct Owner {
  enum class Kind { site, page, user };
  Kind kind = Kind::site;
  std::string id;                    ///< of the page or the user; empty for the site
  std::string path;                  ///< of the folder beneath the site's root
  std::shared_ptr<Page const> page;  ///< null unless a page
  std::string blueprint;             ///< lookup name of a user's: "users/editor"; else empty
};

Owner owner_of(Site const& site);
Owner owner_of(Page const& page);
/// `role`: of the user, for the blueprint.
Owner owner_of_user(std::string_view user_id, std::string_view role);

struct File {
  Owner owner;
  std::string name;         ///< "cover.png"
  std::string id;           ///< "garden/tulips/red.png"; of the site: the name alone
  std::vector<Text> texts;  ///< meta data, one for each language, in their order
  std::shared_ptr<Languages const> languages;
  std::shared_ptr<Rules const> rules;  ///< of the blueprint of its template; never null
  store::Stamp stamp;
  std::vector<std::int64_t> text_times;  ///< of `texts`, seconds since 1970; 0 without a file

  std::string path() const;       ///< beneath the site's root
  std::string extension() const;  ///< as written, without dot
  std::string base_name() const;  ///< the name without extension
  std::string_view type() const;  ///< "image", …; empty for unknown extensions
  /// Of the default language; empty without one. `default` is never written, so it means none.
  std::string_view template_name() const;
  std::string_view uuid() const { return field("uuid"); }
  std::string_view sort() const { return field("sort"); }
  Text const& text(std::string_view language = {}) const;
  formats::Fields const& fields(std::string_view language = {}) const {
    return text(language).fields;
  }
  std::string_view field(std::string_view name, std::string_view language = {}) const;
  /// Seconds since 1970: the later of the file and its meta data in that language.
  std::int64_t modified(std::string_view language = {}) const;
  /// Where the meta data of the default language is or would be.
  std::string text_path(std::string_view text_extension) const;
};

using FilePtr = std::shared_ptr<File const>;

/// By sort number, missing ones first, then by name. Source: spec/content-api 4.
bool sorts_before(File const& a, File const& b);

/// What only the bytes tell.
struct FileFacts {
  std::string mime;
  std::optional<images::Dimensions> dimensions;  ///< none where unreadable or no picture
};

/// Whether a file fits `accept` of a blueprint: a MIME list as text, or a map of mime, extension,
/// type, sizes and orientation; null means the usual types. Pure. Source: spec/content-api 6.
bool accepts(json::value const& accept, File const& file, FileFacts const& facts);

}  // namespace latchkey::content
