#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "accounts/accounts.h"
#include "support/people.h"

namespace latchkey::accounts {
namespace {

using test::make_role;
using test::make_user;

std::shared_ptr<User const> with_email(std::string id, std::string email) {
  auto user = std::make_shared<User>(*make_user(std::move(id), "editor"));
  user->email = std::move(email);
  return user;
}

Snapshot sample() {
  return make_snapshot({with_email("aadmin01", "admin@example.com"),
                        with_email("AEdit002", "editor@m\xC3\xBCnchen.de")},
                       {make_role("editor", "null")});
}

std::string id_of(std::shared_ptr<User const> const& user) { return user ? user->id : "none"; }

// Oracle: spec/auth 8 and 11 (address in any case, id in its own case, user://).
TEST(Snapshot, FindsByAddressIdAndUri) {
  auto const s = sample();
  EXPECT_EQ(id_of(s.find("ADMIN@Example.com")), "aadmin01");
  EXPECT_EQ(id_of(s.find("aadmin01")), "aadmin01");
  EXPECT_EQ(id_of(s.find("user://AEdit002")), "AEdit002");
  EXPECT_EQ(id_of(s.find("editor@xn--mnchen-3ya.de")), "AEdit002");
  EXPECT_EQ(id_of(s.find("AADMIN01")), "none");
  EXPECT_EQ(id_of(s.find(" admin@example.com")), "none");
  EXPECT_EQ(id_of(s.find("user://admin@example.com")), "none");
}

// Oracle: spec/auth 11: only the request's side is lower-cased; a file that says otherwise is not
// found, but still counted for (security S2).
TEST(Snapshot, FindsNoAddressThatItsFileHasInUpperCase) {
  auto const s = make_snapshot({with_email("aadmin01", "Admin@example.com")}, {});
  EXPECT_EQ(id_of(s.find("Admin@example.com")), "none");
  EXPECT_EQ(id_of(s.find("admin@example.com")), "none");
  EXPECT_EQ(id_of(s.find("aadmin01")), "aadmin01");
  EXPECT_EQ(id_of(s.find_for_counting("admin@example.com")), "aadmin01");
}

// Oracle: security S1. No path, no crash, nobody.
TEST(S1, FindKnowsNobodyByAPath) {
  using namespace std::string_literals;
  auto const s = sample();
  for (std::string const& name :
       {"."s, ".."s, "../../"s, "/etc/passwd"s, "aadmin01/"s, "./aadmin01"s, "aadmin01\0"s, "\0"s,
        ""s, "@"s, "user://"s, "user://../aadmin01"s, std::string(10'000, 'a'),
        std::string(10'000, '@'), "\xFF\xFE"s, "\xFF@\xFE"s, "@xn--"s,
        "a@xn--" + std::string(900, 'a'), "%2e%2e"s}) {
    EXPECT_EQ(s.find(name), nullptr) << name;
    EXPECT_EQ(s.find_for_counting(name), nullptr) << name;
  }
}

TEST(S1, FindTakesAnyBytes) {
  auto const s = sample();
  EXPECT_TRUE(rc::check([&](std::string const& name) {
    auto const found = s.find(name);
    RC_ASSERT(!found || s.find_for_counting(name) == found);
  }));
}

// Oracle: security S2: all these spellings count for the one account.
TEST(S2, EverySpellingCountsForTheSameAccount) {
  auto const s = sample();
  for (auto const* name : {"aedit002", "AEDIT002", "user://aedit002", " USER://AEdit002 ",
                           "Editor@XN--mnchen-3ya.DE", "editor@mu\xCC\x88nchen.de",
                           "\xEF\xBC\xA5"
                           "ditor@m\xC3\xBCnchen.de",
                           " editor@m\xC3\xBCnchen.de"})
    EXPECT_EQ(id_of(s.find_for_counting(name)), "AEdit002") << name;
  EXPECT_EQ(id_of(s.find_for_counting(" Admin@example.com ")), "aadmin01");
  EXPECT_EQ(s.find_for_counting("somebody@example.com"), nullptr);
}

// Oracle: spec/content-api 21.12 (equal names by id, without regard to case) and content/user-list.
TEST(Snapshot, OrdersUsersByNameThenId) {
  auto const s = make_snapshot({make_user("b", "x", "Same"), make_user("zed", "x", ""),
                                make_user("A", "x", "same"), make_user("c", "x", "Ada")},
                               {});
  std::string order;
  for (auto const& user : s.users) order += user->id + " ";
  EXPECT_EQ(order, "c A b zed ");
  EXPECT_EQ(s.position("b"), 2u);
  EXPECT_FALSE(s.position("nope"));
}

TEST(Snapshot, AlwaysHasAnAdminRoleAndSortsRoles) {
  auto const s = make_snapshot({}, {make_role("zoo", "null"), make_role("editor", "null")});
  ASSERT_EQ(s.roles.size(), 3u);
  EXPECT_EQ(s.roles[0]->name, "admin");
  EXPECT_EQ(s.roles[2]->name, "zoo");
  EXPECT_EQ(s.role("nobody"), nullptr);
}

// Oracle: spec/auth 12: an unknown or missing role is nobody, with no permission at all.
TEST(Snapshot, GivesNobodysRoleToUnknownRoles) {
  auto const s = make_snapshot({make_user("a", "ghost")}, {});
  auto const role = s.role_of(*s.users[0]);
  EXPECT_TRUE(role->is_nobody());
  EXPECT_FALSE(role->permissions.allows("access", "panel"));
}

TEST(Snapshot, KeepsTheErrorOfAnyRole) {
  auto const s = make_snapshot({}, {make_role("editor", R"({"pages": "all"})")});
  ASSERT_TRUE(s.role_error);
  EXPECT_EQ(s.role_error->key, "error.logic");
}

}  // namespace
}  // namespace latchkey::accounts
