#pragma once
// Accounts and roles made from a few words, for tests that need no disk.

#include <memory>
#include <string>

#include "accounts/actor.h"
#include "formats/json.h"

namespace latchkey::test {

inline std::shared_ptr<accounts::User const> make_user(std::string id, std::string role,
                                                       std::optional<std::string> name = {}) {
  auto user = std::make_shared<accounts::User>();
  user->id = id;
  user->email = id + "@example.com";
  user->language = "en";
  user->name = std::move(name);
  user->role = std::move(role);
  return user;
}

/// `permissions` and `options` are JSON texts; options "null" for none.
inline std::shared_ptr<accounts::Role const> make_role(std::string name,
                                                       std::string const& permissions,
                                                       std::string const& options = "null") {
  auto role = std::make_shared<accounts::Role>();
  role->name = role->title = std::move(name);
  role->permissions = accounts::Permissions::read(json::parse(permissions).value());
  role->options = json::parse(options).value();
  return role;
}

inline accounts::Actor make_actor(accounts::Snapshot const& snapshot, std::string const& id) {
  auto user = snapshot.by_id(id);
  return accounts::Actor(user, snapshot.role_of(*user), accounts::Means::basic, {});
}

}  // namespace latchkey::test
