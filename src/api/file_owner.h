#pragma once
// Whose files a path means, and which one of them.

#include "api/scene.h"
#include "content/file.h"

namespace latchkey::api {

/// Errors: those of find_site, find_page, find_user.
using FindOwner = Result<content::Owner> (*)(Call const&, Scene const&);

Result<content::Owner> site_owner(Call const& call, Scene const& scene);
Result<content::Owner> page_owner(Call const& call, Scene const& scene);
Result<content::Owner> user_owner(Call const& call, Scene const& scene);
Result<content::Owner> account_owner(Call const& call, Scene const& scene);

/// The file `{name}`. Errors: error.file.notFound, hidden ones included.
Result<content::FilePtr> find_file(Call const& call, Scene const& scene,
                                   content::Owner const& owner);

/// Who may not change a user may not change its files either; sites and pages leave it to the
/// files. Errors: error.user.update.permission.
Result<> ensure_may_change_files(Call const& call, content::Owner const& owner);

}  // namespace latchkey::api
