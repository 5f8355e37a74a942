#pragma once
// Pending versions: what a model may become, in `_changes` beside its text, and who holds it.
// Source: spec/content-api 17.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/file.h"
#include "content/listing.h"

namespace latchkey::content {

struct Turn;

/// Where the texts of a model are.
struct TextPlace {
  std::string folder;  ///< beneath the site's root
  std::string name;    ///< "plant", "site", "cover.png", "user"
  std::string id;      ///< as old lock files name it: "garden/roses"; empty for the site
  std::shared_ptr<Languages const> languages;  ///< in which there are texts

  bool quiet = false;  ///< the folder's listing shows that nothing is pending

  std::string text_path(Settings const& settings, std::string_view language) const;
  std::string pending_path(Settings const& settings, std::string_view language) const;
};

/// Whether nothing is pending in a folder and no lock file lies there.
inline bool is_quiet(Folder const& folder) { return !folder.has_changes && !folder.has_lock_file; }

TextPlace place_of(Site const& site);
TextPlace place_of(Page const& page);
/// `site`: to look up whether a file of it can have a pending version.
TextPlace place_of(File const& file, Site const& site);
TextPlace place_of_user(std::string_view user_id, std::shared_ptr<Languages const> languages);

/// Who holds a model. Whether that still counts, the API knows: time, accounts and who asks.
struct Lock {
  std::string user_id;
  std::int64_t modified = 0;  ///< seconds since 1970
  bool is_legacy = false;     ///< of a lock file of older versions
  bool operator==(Lock const&) const = default;
};

struct Pending {
  formats::Fields fields;  ///< without the lock
  std::optional<Lock> lock;
};

/// The pending version in `language`; none where there is none. Errors: those of the disk.
Result<std::optional<Pending>> read_pending(store::Files const& files, Settings const& settings,
                                            TextPlace const& place, std::string_view language);

/// Of the pending versions in all languages, then of the lock file. Errors: those of the disk.
Result<std::vector<Lock>> read_locks(store::Files const& files, Settings const& settings,
                                     TextPlace const& place);

/// Title, Slug of translations, the rest, `Lock` of `user_id` (empty: none). Errors: internal.
Result<> write_pending(Turn& turn, TextPlace const& place, std::string_view language,
                       formats::Fields const& fields, std::string_view user_id);
/// Missing is fine. Errors: internal.
Result<> remove_pending(Turn& turn, TextPlace const& place, std::string_view language);
/// Whether a lock file of older versions is there. Errors: internal.
Result<bool> has_lock_file(Turn const& turn, TextPlace const& place);
/// The lock file of older versions, whatever it says. Errors: internal.
Result<> remove_lock_file(Turn& turn, TextPlace const& place);

}  // namespace latchkey::content
