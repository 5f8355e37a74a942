// Routes of roles. Source: spec/content-api 10, 15; spec/auth 12.

#include "api/collection.h"
#include "api/route.h"
#include "api/user_rules.h"
#include "api/user_view.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

using accounts::Role;
using RolePtr = std::shared_ptr<Role const>;

/// Whether the actor may do with `role` what `canBe` asks for; anything else asks for nothing.
bool can_be(accounts::Actor const& actor, std::optional<std::string_view> wish, Role const& role) {
  if (wish == "created") return may_give_role(actor, "create", "users", role);
  if (wish == "changed") return may_give_role(actor, "changeRole", "users", role);
  return true;
}

Result<Answer> list_roles(Call& call) {
  auto const wish = call.query.find("canBe");
  std::vector<RolePtr> roles;
  for (auto const& role : call.users->roles)
    if (is_accessible(*call.actor, *role) && can_be(*call.actor, wish, *role))
      roles.push_back(role);
  return answer_roles(call, std::move(roles));
}

Result<Answer> show_role(Call& call) {
  auto const& name = call.args.get("name");
  auto const role = call.users->role(name);
  if (!role || !is_accessible(*call.actor, *role))
    return fail(Kind::not_found, "error.role.notFound",
                "The role \"" + name + "\" cannot be found");
  LK_TRY(Selection const selection, read_selection(call.query));
  auto const schema = role_schema();
  return Model{render(*role, UserContext{*call.users, *call.actor}, schema,
                      std::span<Pick const>(schema.picks(selection, "default")))};
}

SearchTexts searched_texts(RolePtr const& role) {
  return {{"id", role->name}, {"name", role->name}, {"title", role->title}};
}

constexpr Route routes[] = {
    {http::Method::get, "roles", Access::panel, Work::memory, list_roles,
     "Roles; canBe=created or changed: those one may give"},
    {http::Method::get, "roles/{name%}", Access::panel, Work::memory, show_role, "One role"},
};

}  // namespace

Result<Answer> answer_roles(Call& call, std::vector<RolePtr> roles) {
  LK_TRY(Selection const selection, read_selection(call.query));
  LK_TRY(auto const request, read_list_request(call.query));
  LK_TRY(auto const list, list_items(request, std::move(roles), searched_texts));
  auto const schema = role_schema();
  auto const picks = schema.picks(selection, "compact");
  UserContext const context{*call.users, *call.actor};
  Collection out{{}, list.page.page, list.page.total, list.page.offset, list.page.limit};
  for (auto const& role : list.items)
    out.data.push_back(render(*role, context, schema, std::span<Pick const>(picks)));
  return out;
}

std::span<Route const> role_routes() { return routes; }

}  // namespace latchkey::api
