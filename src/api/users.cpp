// Routes of users and of one's own account. Source: spec/content-api 8-10, 15; spec/auth 11, 12.

#include <algorithm>

#include "api/collection.h"
#include "api/form_write.h"
#include "api/route.h"
#include "api/scene.h"
#include "api/user_rules.h"
#include "api/user_view.h"
#include "core/log.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

using accounts::Actor;
using accounts::User;
using UserPtr = std::shared_ptr<User const>;

/// The `{id}` of the path; "account" on the account routes.
std::string_view target_name(Call const& call) {
  return call.args.values.empty() ? std::string_view("account") : call.args.values.front().second;
}

Result<UserPtr> find_target(Call const& call) {
  return find_user(*call.actor, target_name(call), *call.users);
}

/// `actor` as it is after a write; it may have changed itself.
Actor renewed(Actor const& actor, accounts::Snapshot const& now) {
  auto user = now.by_id(actor.user().id);
  if (!user) user = actor.user_ptr();
  auto role = now.role_of(*user);
  return {std::move(user), std::move(role), actor.means(), actor.proven_at()};
}

Result<Answer> show_one(Call const& call, Actor const& actor, User const& user,
                        accounts::Snapshot const& accounts, Selection const& selection) {
  auto const schema = user_schema();
  auto const content = call.services.content.snapshot();
  auto place = make_context(call, actor, *content);
  place.accounts = &accounts;
  Model out{render(user, UserContext{accounts, actor, &place}, schema,
                   schema.picks(selection, "default")),
            state_of(user, place.language)};
  LK_CHECK(ensure_whole(place));
  return Answer(std::move(out));
}

/// After a write, with a new snapshot.
Result<Answer> show_changed(Call& call, User const& user, Selection const& selection) {
  auto const now = call.services.accounts.snapshot();
  return show_one(call, renewed(*call.actor, *now), user, *now, selection);
}

void log_event(Call const& call, std::string_view event, std::string_view user_id) {
  log::info(event, {{"user", std::string(user_id)}, {"by", call.actor->user().id}});
}

// Lists

/// What searches look at: stored fields, id, name, address, role; never secrets (S15).
SearchTexts searched_texts(UserPtr const& user, std::string_view language) {
  SearchTexts out{{"id", user->id}, {"email", user->email}, {"role", user->role}};
  if (user->name) out.push_back({"name", *user->name});
  for (auto const& [name, text] : user->fields(language)) out.push_back({name, text});
  return out;
}

Result<Answer> answer_list(Call& call, ListRequest const& request) {
  LK_TRY(Selection const selection, read_selection(call.query));
  std::vector<UserPtr> users;
  for (auto const& user : call.users->users)
    if (is_listable(*call.actor, *user, *call.users)) users.push_back(user);
  Scene const scene(call);
  auto const texts = [&](UserPtr const& user) {
    return searched_texts(user, scene.context.language);
  };
  LK_TRY(auto const list, list_items(request, std::move(users), texts));

  auto const schema = user_schema();
  auto const picks = schema.picks(selection, "compact");
  UserContext const context{*call.users, *call.actor, &scene.context};
  Collection out{{}, list.page.page, list.page.total, list.page.offset, list.page.limit};
  for (auto const& user : list.items)
    out.data.push_back(render(*user, context, schema, std::span<Pick const>(picks)));
  LK_CHECK(ensure_whole(scene.context));
  return out;
}

Result<Answer> list_users(Call& call) {
  LK_TRY(auto const request, read_list_request(call.query));
  return answer_list(call, request);
}

Result<Answer> search_users(Call& call) {
  bool const by_body = call.method == http::Method::post;
  LK_TRY(auto const request, read_search_request(call.query, by_body ? &call.body : nullptr));
  return answer_list(call, request);
}

// One user

Result<Answer> show_user(Call& call) {
  LK_TRY(auto const user, find_target(call));
  LK_TRY(Selection const selection, read_selection(call.query));
  return show_one(call, *call.actor, *user, *call.users, selection);
}

Result<Answer> list_user_roles(Call& call) {
  LK_TRY(auto const user, find_target(call));
  return answer_roles(call, roles_for(*call.actor, *user, *call.users));
}

