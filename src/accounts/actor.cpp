#include "accounts/actor.h"

namespace latchkey::accounts {
namespace {

/// What a blueprint's `options` say about `action` for `role`; none where they are silent.
std::optional<bool> option_rule(json::value const* options, std::string_view action,
                                std::string_view role) {
  if (options == nullptr) return std::nullopt;
  if (options->is_bool() && !options->get_bool()) return false;
  auto const* map = options->if_object();
  auto const* rule = map == nullptr ? nullptr : map->if_contains(action);
  if (rule == nullptr) return std::nullopt;
  if (rule->is_bool()) return rule->get_bool();
  auto const* by_role = rule->if_object();
  if (by_role == nullptr) return std::nullopt;
  for (auto const key : {role, std::string_view("*")})
    if (auto const* allowed = by_role->if_contains(key); allowed != nullptr && allowed->is_bool())
      return allowed->get_bool();
  return std::nullopt;
}

}  // namespace

bool may(Actor const& actor, std::string_view action, Target const& target) {
  if (actor.role().is_nobody()) return false;
  if (target.refused) return false;
  if (auto const rule = option_rule(target.options, action, actor.role().name)) return *rule;
  return actor.role().permissions.allows(target.category, action);
}

Target target_of(Actor const& actor, User const& user, Snapshot const& accounts) {
  return {actor.user().id == user.id ? "user" : "users", &accounts.role_of(user)->options};
}

Target target_of(Actor const& actor, Role const& role) {
  return {actor.role().name == role.name ? "user" : "users", &role.options};
}

bool is_last_admin(User const& user, Snapshot const& accounts) {
  return user.role == "admin" && accounts.count_admins() <= 1;
}

bool is_refused_by_rule(Actor const& actor, std::string_view action, User const& user,
                        Snapshot const& accounts) {
  bool const by_admin = actor.role().is_admin();
  if (action == "create") return user.role == "admin" && !by_admin;
  if (action == "changeRole")
    return (user.role == "admin" && !by_admin) || is_last_admin(user, accounts);
  if (action == "delete") return is_last_admin(user, accounts) || accounts.users.size() <= 1;
  return false;
}

bool may(Actor const& actor, std::string_view action, User const& user, Snapshot const& accounts) {
  Target target = target_of(actor, user, accounts);
  target.refused = is_refused_by_rule(actor, action, user, accounts);
  return may(actor, action, target);
}

bool is_accessible(Actor const& actor, User const& user, Snapshot const& accounts) {
  return may(actor, "access", user, accounts);
}

bool is_listable(Actor const& actor, User const& user, Snapshot const& accounts) {
  return is_accessible(actor, user, accounts) && may(actor, "list", user, accounts);
}

bool is_accessible(Actor const& actor, Role const& role) {
  return may(actor, "access", target_of(actor, role));
}

bool may_give_role(Actor const& actor, std::string_view action, std::string_view category,
                   Role const& role) {
  bool const refused = role.is_admin() && !actor.role().is_admin();
  return may(actor, action, {category, &role.options, refused});
}

}  // namespace latchkey::accounts
