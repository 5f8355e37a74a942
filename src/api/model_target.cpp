#include "api/model_target.h"

#include "api/file_owner.h"
#include "api/file_view.h"
#include "api/owned_routes.h"
#include "api/user_rules.h"

namespace latchkey::api {

Result<fields::Model> find_owner_model(Call const& call, Scene const& scene) {
  auto const kind = owner_kind(call.pattern);
  fields::Model out;
  if (kind == OwnerKind::site) {
    LK_TRY(out.site, find_site(scene));
  } else if (kind == OwnerKind::page) {
    LK_TRY(out.page, find_page(call, scene));
  } else {
    auto const name = kind == OwnerKind::account ? "account" : call.args.get("id");
    LK_TRY(out.user, find_user(*call.actor, name, *call.users));
  }
  return out;
}

Result<fields::Model> find_model(Call const& call, Scene const& scene) {
  LK_TRY(auto owner, find_owner_model(call, scene));
  if (call.pattern.find("files/{name%}") == std::string_view::npos) return owner;
  LK_TRY(auto file, find_file(call, scene, owner.owner()));
  return fields::Model{nullptr, nullptr, nullptr, std::move(file)};
}

bool may(Call const& call, PageContext const& context, std::string_view action,
         fields::Model const& model) {
  if (model.page) return may(context, action, *model.page);
  if (model.site) return may(context, action, *model.site);
  if (model.user) return accounts::may(context.actor, action, *model.user, *context.accounts);
  return ensure_may_change_files(call, model.file->owner) && may(context, action, *model.file);
}

}  // namespace latchkey::api
