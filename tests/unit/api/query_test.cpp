#include <gtest/gtest.h>

#include "kql/access.h"
#include "support/api_world.h"

namespace latchkey::api {
namespace {

using test::json_of;
using test::key_of;

class QueryRoute : public testing::Test, public test::ApiWorld {
 protected:
  http::Reply query(std::string const& text, std::string const& who = "tester") {
    return post("query", {{"query", text}}, who);
  }
  /// Whether a text holds anything that only the disk should hold.
  bool tells_secrets(std::string const& text) {
    for (std::string const id : {"atester5", "atarget6"})
      if (auto const hash = stored(id, ".htpasswd");
          !hash.empty() && text.find(hash.substr(0, 12)) != text.npos)
        return true;
    return text.find("argon2") != text.npos || text.find("$2y$") != text.npos;
  }
};

TEST_F(QueryRoute, AsksForALogin) {  // spec/content-api 18; spec/auth 2.5
  EXPECT_EQ(key_of(query("site.title", "")), "error.auth");
  EXPECT_EQ(key_of(query("site.title", "client")), "error.access.panel");
  EXPECT_EQ(json_of(query("site.title")).at("result"), "Greenhouse");
}

TEST_F(QueryRoute, LetsVisitorsAskWhereTheOptionSaysSo) {  // spec/content-api 18, kql.auth
  options->kql.auth = false;
  EXPECT_EQ(json_of(query("site.title", "")).at("result"), "Greenhouse");
  EXPECT_EQ(json_of(query("user", "")).at("result"), nullptr);
  EXPECT_EQ(json_of(query("page('garden/moss').previewUrl", "")).at("result"), nullptr);
  EXPECT_EQ(key_of(query("kirby.users.pluck('password')", "")), "error.permission");
  auto const reply = query("site.title", "");
  auto const cache = std::ranges::find(reply.headers, "Cache-Control", &http::Reply::Header::name);
  ASSERT_NE(cache, reply.headers.end());
  EXPECT_EQ(cache->value, "no-store, private");
}

TEST_F(QueryRoute, DoesNotApplyRoles) {  // spec/content-api 18, "Roles are not applied"
  permit({{"pages", false}, {"users", false}, {"access", {{"panel", true}}}});
  EXPECT_EQ(json_of(query("page('garden/roses').title")).at("result"), "Roses");
  EXPECT_EQ(json_of(query("page('garden/roses').isReadable")).at("result"), false);
}

TEST_F(QueryRoute, SpeaksOfOneState) {  // spec/content-api 20; ADR 22
  auto const before = json_of(query("site.index.count"));
  files.put("content/2_new/new.txt", "Title: New");
  look_again();
  EXPECT_EQ(json_of(query("site.index.count")).at("result").as_int64(),
            before.at("result").as_int64() + 1);
}

/// Every member of every class, in every place a name can stand at.
TEST_F(QueryRoute, NeverTellsSecrets_S15) {
  ASSERT_TRUE(tells_secrets(stored("atester5", ".htpasswd")));
  std::set<std::string> names{"password", "passwordTimestamp", "secret", "secrets",
                              "totp",     "session",           "token",  "hash",
                              ".htpasswd"};
  for (auto const& one : kql::all_classes()) {
    names.insert(one.members.begin(), one.members.end());
    names.insert(one.refused.begin(), one.refused.end());
  }
  for (auto const& name : names)
    for (std::string const place :
         {"user.$", "user.$('.htpasswd')", "user.content.$", "user.content.get('$')",
          "user.version.$", "user.blueprint.$", "kirby.$", "kirby.$('tester@example.com')",
          "kirby.users.$", "kirby.users.pluck('$')", "kirby.users.sortBy('$').keys",
          "kirby.users.groupBy('$').keys", "kirby.users.filterBy('$', '*=', 'argon2').keys",
          "file('atester5/$')", "user.file('$')"}) {
      auto const reply = query(replace_all(place, "$", name));
      std::string const body(reply.body_text());
      EXPECT_FALSE(tells_secrets(body)) << place << " " << name << ": " << body;
      EXPECT_TRUE(reply.status < 500) << place << " " << name << ": " << body;
    }
}

}  // namespace
}  // namespace latchkey::api
