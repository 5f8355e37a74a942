#pragma once
// Users and roles as the wire has them. Source: spec/content-api 9, spec/auth 3 (USER).

#include <string_view>
#include <vector>

#include "accounts/actor.h"
#include "api/page_view.h"
#include "api/view.h"
#include "content/file.h"
#include "formats/json.h"

namespace latchkey::api {

/// For whom a user or role is shown. Borrows; lives as long as one answer.
struct UserContext {
  accounts::Snapshot const& accounts;
  accounts::Actor const& actor;
  PageContext const* place = nullptr;  ///< where its files are; null: it has none
};

/// The place of a user's files.
content::Owner owner_of(accounts::User const& user);

/// Null where an account has no address, and neither that nor a name.
json::value email_of(accounts::User const& user);
json::value username_of(accounts::User const& user);

Schema<accounts::User, UserContext> user_schema();
Schema<accounts::Role, UserContext> role_schema();

/// `user` in a view of its schema ("auth", "compact", "default", "panel"). Without an actor it is
/// shown as to itself.
json::object render_user(accounts::User const& user, accounts::Actor const* actor,
                         accounts::Snapshot const& accounts, std::string_view view,
                         PageContext const* place = nullptr);

/// Roles `actor` may give to `user` by changeRole; only the present one where it may change none.
std::vector<std::shared_ptr<accounts::Role const>> roles_for(accounts::Actor const& actor,
                                                             accounts::User const& user,
                                                             accounts::Snapshot const& accounts);

}  // namespace latchkey::api
