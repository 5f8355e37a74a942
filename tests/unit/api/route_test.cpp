#include "api/route.h"

#include <gtest/gtest.h>

#include <set>

namespace latchkey::api {
namespace {

std::string pattern_of(http::Method method, std::string_view path) {
  auto const match = match_route(method, path);
  return match ? std::string(match->route->pattern) : "";
}

// Oracle: spec/auth 1 and 3 (rows and methods), spec/content-api 8 (characters of a path part).
TEST(MatchRoute, FindsRowsByMethodAndPath) {
  EXPECT_EQ(pattern_of(http::Method::get, "auth"), "auth");
  EXPECT_EQ(pattern_of(http::Method::post, "auth"), "");
  EXPECT_EQ(pattern_of(http::Method::get, "auth/login"), "");
  EXPECT_EQ(pattern_of(http::Method::post, "auth/login"), "auth/login");
  EXPECT_EQ(pattern_of(http::Method::put, "pages/example"), "");
  EXPECT_EQ(pattern_of(http::Method::options, "pages/example"), "");
  EXPECT_EQ(pattern_of(http::Method::get, ""), "");
}

TEST(MatchRoute, LetsHeadFindGetRows) { EXPECT_EQ(pattern_of(http::Method::head, "auth"), "auth"); }

TEST(MatchRoute, RefusesCharactersNoPathPartHas) {
  for (auto const* bad : {"pages/a b", "pages/a\"b", "pages/", "pages/a/b/c/d/e/f/g/h/i/j/k/l/m",
                          "pages/a;b", "pages/<a>"})
    EXPECT_FALSE(match_route(http::Method::get, bad)) << bad;
}

TEST(MatchRoute, DecodesOnlyWhereTheRowSaysSo) {
  EXPECT_EQ(match_route(http::Method::get, "users/ada%40example.com")->args.get("id"),
            "ada@example.com");
  EXPECT_EQ(match_route(http::Method::get, "pages/a%2Fb")->args.get("id"), "a%2Fb");
}

TEST(RouteTables, HaveEveryRowOnceAndSaidInWords) {
  std::set<std::pair<http::Method, std::string_view>> seen;
  for (auto const* row : all_routes()) {
    EXPECT_TRUE(seen.emplace(row->method, row->pattern).second) << row->pattern;
    EXPECT_FALSE(row->summary.empty()) << row->pattern;
    EXPECT_NE(row->handler, nullptr) << row->pattern;
  }
}

// Oracle: spec/auth 3: the only rows without a gate.
TEST(S14, OnlyTheDocumentedRowsAreOpen) {
  std::set<std::string_view> open;
  for (auto const* row : all_routes())
    if (row->access == Access::open) open.insert(row->pattern);
  EXPECT_EQ(open,
            (std::set<std::string_view>{"openapi.json", "auth/csrf", "auth/login", "auth/code",
                                        "auth/logout", "auth/ping", "system", "system/install",
                                        "translations", "translations/{code}"}));
}

// Oracle: spec/auth 1 (on every real method; what it does not know is ignored).
TEST(EffectiveMethod, FollowsTheOverrideHeaderIfItNamesAKnownMethod) {
  http::Request request;
  request.method = http::Method::post;
  EXPECT_EQ(effective_method(request), http::Method::post);
  request.headers.add("x-http-method-override", "patch");
  EXPECT_EQ(effective_method(request), http::Method::patch);
  request.method = http::Method::other;
  EXPECT_EQ(effective_method(request), http::Method::patch);
  http::Request nonsense;
  nonsense.headers.add("X-HTTP-Method-Override", "NONSENSE");
  EXPECT_EQ(effective_method(nonsense), http::Method::get);
  nonsense.method = http::Method::other;
  EXPECT_EQ(effective_method(nonsense), http::Method::other);
}

}  // namespace
}  // namespace latchkey::api