/// As the form of the role makes it, with its defaults.
Result<formats::Fields> content_input(Call const& call, std::string const& role) {
  auto const* content = call.input("content");
  json::object members;
  bool const empty = content == nullptr || content->is_null() ||
                     (content->is_array() && content->get_array().empty());
  if (!empty && !content->is_object())
    return fail(Kind::invalid, "error.invalidArgument", "\"content\" must be a map of fields");
  if (!empty) members = content_members(content->get_object());
  Scene const scene(call);
  auto const site = scene.content->site();
  return submit_new_form(scene.context, model_of(*site), "users/" + role, members);
}

Result<accounts::NewUser> new_user_input(Call const& call) {
  accounts::NewUser out;
  LK_TRY(auto const email, call.text_input("email"));
  LK_TRY(auto password, call.text_input("password"));
  LK_TRY(out.name, call.text_input("name"));
  LK_TRY(out.language, call.text_input("language"));
  LK_TRY(out.role, call.text_input("role"));
  LK_TRY(out.id, call.text_input("id"));
  LK_TRY(out.content, content_input(call, out.role.value_or("default")));
  out.email = email.value_or("");
  if (password && !password->empty()) out.password = Secret(std::move(*password));
  for (auto* optional : {&out.role, &out.id, &out.language})
    if (*optional && (*optional)->empty()) optional->reset();
  return out;
}

Result<Answer> create_user(Call& call) {
  LK_TRY(Selection const selection, read_selection(call.query));
  LK_TRY(auto const wanted, new_user_input(call));
  LK_CHECK(ensure_may_create(*call.actor, wanted.role, *call.users));
  LK_TRY(auto const user,
         call.services.accounts.create(wanted, password_rules(call.options().auth.passwords)));
  log_event(call, "user.created", user->id);
  return show_changed(call, *user, selection);
}

/// Finds the user, asks for the permission `action`, lets `change(user)` write, shows what is
/// stored.
template <class Change>
Result<Answer> change_user(Call& call, std::string_view action, Change change) {
  LK_TRY(Selection const selection, read_selection(call.query));
  LK_TRY(auto const user, find_target(call));
  LK_CHECK(require(*call.actor, action, *user, *call.users));
  LK_TRY(UserPtr const changed, change(*user));
  return show_changed(call, *changed, selection);
}

Result<std::string> required_input(Call const& call, std::string_view key) {
  LK_TRY(auto text, call.text_input(key));
  if (!text)
    return fail(Kind::invalid, "error.invalidArgument", "\"" + std::string(key) + "\" is missing");
  return std::move(*text);
}

Result<Answer> change_email(Call& call) {
  return change_user(call, "changeEmail", [&](User const& user) -> Result<UserPtr> {
    LK_TRY(auto const email, required_input(call, "email"));
    LK_TRY(auto changed, call.services.accounts.change_email(user.id, email));
    call.services.auth.account_changed(user.id);
    log_event(call, "user.email_changed", user.id);
    return changed;
  });
}

Result<Answer> change_name(Call& call) {
  return change_user(call, "changeName", [&](User const& user) -> Result<UserPtr> {
    LK_TRY(auto const name, required_input(call, "name"));
    return call.services.accounts.change_name(user.id, name);
  });
}

Result<Answer> change_language(Call& call) {
  return change_user(call, "changeLanguage", [&](User const& user) -> Result<UserPtr> {
    LK_TRY(auto const language, required_input(call, "language"));
    return call.services.accounts.change_language(user.id, language);
  });
}

Result<Answer> change_role(Call& call) {
  LK_TRY(Selection const selection, read_selection(call.query));
  LK_TRY(auto const user, find_target(call));
  LK_TRY(auto const role, call.text_input("role"));
  LK_CHECK(ensure_may_change_role(*call.actor, *user, role, *call.users));
  LK_TRY(auto const changed, call.services.accounts.change_role(user->id, role.value_or("")));
  call.services.auth.account_changed(user->id);
  log_event(call, "user.role_changed", user->id);
  return show_changed(call, *changed, selection);
}

