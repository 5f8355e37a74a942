#pragma once
// What must hold before a user is shown or changed, in the order of spec/content-api 15. Pure.

#include <optional>
#include <string>
#include <string_view>

#include "accounts/actor.h"
#include "api/route.h"
#include "core/result.h"

namespace latchkey::api {

/// By id or address; "account" is the actor. A user that is not accessible does not exist.
/// Errors: not_found error.user.notFound, for the actor itself by "account" error.user.undefined.
Result<std::shared_ptr<accounts::User const>> find_user(accounts::Actor const& actor,
                                                        std::string_view name,
                                                        accounts::Snapshot const& accounts);

/// Errors: forbidden error.user.<action>.permission.
Result<> require(accounts::Actor const& actor, std::string_view action, accounts::User const& user,
                 accounts::Snapshot const& accounts);

/// Errors: forbidden error.user.create.permission; invalid error.user.role.invalid for a role that
/// only admins may ask for (an unknown one).
Result<> ensure_may_create(accounts::Actor const& actor, std::optional<std::string> const& role,
                           accounts::Snapshot const& accounts);

/// Errors, in this order: forbidden error.user.changeRole.toAdmin, invalid
/// error.user.changeRole.lastAdmin, forbidden error.user.changeRole.permission, invalid
/// error.user.role.invalid.
Result<> ensure_may_change_role(accounts::Actor const& actor, accounts::User const& user,
                                std::optional<std::string> const& role,
                                accounts::Snapshot const& accounts);

/// Errors, in this order: invalid error.user.delete.lastAdmin, error.user.delete.lastUser,
/// forbidden error.user.delete.permission.
Result<> ensure_may_delete(accounts::Actor const& actor, accounts::User const& user,
                           accounts::Snapshot const& accounts);

/// A collection of roles, compact unless asked otherwise.
Result<Answer> answer_roles(Call& call, std::vector<std::shared_ptr<accounts::Role const>> roles);

/// Members of `map` but those that are no content of a user (mass assignment, S13), judged by the
/// name they would have in the file.
json::object content_members(json::object const& map);

accounts::PasswordRules password_rules(config::PasswordOptions const& options);

}  // namespace latchkey::api
