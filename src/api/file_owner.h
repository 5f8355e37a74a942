#pragma once
// Whose files a path means, and which one of them.

#include "api/scene.h"
#include "content/file.h"

namespace latchkey::api {

/// The site, page or user that the call's row means. Errors: those of find_site, find_page,
/// find_user.
Result<content::Owner> find_owner(Call const& call, Scene const& scene);

/// The file `{name}`. Errors: error.file.notFound, hidden ones included.
Result<content::FilePtr> find_file(Call const& call, Scene const& scene,
                                   content::Owner const& owner);

/// Who may not change a user may not change its files either; sites and pages leave it to the
/// files. Errors: error.user.update.permission.
Result<> ensure_may_change_files(Call const& call, content::Owner const& owner);
/// As above, then what the file says. Errors: forbidden `key`.
Result<> ensure_may_change(Call const& call, Scene const& scene, content::File const& file,
                           std::string_view action, char const* key);

/// The files of `owner` that the body's `files` names get numbers from `index` + 1 on; ids that are
/// unknown, of another owner, or hidden are skipped. Errors: error.invalidArgument,
/// error.file.sort.permission.
Result<> sort_files_of(Call& call, Scene const& scene, content::Owner const& owner);

}  // namespace latchkey::api
