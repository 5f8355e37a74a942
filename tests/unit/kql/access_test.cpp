#include "kql/access.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/text.h"

namespace latchkey::kql {
namespace {

bool admits(Access const& access, std::string_view type, std::string_view name) {
  auto const known = access.admit(type, name);
  if (!known) EXPECT_EQ(known.error().key, "error.permission");
  return known.has_value();
}

// Oracle: spec/content-api 18, "Allowed members".
TEST(Access, AdmitsListedMembersInAnyCase) {
  Access const access({});
  EXPECT_EQ(access.admit("page", "ISLISTED").value_or(""), "isListed");
  EXPECT_EQ(access.admit("pages", "filterby").value_or(""), "filterBy");
  for (auto const& one : all_classes())
    for (auto const name : one.members) EXPECT_TRUE(admits(access, one.type, name)) << name;
}

// Oracle: spec/content-api 18, "Anything else: 403"; other names of models are stored fields.
TEST(Access, RefusesWhatIsNotListed) {
  Access const access({});
  for (auto const* name : {"update", "delete", "kirby", "toArray", "root", "changeTitle"})
    EXPECT_FALSE(admits(access, "page", name)) << name;
  EXPECT_TRUE(admits(access, "page", "subtitle"));
  EXPECT_FALSE(admits(access, "pages", "subtitle"));
  EXPECT_FALSE(admits(access, "field", "subtitle"));
  EXPECT_FALSE(admits(access, "kirby", "option"));
  EXPECT_FALSE(admits(access, "no such type", "id"));
}

TEST(Access, NeverAdmitsSecretsOfUsers_S15) {  // oracle: security.md S15
  Access const access({});
  for (auto const* name : {"password", "Password", "PASSWORDTIMESTAMP", "secret", "secrets", "totp",
                           "session", "sessions", "token", "hash", "readPassword", "credentials"}) {
    EXPECT_FALSE(admits(access, "user", name)) << name;
    EXPECT_FALSE(admits(access, "users", name)) << name;
  }
}

// Oracle: spec/content-api 18, "Options": names in any case, blocked wins.
TEST(Access, FollowsTheOptions) {
  config::QueryOptions options;
  options.allowed_methods = {"Kirby\\Cms\\Page::isPublished", "kirby\\cms\\page::KIRBY"};
  options.blocked_methods = {"\\Kirby\\Cms\\PAGE::kirby", "Kirby\\Cms\\Collection::count"};
  options.blocked_classes = {"kirby\\cms\\users"};
  options.allowed_classes = {"Kirby\\Content\\Field"};
  Access const access(options);
  EXPECT_TRUE(admits(access, "page", "ispublished"));
  EXPECT_FALSE(admits(access, "page", "kirby"));
  EXPECT_FALSE(admits(access, "pages", "count")) << "of the class above, too";
  EXPECT_FALSE(admits(access, "users", "first"));
  EXPECT_FALSE(access.reach("users"));
  EXPECT_TRUE(access.reach("user"));
  EXPECT_TRUE(admits(access, "field", "ucfirst"));
}

TEST(Access, AnswersForAnyName) {  // law: total, and never a name nobody asked for
  Access const access({});
  EXPECT_TRUE(rc::check([&](std::string const& name) {
    for (auto const& one : all_classes()) {
      auto const known = access.admit(one.type, name);
      RC_ASSERT(!known || iequals(*known, name));
    }
  }));
}

}  // namespace
}  // namespace latchkey::kql
