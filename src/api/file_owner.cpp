#include "api/file_owner.h"

#include "api/file_view.h"
#include "api/user_rules.h"
#include "api/user_view.h"

namespace latchkey::api {

Result<content::Owner> site_owner(Call const&, Scene const& scene) {
  LK_TRY(auto const site, find_site(scene));
  return content::owner_of(*site);
}

Result<content::Owner> page_owner(Call const& call, Scene const& scene) {
  LK_TRY(auto const page, find_page(call, scene));
  return content::owner_of(*page);
}

Result<content::Owner> user_owner(Call const& call, Scene const&) {
  LK_TRY(auto const user, find_user(*call.actor, call.args.get("id"), *call.users));
  return owner_of(*user);
}

Result<content::Owner> account_owner(Call const& call, Scene const&) {
  LK_TRY(auto const user, find_user(*call.actor, "account", *call.users));
  return owner_of(*user);
}

Result<content::FilePtr> find_file(Call const& call, Scene const& scene,
                                   content::Owner const& owner) {
  auto const& name = call.args.get("name");
  auto file = scene.content->file(owner, name);
  if (!file || !is_accessible(scene.context, *file))
    return fail(Kind::not_found, "error.file.notFound",
                "The file \"" + name + "\" cannot be found");
  return file;
}

Result<> ensure_may_change_files(Call const& call, content::Owner const& owner) {
  if (owner.kind != content::Owner::Kind::user) return {};
  LK_TRY(auto const user, find_user(*call.actor, owner.id, *call.users));
  return require(*call.actor, "update", *user, *call.users);
}

}  // namespace latchkey::api