/// The order is part of the contract: the account, the actor's own password, the permission, the
/// new password.
Result<Answer> change_password(Call& call) {
  LK_TRY(Selection const selection, read_selection(call.query));
  LK_TRY(auto const user, find_target(call));
  auto& auth = call.services.auth;
  LK_CHECK(auth.check_current_password(call.visit, *call.actor, user->id,
                                       call.input("currentPassword")));
  LK_CHECK(require(*call.actor, "changePassword", *user, *call.users));
  LK_TRY(auto text, call.text_input("password"));
  Secret const password(std::move(text).value_or(""));
  auto const rules = password_rules(call.options().auth.passwords);
  LK_CHECK(accounts::check_new_password(password, rules));
  LK_CHECK(auth.spend_reset(call.visit, *call.actor, user->id));
  LK_CHECK(call.services.accounts.set_password(user->id, password, rules));
  LK_CHECK(auth.password_changed(call.visit, *call.actor, user->id));
  log_event(call, "user.password_changed", user->id);
  return show_changed(call, *user, selection);
}

Result<Answer> update_user(Call& call) {
  return change_user(call, "update", [&](User const& user) {
    Scene const scene(call);
    auto const edit = [&](User const& now, formats::Fields const& own) {
      fields::Model const model{nullptr, nullptr, std::make_shared<User const>(now), nullptr};
      return submit_form(scene.context, model, own, content_members(call.body), true);
    };
    return call.services.accounts.edit_content(user.id, scene.context.language, edit);
  });
}

Result<Answer> delete_user(Call& call) {
  LK_TRY(auto const user, find_target(call));
  LK_CHECK(ensure_may_delete(*call.actor, *user, *call.users));
  LK_CHECK(call.services.accounts.remove(user->id, call.actor->user().id));
  LK_CHECK(call.services.auth.account_removed(user->id));
  log_event(call, "user.deleted", user->id);
  return Done{};
}

constexpr auto get = http::Method::get, post = http::Method::post, patch = http::Method::patch,
               del = http::Method::del;
constexpr auto panel = Access::panel;
constexpr auto memory = Work::memory, disk = Work::disk;

constexpr Route routes[] = {
    {get, "users", panel, disk, list_users, "Users by name, then address"},
    {post, "users", panel, disk, create_user,
     "Makes a user: email, password, name, role, language, content, id"},
    {get, "users/search", panel, disk, search_users, "Users whose texts match q"},
    {post, "users/search", panel, disk, search_users, "Users whose texts match search"},
    {get, "users/{id%}", panel, disk, show_user, "One user, by id or address"},
    {patch, "users/{id%}", panel, disk, update_user, "Changes a user's content"},
    {del, "users/{id%}", panel, disk, delete_user, "Deletes a user"},
    {patch, "users/{id%}/email", panel, disk, change_email, "Changes a user's address"},
    {patch, "users/{id%}/name", panel, disk, change_name, "Changes a user's name"},
    {patch, "users/{id%}/language", panel, disk, change_language, "Changes a user's language"},
    {patch, "users/{id%}/role", panel, disk, change_role, "Changes a user's role"},
    {patch, "users/{id%}/password", panel, disk, change_password,
     "Changes a user's password; needs currentPassword, the acting user's own"},
    {get, "users/{id%}/roles", panel, memory, list_user_roles, "Roles this user may be given"},
    {get, "account", panel, disk, show_user, "The acting user"},
    {patch, "account", panel, disk, update_user, "Changes the acting user's content"},
    {del, "account", panel, disk, delete_user, "Deletes the acting user"},
    {patch, "account/email", panel, disk, change_email, "Changes the acting user's address"},
    {patch, "account/name", panel, disk, change_name, "Changes the acting user's name"},
    {patch, "account/language", panel, disk, change_language, "Changes the acting user's language"},
    {patch, "account/role", panel, disk, change_role, "Changes the acting user's role"},
    {patch, "account/password", panel, disk, change_password, "Changes the acting user's password"},
    {get, "account/roles", panel, memory, list_user_roles, "Roles the acting user may be given"},
};

}  // namespace

std::span<Route const> user_routes() { return routes; }

}  // namespace latchkey::api
