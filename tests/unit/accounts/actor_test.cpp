#include "accounts/actor.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "support/people.h"

namespace latchkey::accounts {
namespace {

using test::make_actor;
using test::make_role;
using test::make_user;

// Oracle: spec/content-api 7: nobody, hard rules, the blueprint's option, the role; in that order.
TEST(May, FollowsTheOrderOfTheContract) {
  auto const options = json::parse(R"({"update": true, "delete": {"editor": false, "*": true},
                                       "create": {"*": false}, "read": {"reader": true}, "sort": "yes"})");
  auto const s = make_snapshot({make_user("e", "editor"), make_user("r", "reader"),
                                make_user("n", "ghost"), make_user("a", "admin")},
                               {make_role("editor", "true"), make_role("reader", "false")});
  auto const ask = [&](char const* id, char const* action, bool refused = false) {
    return may(make_actor(s, id), action, {"pages", &*options, refused});
  };
  EXPECT_TRUE(ask("r", "update")) << "an option true overrides the role";
  EXPECT_FALSE(ask("n", "update")) << "nobody comes before options";
  EXPECT_FALSE(ask("e", "update", true)) << "hard rules come before options";
  EXPECT_FALSE(ask("e", "delete")) << "the role's own key";
  EXPECT_TRUE(ask("r", "delete")) << "the star";
  EXPECT_FALSE(ask("a", "create")) << "a star false shuts out admins";
  EXPECT_TRUE(ask("r", "read"));
  EXPECT_TRUE(ask("e", "read")) << "no key, no star: the role";
  EXPECT_TRUE(ask("e", "sort")) << "an option that is no rule is silent";
  EXPECT_FALSE(ask("e", "fly")) << "unknown action";
}

TEST(May, TakesFalseForAllOptionsAsAllFalse) {
  auto const s = make_snapshot({make_user("a", "admin")}, {});
  json::value const off(false), on(true);
  EXPECT_FALSE(may(make_actor(s, "a"), "update", {"pages", &off}));
  EXPECT_TRUE(may(make_actor(s, "a"), "update", {"pages", &on}));
}

// Oracle: law. Nobody may do anything, whatever options say (S11, S14).
TEST(S14, NobodyMayDoNothing) {
  auto const s = make_snapshot({make_user("n", "ghost"), make_user("a", "admin")}, {});
  auto const nobody = make_actor(s, "n");
  EXPECT_TRUE(rc::check([&](bool option) {
    auto const category = *rc::gen::element<std::string>("pages", "files", "site", "users", "user",
                                                         "languages", "access");
    auto const action =
        *rc::gen::element<std::string>("access", "list", "update", "delete", "create", "panel");
    json::value const options{{action, option}};
    RC_ASSERT(!may(nobody, action, {category, &options}));
  }));
}

// Oracle: recorded case content/user-account (options of the last admin for itself).
TEST(MayUser, LastAdminKeepsRoleAndAccount) {
  auto const s = make_snapshot({make_user("a", "admin"), make_user("e", "editor")},
                               {make_role("editor", "null")});
  auto const admin = make_actor(s, "a");
  User const& self = *s.by_id("a");
  EXPECT_TRUE(is_last_admin(self, s));
  EXPECT_FALSE(may(admin, "delete", self, s));
  EXPECT_FALSE(may(admin, "changeRole", self, s));
  EXPECT_FALSE(may(admin, "create", self, s)) << "\"user\" knows no create";
  EXPECT_TRUE(may(admin, "changeEmail", self, s));
  EXPECT_TRUE(may(admin, "delete", *s.by_id("e"), s));
}

TEST(MayUser, OneOfTwoAdminsMayGo) {
  auto const s = make_snapshot({make_user("a", "admin"), make_user("b", "admin")}, {});
  EXPECT_TRUE(may(make_actor(s, "a"), "delete", *s.by_id("b"), s));
  EXPECT_TRUE(may(make_actor(s, "a"), "changeRole", *s.by_id("b"), s));
}

// Oracle: spec/content-api 7: create of an admin only by admins, changeRole not on an admin by
// others.
TEST(MayUser, OthersNeitherMakeNorChangeAdmins) {
  auto const s =
      make_snapshot({make_user("a", "admin"), make_user("b", "admin"), make_user("e", "editor")},
                    {make_role("editor", "true")});
  auto const editor = make_actor(s, "e");
  EXPECT_FALSE(may(editor, "create", *make_user("new", "admin"), s));
  EXPECT_TRUE(may(editor, "create", *make_user("new", "editor"), s));
  EXPECT_FALSE(may(editor, "changeRole", *s.by_id("a"), s));
  EXPECT_FALSE(may_give_role(editor, "changeRole", "users", *s.role("admin")));
  EXPECT_TRUE(may_give_role(editor, "changeRole", "users", *s.role("editor")));
}

TEST(MayUser, LastUserKeepsItsAccount) {
  auto const s = make_snapshot({make_user("e", "editor")}, {make_role("editor", "true")});
  EXPECT_FALSE(may(make_actor(s, "e"), "delete", *s.by_id("e"), s));
}

// Oracle: spec/content-api 7: "user" where the account is one's own, "users" for others; options of
// the role's blueprint come first.
TEST(MayUser, JudgesOneselfByAnotherCategory) {
  auto const s =
      make_snapshot({make_user("a", "admin"), make_user("e", "editor"), make_user("v", "vip")},
                    {make_role("editor", R"({"users": false, "user": {"delete": false}})"),
                     make_role("vip", "true", R"({"access": {"*": false}})")});
  auto const editor = make_actor(s, "e");
  EXPECT_TRUE(is_accessible(editor, *s.by_id("e"), s));
  EXPECT_FALSE(may(editor, "delete", *s.by_id("e"), s));
  EXPECT_FALSE(is_accessible(editor, *s.by_id("a"), s));
  EXPECT_FALSE(is_accessible(make_actor(s, "a"), *s.by_id("v"), s))
      << "option of the role's blueprint";
  EXPECT_FALSE(is_accessible(editor, *s.role("admin")));
  EXPECT_TRUE(is_accessible(editor, *s.role("editor")));
}

TEST(IsListable, NeedsAccessAndList) {
  auto const s = make_snapshot({make_user("a", "admin"), make_user("x", "x"), make_user("y", "y")},
                               {make_role("x", R"({"users": {"list": false}})"),
                                make_role("y", R"({"users": {"access": false}})")});
  EXPECT_FALSE(is_listable(make_actor(s, "x"), *s.by_id("a"), s));
  EXPECT_FALSE(is_listable(make_actor(s, "y"), *s.by_id("a"), s));
  EXPECT_TRUE(is_listable(make_actor(s, "a"), *s.by_id("x"), s));
}

}  // namespace
}  // namespace latchkey::accounts
