#include "api/user_rules.h"

#include <algorithm>
#include <array>

#include "api/user_view.h"
#include "formats/slug.h"

namespace latchkey::api {

using accounts::Actor;
using accounts::Snapshot;
using accounts::User;

Result<std::shared_ptr<User const>> find_user(Actor const& actor, std::string_view name,
                                              Snapshot const& accounts) {
  bool const own = name == "account";
  auto user = own ? accounts.by_id(actor.user().id) : accounts.find(name);
  if (user && is_accessible(actor, *user, accounts)) return user;
  if (own) return fail(Kind::not_found, "error.user.undefined", "The user cannot be found");
  return fail(Kind::not_found, "error.user.notFound",
              "The user \"" + std::string(name) + "\" cannot be found");
}

namespace {

Failure forbidden(Actor const& actor, std::string_view action, std::string_view user_id) {
  return fail(Kind::forbidden, "error.user." + std::string(action) + ".permission",
              "You are not allowed to do this with this user (" + std::string(action) + ")",
              "user " + std::string(user_id) + ", by " + actor.user().id);
}

}  // namespace

Result<> require(Actor const& actor, std::string_view action, User const& user,
                 Snapshot const& accounts) {
  if (!may(actor, action, user, accounts)) return forbidden(actor, action, user.id);
  return {};
}

Result<> ensure_may_create(Actor const& actor, std::optional<std::string> const& role,
                           Snapshot const& accounts) {
  auto const may_create = [&](std::string const& name) {
    User wanted;
    wanted.role = name;
    return may(actor, "create", wanted, accounts);
  };
  if (!may_create(role.value_or("default"))) {
    bool const may_others =
        may_create("default") || std::ranges::any_of(accounts.roles, [&](auto const& other) {
          return may_create(other->name);
        });
    if (!role || !may_others) return forbidden(actor, "create", "");
    return fail(Kind::invalid, "error.user.role.invalid", "Please enter a valid role");
  }
  if (role && !accounts.role(*role) && !actor.role().is_admin())
    return fail(Kind::invalid, "error.user.role.invalid", "Please enter a valid role");
  return {};
}

Result<> ensure_may_change_role(Actor const& actor, User const& user,
                                std::optional<std::string> const& role, Snapshot const& accounts) {
  if (role == "admin" && !actor.role().is_admin())
    return fail(Kind::forbidden, "error.user.changeRole.toAdmin",
                "Only admins can make somebody an admin");
  if (role != "admin" && is_last_admin(user, accounts))
    return fail(Kind::invalid, "error.user.changeRole.lastAdmin",
                "The last admin must stay an admin");
  LK_CHECK(require(actor, "changeRole", user, accounts));
  auto const offered = roles_for(actor, user, accounts);
  if (!role || std::ranges::none_of(offered, [&](auto const& one) { return one->name == *role; }))
    return fail(Kind::invalid, "error.user.role.invalid", "Please enter a valid role");
  return {};
}

Result<> ensure_may_delete(Actor const& actor, User const& user, Snapshot const& accounts) {
  if (is_last_admin(user, accounts))
    return fail(Kind::invalid, "error.user.delete.lastAdmin", "The last admin cannot be deleted");
  if (accounts.users.size() <= 1)
    return fail(Kind::invalid, "error.user.delete.lastUser", "The last user cannot be deleted");
  return require(actor, "delete", user, accounts);
}

json::object content_members(json::object const& map) {
  constexpr std::array reserved{"", "email", "name", "language", "role", "password"};
  json::object out;
  for (auto const& member : map)
    if (std::ranges::find(reserved, formats::slug(member.key())) == reserved.end())
      out[member.key()] = member.value();
  return out;
}

accounts::PasswordRules password_rules(config::PasswordOptions const& options) {
  return {options.min_length, options.allow_common,
          options.bcrypt ? crypto::HashAlgorithm::bcrypt : crypto::HashAlgorithm::argon2id};
}

}  // namespace latchkey::api
