#include "api/user_view.h"

#include <gtest/gtest.h>

#include "support/people.h"

namespace latchkey::api {
namespace {

using accounts::make_snapshot;
using test::make_actor;
using test::make_role;
using test::make_user;

accounts::Snapshot sample() {
  return make_snapshot(
      {make_user("adaadmin", "admin", "Ada"), make_user("edithor1", "editor", "<b>Edith</b>"),
       make_user("noname01", "reader", ""), make_user("ghost001", "ghost")},
      {make_role("editor", R"({"users": {"*": false, "access": true, "list": true}})"),
       make_role("reader", R"({"user": {"access": false}})")});
}

json::object shown(accounts::Snapshot const& s, char const* actor, char const* id,
                   std::string_view view) {
  auto const a = make_actor(s, actor);
  return render_user(*s.by_id(id), &a, s, view);
}

// Oracle: spec/auth 11 (no credentials), spec/content-api 9 (`username` is name, else email).
TEST(UserView, ShowsNullForAnAddressThatIsMissing) {
  auto bare = std::make_shared<accounts::User>();
  bare->id = "bare0001";
  bare->role = "default";
  auto const s = make_snapshot({make_user("adaadmin", "admin", "Ada"), bare}, {});
  auto const view = shown(s, "adaadmin", "bare0001", "compact");
  EXPECT_TRUE(view.at("email").is_null());
  EXPECT_TRUE(view.at("name").is_null());
  EXPECT_TRUE(view.at("username").is_null());
}

// Oracle: recorded case content/user-views.
TEST(UserView, CompactHasEightMembersInTheWiresOrder) {
  EXPECT_EQ(
      json::print(shown(sample(), "adaadmin", "edithor1", "compact")),
      R"({"avatar":null,"email":"edithor1@example.com","id":"edithor1","language":"en","name":"Edith",)"
      R"("role":{"description":null,"name":"editor","title":"editor"},"username":"Edith","uuid":"user://edithor1"})");
}

// Oracle: recorded case auth/login-ok (names and order of USER).
TEST(UserView, AuthHasTheMatrixTwice) {
  auto const s = sample();
  auto const user = render_user(*s.by_id("adaadmin"), nullptr, s, "auth");
  std::string keys;
  for (auto const& member : user) keys += std::string(member.key()) + " ";
  EXPECT_EQ(keys, "avatar email id language name permissions role ");
  EXPECT_EQ(user.at("permissions"), user.at("role").at("permissions"));
}

// Oracle: recorded cases auth/login-role-denied and auth/role-unknown.
TEST(UserView, AuthHidesARoleItsMemberMayNotAccess) {
  auto const s = sample();
  for (auto const* id : {"noname01", "ghost001"}) {
    auto const user = render_user(*s.by_id(id), nullptr, s, "auth");
    EXPECT_TRUE(user.at("permissions").is_null()) << id;
    EXPECT_TRUE(user.at("role").is_null()) << id;
  }
}

TEST(UserView, NeighboursAreCompactAndListable) {
  auto const s = sample();
  auto const user = shown(s, "adaadmin", "edithor1", "default");
  EXPECT_EQ(user.at("prev").at("id"), json::value("adaadmin"));
  EXPECT_TRUE(user.at("prev").at("role").is_object());
  EXPECT_TRUE(shown(s, "adaadmin", "adaadmin", "default").at("prev").is_null());
  EXPECT_EQ(shown(s, "adaadmin", "edithor1", "panel").at("next").as_object().size(), 2u);
}

// Oracle: recorded case content/user-account (order and values of options).
TEST(UserView, OptionsAreWhatTheActorMay) {
  EXPECT_EQ(
      json::print(shown(sample(), "adaadmin", "adaadmin", "default").at("options")),
      R"({"access":true,"create":false,"changeEmail":true,"changeLanguage":true,"changeName":true,)"
      R"("changePassword":true,"changeRole":false,"delete":false,"list":true,"update":true})");
}

TEST(UserView, FallsBackToDefaultAndHidesInnerViews) {
  auto const s = sample();
  auto const actor = make_actor(s, "adaadmin");
  auto const picks = user_schema().picks({">id name", {}}, "compact");
  EXPECT_EQ(picks.size(), 12u);
  EXPECT_EQ(user_schema().picks({"bogus", {}}, "compact").size(), 12u);
  EXPECT_EQ(user_schema().picks({}, "compact").size(), 8u);
  EXPECT_EQ(user_schema().picks({"compact", std::vector<std::string>{"id"}}, "default").size(), 8u)
      << "view wins";
  Selection const select{{}, std::vector<std::string>{"id", "nosuch", "role"}};
  auto const chosen = user_schema().picks(select, "default");
  auto const shown_user =
      render(*s.by_id("edithor1"), UserContext{s, actor}, user_schema(), chosen);
  EXPECT_EQ(shown_user.size(), 2u);
  EXPECT_TRUE(shown_user.at("role").as_object().contains("permissions"))
      << "default view of a sub-model";
}

// Oracle: spec/content-api 15, last paragraph.
TEST(RolesFor, IsThePresentRoleWhereNoneMayBeGiven) {
  auto const s = sample();
  auto const names = [&](char const* actor, char const* id) {
    std::string out;
    for (auto const& role : roles_for(make_actor(s, actor), *s.by_id(id), s))
      out += role->name + " ";
    return out;
  };
  EXPECT_EQ(names("adaadmin", "noname01"), "admin editor reader ");
  EXPECT_EQ(names("adaadmin", "adaadmin"), "admin ");
  EXPECT_EQ(names("edithor1", "noname01"), "reader ");
  EXPECT_EQ(names("edithor1", "edithor1"), "editor reader ");
}

}  // namespace
}  // namespace latchkey::api
