#include "api/user_view.h"

#include <array>

#include "api/blueprint_view.h"
#include "api/file_view.h"
#include "api/locks.h"

namespace latchkey::api {
namespace {

using accounts::Actor;
using accounts::Role;
using accounts::Snapshot;
using accounts::User;
using Context = UserContext;
using std::string_view;

json::value optional_text(std::optional<std::string> const& text) {
  return text ? json::text(*text) : json::value();
}

/// Role of `user`, where the actor may know it.
std::shared_ptr<Role const> visible_role(User const& user, Context const& c) {
  auto role = c.accounts.role_of(user);
  return accounts::is_accessible(c.actor, *role) ? role : nullptr;
}

json::value render_role(User const& user, Context const& c, string_view view) {
  auto const role = visible_role(user, c);
  return role ? json::value(render(*role, c, role_schema(), view)) : json::value();
}

json::value render_permissions(User const& user, Context const& c, string_view) {
  auto const role = visible_role(user, c);
  return role ? json::value(role->permissions.to_json()) : json::value();
}

json::value render_roles(User const& user, Context const& c, string_view) {
  json::array out;
  for (auto const& role : roles_for(c.actor, user, c.accounts))
    out.push_back(render(*role, c, role_schema(), "compact"));
  return out;
}

/// The nearest listable neighbour in the order of user names; `step` is 1 or -1.
json::value render_neighbour(User const& user, Context const& c, string_view view,
                             std::ptrdiff_t step) {
  auto const& users = c.accounts.users;
  auto const at = c.accounts.position(user.id);
  if (!at) return nullptr;
  auto const size = static_cast<std::ptrdiff_t>(users.size());
  for (auto i = static_cast<std::ptrdiff_t>(*at) + step; i >= 0 && i < size; i += step) {
    User const& other = *users[static_cast<std::size_t>(i)];
    if (accounts::is_listable(c.actor, other, c.accounts))
      return render(other, c, user_schema(), view);
  }
  return nullptr;
}

fields::Model user_model_of(User const& user) {
  return {nullptr, nullptr, std::shared_ptr<User const>(std::shared_ptr<void>(), &user), nullptr};
}

json::value render_content(User const& user, Context const& c, string_view) {
  if (c.place) return render_values(*c.place, user_model_of(user));
  json::object out;
  for (auto const& [name, value] : user.content) out.emplace(name, json::text(value));
  return out.empty() ? json::value(json::array()) : json::value(std::move(out));
}

json::value render_user_blueprint(User const& user, Context const& c, string_view) {
  if (!c.place || !c.place->tools) return nullptr;
  return render_blueprint(*c.place, user_model_of(user));
}

json::value render_options(User const& user, Context const& c, string_view) {
  constexpr std::array actions{"access",     "create",         "changeEmail", "changeLanguage",
                               "changeName", "changePassword", "changeRole",  "delete",
                               "list",       "update"};
  json::object out;
  for (auto const* action : actions)
    out.emplace(action, accounts::may(c.actor, action, user, c.accounts));
  return c.place ? held_options(*c.place, user_model_of(user), std::move(out)) : out;
}

json::value render_picture(User const& user, Context const& c, string_view view) {
  return c.place ? render_avatar(*c.place, owner_of(user), view) : json::value(nullptr);
}

json::value render_user_files(User const& user, Context const& c, string_view view) {
  return c.place ? render_files(*c.place, owner_of(user), view) : json::value(json::array());
}

constexpr Field<User, Context> user_fields[] = {
    {"avatar", render_picture},
    {"blueprint", render_user_blueprint},
    {"content", render_content},
    {"email", [](User const& u, Context const&, string_view) { return email_of(u); }},
    {"files", render_user_files},
    {"id", [](User const& u, Context const&, string_view) { return json::text(u.id); }},
    {"language", [](User const& u, Context const&, string_view) { return json::text(u.language); }},
    {"name",
     [](User const& u, Context const&, string_view) { return optional_text(u.shown_name()); }},
    {"next", [](User const& u, Context const& c,
                string_view view) { return render_neighbour(u, c, view, 1); }},
    {"options", render_options},
    {"permissions", render_permissions},
    {"prev", [](User const& u, Context const& c,
                string_view view) { return render_neighbour(u, c, view, -1); }},
    {"role", render_role},
    {"roles", render_roles},
    {"username", [](User const& u, Context const&, string_view) { return username_of(u); }},
    {"uuid",
     [](User const& u, Context const&, string_view) { return json::text("user://" + u.id); }},
};

constexpr Pick user_default[] = {{"avatar"},          {"content"}, {"email"},           {"id"},
                                 {"language"},        {"name"},    {"next", "compact"}, {"options"},
                                 {"prev", "compact"}, {"role"},    {"username"},        {"uuid"}};
constexpr Pick user_compact[] = {{"avatar", "compact"}, {"email"}, {"id"},
                                 {"language"},          {"name"},  {"role", "compact"},
                                 {"username"},          {"uuid"}};
constexpr Pick user_auth[] = {
    {"avatar", "compact"}, {"permissions"}, {"email"}, {"id"}, {"name"}, {"role"}, {"language"}};
constexpr Pick user_panel[] = {{"avatar", "compact"},
                               {"blueprint"},
                               {"content"},
                               {"email"},
                               {"id"},
                               {"language"},
                               {"name"},
                               {"next", ">id name"},
                               {"options"},
                               {"prev", ">id name"},
                               {"role"},
                               {"username"},
                               {"uuid"}};
constexpr Pick id_name[] = {{"id"}, {"name"}};
constexpr View user_views[] = {{"default", user_default},
                               {"compact", user_compact},
                               {"auth", user_auth},
                               {"panel", user_panel},
                               {">id name", id_name}};

constexpr Field<Role, Context> role_fields[] = {
    {"description",
     [](Role const& r, Context const& c, string_view) {
       return optional_text(r.description_in(c.actor.user().language));
     }},
    {"name", [](Role const& r, Context const&, string_view) { return json::text(r.name); }},
    {"permissions", [](Role const& r, Context const&,
                       string_view) { return json::value(r.permissions.to_json()); }},
    {"title", [](Role const& r, Context const& c,
                 string_view) { return json::text(r.title_in(c.actor.user().language)); }},
};
constexpr Pick role_default[] = {{"description"}, {"name"}, {"permissions"}, {"title"}};
constexpr Pick role_compact[] = {{"description"}, {"name"}, {"title"}};
constexpr View role_views[] = {{"default", role_default}, {"compact", role_compact}};

}  // namespace

json::value email_of(User const& user) {
  return user.email.empty() ? json::value() : json::text(user.email);
}

json::value username_of(User const& user) {
  auto const name = user.username();
  return name.empty() ? json::value() : json::text(name);
}

Schema<User, UserContext> user_schema() { return {user_fields, user_views}; }
Schema<Role, UserContext> role_schema() { return {role_fields, role_views}; }

content::Owner owner_of(User const& user) { return content::owner_of_user(user.id, user.role); }

json::object render_user(User const& user, Actor const* actor, Snapshot const& accounts,
                         string_view view, PageContext const* place) {
  if (actor != nullptr)
    return render(user, UserContext{accounts, *actor, place}, user_schema(), view);
  std::shared_ptr<User const> const borrowed(std::shared_ptr<void>(), &user);
  Actor const self(borrowed, accounts.role_of(user), accounts::Means::session, {});
  return render(user, UserContext{accounts, self}, user_schema(), view);
}

std::vector<std::shared_ptr<Role const>> roles_for(Actor const& actor, User const& user,
                                                   Snapshot const& accounts) {
  if (!may(actor, "changeRole", user, accounts)) return {accounts.role_of(user)};
  auto const category = target_of(actor, user, accounts).category;
  std::vector<std::shared_ptr<Role const>> out;
  for (auto const& role : accounts.roles)
    if (may_give_role(actor, "changeRole", category, *role)) out.push_back(role);
  return out;
}

}  // namespace latchkey::api
