#include "accounts/permissions.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "formats/json.h"

namespace latchkey::accounts {
namespace {

Permissions read(std::string const& text) { return Permissions::read(json::parse(text).value()); }

// Oracle: spec/auth 12, "What is not named is true".
TEST(Permissions, AreAllTrueWhereNothingIsSaid) {
  EXPECT_EQ(read("null").to_json(), Permissions::all(true).to_json());
  EXPECT_EQ(read("[]").to_json(), Permissions::all(true).to_json());
  EXPECT_TRUE(read("null").allows("pages", "move"));
}

// Oracle: recorded case auth/login-ok (the whole matrix, in the wire's order).
TEST(Permissions, HaveTheMatrixOfTheWireInItsOrder) {
  EXPECT_EQ(
      json::print(Permissions::all(true).to_json()),
      R"({"access":{"account":true,"languages":true,"panel":true,"site":true,"system":true,"users":true},)"
      R"("files":{"access":true,"changeName":true,"changeTemplate":true,"create":true,"delete":true,"list":true,"read":true,"replace":true,"sort":true,"update":true},)"
      R"("languages":{"create":true,"delete":true,"update":true},)"
      R"("pages":{"access":true,"changeSlug":true,"changeStatus":true,"changeTemplate":true,"changeTitle":true,"create":true,"delete":true,"duplicate":true,"list":true,"move":true,"preview":true,"read":true,"sort":true,"update":true},)"
      R"("site":{"access":true,"changeTitle":true,"preview":true,"update":true},)"
      R"("users":{"access":true,"changeEmail":true,"changeLanguage":true,"changeName":true,"changePassword":true,"changeRole":true,"create":true,"delete":true,"list":true,"update":true},)"
      R"("user":{"access":true,"changeEmail":true,"changeLanguage":true,"changeName":true,"changePassword":true,"changeRole":true,"delete":true,"list":true,"update":true}})");
}

TEST(Permissions, AreAllFalseForFalse) {
  EXPECT_EQ(read("false").to_json(), Permissions::all(false).to_json());
}

// Oracle: spec/content-api 7 and recorded case content/permission-wildcard-gap.
TEST(Permissions, StarAtTheTopFillsOnlyCategoriesThatAreNotNamed) {
  auto const p = read(R"({"*": false, "pages": {"delete": false}, "site": {"access": true}})");
  EXPECT_FALSE(p.allows("files", "read"));
  EXPECT_FALSE(p.allows("user", "access"));
  EXPECT_FALSE(p.allows("pages", "delete"));
  EXPECT_TRUE(p.allows("pages", "read"));
  EXPECT_TRUE(p.allows("site", "update"));
}

// Oracle: recorded case auth/role-wildcard.
TEST(Permissions, StarInACategoryFillsOnlyActionsThatAreNotNamed) {
  auto const p = read(R"({"pages": {"update": true, "*": false}, "files": false})");
  EXPECT_TRUE(p.allows("pages", "update"));
  EXPECT_FALSE(p.allows("pages", "read"));
  EXPECT_FALSE(p.allows("files", "read"));
  EXPECT_TRUE(p.allows("site", "update"));
}

// Oracle: spec/auth 12, "kept in the matrix and mean nothing".
TEST(Permissions, KeepUnknownNamesBehindTheKnownOnes) {
  auto const p = read(R"({"pages": {"fly": false}, "garden": {"water": true}})");
  EXPECT_FALSE(p.error());
  EXPECT_EQ(p.to_json().at("garden"), json::parse(R"({"water":true})").value());
  EXPECT_EQ(p.to_json().at("pages").as_object().at("fly"), json::value(false));
  EXPECT_FALSE(p.allows("pages", "swim"));
  EXPECT_FALSE(p.allows("meadow", "water"));
}

// Oracle: spec/content-api 21.7 (400 error.logic).
TEST(Permissions, NameTheFirstValueThatIsNoBoolean) {
  for (auto const* text : {R"({"pages": {"read": "yes"}})", R"({"pages": 1})", R"({"*": null})",
                           R"("true")", R"({"users": {"*": 0}})", R"({"pages": null})",
                           R"({"pages": {"read": []}})", R"([true, "a"])"}) {
    auto const p = read(text);
    ASSERT_TRUE(p.error()) << text;
    EXPECT_EQ(p.error()->key, "error.logic");
    EXPECT_EQ(p.error()->kind, Kind::invalid);
  }
  EXPECT_NE(read(R"({"pages": {"read": "yes"}})").error()->message.find("pages.read"),
            std::string::npos);
}

// Oracle: law. A named action always has the value it was given, whatever stars stand around it.
TEST(Permissions, ANamedActionBeatsEveryStar) {
  EXPECT_TRUE(rc::check([](bool top, bool star, bool own, bool star_first) {
    json::object pages;
    if (star_first) pages.emplace("*", star);
    pages.emplace("update", own);
    if (!star_first) pages.emplace("*", star);
    json::object all{{"*", top}};
    all.emplace("pages", pages);
    auto const p = Permissions::read(all);
    RC_ASSERT(p.allows("pages", "update") == own);
    RC_ASSERT(p.allows("pages", "read") == star);
    RC_ASSERT(p.allows("files", "read") == top);
  }));
}

// Oracle: inverse. Reading what was printed gives the same matrix.
TEST(Permissions, ReadBackWhatTheyPrint) {
  EXPECT_TRUE(rc::check([](std::vector<bool> const& bits) {
    auto shown = Permissions::all(true).to_json();
    std::size_t i = 0;
    for (auto& category : shown)
      for (auto& action : category.value().as_object())
        action.value() = bits.empty() || bits[i++ % bits.size()];
    RC_ASSERT(Permissions::read(shown).to_json() == shown);
  }));
}

}  // namespace
}  // namespace latchkey::accounts
