#include "api/model_target.h"

#include "api/file_view.h"
#include "api/user_rules.h"

namespace latchkey::api {

Result<fields::Model> site_model(Call const&, Scene const& scene) {
  LK_TRY(auto site, find_site(scene));
  return fields::Model{std::move(site), nullptr, nullptr, nullptr};
}

Result<fields::Model> page_model(Call const& call, Scene const& scene) {
  LK_TRY(auto page, find_page(call, scene));
  return fields::Model{nullptr, std::move(page), nullptr, nullptr};
}

Result<fields::Model> user_model(Call const& call, Scene const&) {
  LK_TRY(auto user, find_user(*call.actor, call.args.get("id"), *call.users));
  return fields::Model{nullptr, nullptr, std::move(user), nullptr};
}

Result<fields::Model> account_model(Call const& call, Scene const&) {
  LK_TRY(auto user, find_user(*call.actor, "account", *call.users));
  return fields::Model{nullptr, nullptr, std::move(user), nullptr};
}

Result<fields::Model> find_file_model(Call const& call, Scene const& scene,
                                      fields::Model const& owner) {
  auto const& name = call.args.get("name");
  auto file = scene.content->file(owner.owner(), name);
  if (!file || !is_accessible(scene.context, *file))
    return fail(Kind::not_found, "error.file.notFound",
                "The file \"" + name + "\" cannot be found");
  return fields::Model{nullptr, nullptr, nullptr, std::move(file)};
}

}  // namespace latchkey::api
