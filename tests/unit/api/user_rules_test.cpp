#include "api/user_rules.h"

#include <gtest/gtest.h>

#include "support/people.h"

namespace latchkey::api {
namespace {

using accounts::make_snapshot;
using accounts::Snapshot;
using test::make_actor;
using test::make_role;
using test::make_user;

template <class T>
std::string key_of(Result<T> const& result) {
  return result ? "ok" : result.error().key;
}

Snapshot sample(std::string const& editor_may = R"({"users": {"*": false}})") {
  return make_snapshot(
      {make_user("ada", "admin"), make_user("ed", "editor"), make_user("rea", "reader")},
      {make_role("editor", editor_may), make_role("reader", "null")});
}

// Oracle: recorded cases content/permission-wildcard-gap, content/permission-reader-users.
TEST(FindUser, HidesWhatIsNotAccessible) {
  auto const s = sample(R"({"users": {"access": false}, "user": {"access": false}})");
  auto const find = [&](char const* actor, std::string_view name) {
    auto const found = find_user(make_actor(s, actor), name, s);
    return found ? (*found)->id : found.error().key;
  };
  EXPECT_EQ(find("ada", "ed"), "ed");
  EXPECT_EQ(find("ada", "ED@example.com"), "ed");
  EXPECT_EQ(find("ada", "account"), "ada");
  EXPECT_EQ(find("ada", "nosuch"), "error.user.notFound");
  EXPECT_EQ(find("ed", "account"), "error.user.undefined");
  EXPECT_EQ(find("ed", "ed"), "error.user.notFound");
  EXPECT_EQ(find("ed", "ada"), "error.user.notFound");
}

// Oracle: security S14: a forbidden user is indistinguishable from a missing one.
TEST(S14, ForbiddenUsersLookLikeMissingOnes) {
  auto const s = sample(R"({"users": {"access": false}})");
  auto const error = [&](std::string_view name) {
    auto e = find_user(make_actor(s, "ed"), name, s).error();
    return e.key + "|" + e.message.substr(0, 10) + "|" + e.details + "|" + e.cause;
  };
  EXPECT_EQ(error("ada"), error("nosuch"));
}

TEST(S1, FindUserTakesPathsForUnknownUsers) {
  using namespace std::string_literals;
  auto const s = sample();
  for (std::string const& name :
       {".."s, "."s, "../../etc/passwd"s, "/ada"s, "ada\0"s, std::string(10'000, 'x'), ""s})
    EXPECT_EQ(key_of(find_user(make_actor(s, "ada"), name, s)), "error.user.notFound");
}

// Oracle: recorded cases auth/perm-editor-role, perm-last-admin; spec/content-api 15.
TEST(EnsureMayChangeRole, AsksInTheOrderOfTheContract) {
  auto const s = sample();
  auto const ask = [&](char const* actor, char const* user,
                       std::optional<std::string> const& role) {
    return key_of(ensure_may_change_role(make_actor(s, actor), *s.by_id(user), role, s));
  };
  EXPECT_EQ(ask("ed", "ed", "admin"), "error.user.changeRole.toAdmin");
  EXPECT_EQ(ask("ed", "rea", "admin"), "error.user.changeRole.toAdmin");
  EXPECT_EQ(ask("ada", "ada", "editor"), "error.user.changeRole.lastAdmin");
  EXPECT_EQ(ask("ed", "rea", "editor"), "error.user.changeRole.permission");
  EXPECT_EQ(ask("ed", "rea", "nosuch"), "error.user.changeRole.permission");
  EXPECT_EQ(ask("ed", "ed", "reader"), "ok");
  EXPECT_EQ(ask("ada", "ed", "nosuch"), "error.user.role.invalid");
  EXPECT_EQ(ask("ada", "ed", {}), "error.user.role.invalid");
  EXPECT_EQ(ask("ada", "ed", "admin"), "ok");
}

TEST(EnsureMayDelete, KeepsTheLastAdminAndTheLastUser) {
  auto const s = sample();
  EXPECT_EQ(key_of(ensure_may_delete(make_actor(s, "ada"), *s.by_id("ada"), s)),
            "error.user.delete.lastAdmin");
  EXPECT_EQ(key_of(ensure_may_delete(make_actor(s, "ada"), *s.by_id("ed"), s)), "ok");
  EXPECT_EQ(key_of(ensure_may_delete(make_actor(s, "ed"), *s.by_id("rea"), s)),
            "error.user.delete.permission");
  auto const alone = make_snapshot({make_user("ed", "editor")}, {make_role("editor", "null")});
  EXPECT_EQ(key_of(ensure_may_delete(make_actor(alone, "ed"), *alone.by_id("ed"), alone)),
            "error.user.delete.lastUser");
}

// Oracle: spec/content-api 15, auth 11 ("an unknown role is accepted from an admin").
TEST(EnsureMayCreate, LetsOnlyAdminsMakeAdminsAndUnknownRoles) {
  auto const closed = sample();
  EXPECT_EQ(key_of(ensure_may_create(make_actor(closed, "ed"), "reader", closed)),
            "error.user.create.permission");
  auto const open = sample("true");
  auto const ask = [&](char const* actor, std::optional<std::string> const& role) {
    return key_of(ensure_may_create(make_actor(open, actor), role, open));
  };
  EXPECT_EQ(ask("ed", "reader"), "ok");
  EXPECT_EQ(ask("ed", {}), "ok");
  EXPECT_EQ(ask("ed", "admin"), "error.user.role.invalid");  // a role an editor may not give
  EXPECT_EQ(ask("ed", "nosuch"), "error.user.role.invalid");
  EXPECT_EQ(ask("ada", "nosuch"), "ok");
  EXPECT_EQ(ask("ada", "admin"), "ok");
}

// Oracle: security S14, generated: each action of each category, revoked alone, is refused with its
// own key and refuses nothing else.
TEST(S14, EachRevokedActionIsRefusedAlone) {
  constexpr std::array actions{"changeEmail", "changeLanguage", "changeName", "changePassword",
                               "changeRole",  "delete",         "update"};
  for (std::string const category : {"user", "users"})
    for (std::string const revoked : actions) {
      auto const s = sample("{\"" + category + "\": {\"" + revoked + "\": false}}");
      auto const actor = make_actor(s, "ed");
      auto const& target = *s.by_id(category == "user" ? "ed" : "rea");
      auto const& other = *s.by_id(category == "user" ? "rea" : "ed");
      for (std::string const action : actions) {
        auto const expected = action == revoked ? "error.user." + action + ".permission" : "ok";
        EXPECT_EQ(key_of(require(actor, action, target, s)), expected)
            << category << " " << revoked;
        EXPECT_EQ(key_of(require(actor, action, other, s)), "ok") << category << " " << revoked;
      }
    }
}

}  // namespace
}  // namespace latchkey::api
