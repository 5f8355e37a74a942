#pragma once
// Who is asking, with the means and the time of the proof; and the one function that says what they
// may do.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/accounts.h"

namespace latchkey::accounts {

enum class Means { session, basic };

/// Somebody. "Nobody" is the absence of an Actor, so a failed login can't be a null user that means
/// more (S11).
class Actor {
 public:
  Actor(std::shared_ptr<User const> user, std::shared_ptr<Role const> role, Means means,
        Instant proven_at)
      : user_(std::move(user)), role_(std::move(role)), means_(means), proven_at_(proven_at) {}
  User const& user() const { return *user_; }
  std::shared_ptr<User const> const& user_ptr() const { return user_; }
  Role const& role() const { return *role_; }
  Means means() const { return means_; }
  Instant proven_at() const { return proven_at_; }  ///< of the login, or of this request for Basic

 private:
  std::shared_ptr<User const> user_;
  std::shared_ptr<Role const> role_;
  Means means_;
  Instant proven_at_;
};

/// What an action is done to. For users the category is "user" for oneself, else "users".
struct Target {
  std::string_view category;  ///< "pages", "files", "site", "users", "user", "languages", "access"
  json::value const* options = nullptr;  ///< the blueprint's options for this model; null if none
  bool refused = false;                  ///< a hard rule of the model already says no
};

/// Whether `actor` may do `action` to `target`; the first rule that decides wins: nobody, hard
/// rules, the blueprint's option (bool, or role -> bool with `*`), the role. Source:
/// spec/content-api 7, whose order is part of the contract.
bool may(Actor const& actor, std::string_view action, Target const& target);

/// The target `user` is for `actor`; `roles` gives the options of the role's blueprint.
Target target_of(Actor const& actor, User const& user, Snapshot const& accounts);
/// A role is judged like an account of it; "user" for the actor's own.
Target target_of(Actor const& actor, Role const& role);

/// The hard rules for users: an admin is made and given another role by admins only, the last admin
/// keeps role and account, the last user its account. Source: spec/content-api 7.
bool is_refused_by_rule(Actor const& actor, std::string_view action, User const& user,
                        Snapshot const& accounts);
bool is_last_admin(User const& user, Snapshot const& accounts);

/// As `may`, hard rules included. `user` need not be an account yet (create).
bool may(Actor const& actor, std::string_view action, User const& user, Snapshot const& accounts);

/// What is not accessible must look as if it did not exist; what is not listable is left out of
/// lists.
bool is_accessible(Actor const& actor, User const& user, Snapshot const& accounts);
bool is_listable(Actor const& actor, User const& user, Snapshot const& accounts);
bool is_accessible(Actor const& actor, Role const& role);

/// Whether `actor` may give `role` by `action` ("create", "changeRole") to an account of
/// `category`.
bool may_give_role(Actor const& actor, std::string_view action, std::string_view category,
                   Role const& role);

}  // namespace latchkey::accounts
