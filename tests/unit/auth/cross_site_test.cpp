#include "auth/cross_site.h"

#include <gtest/gtest.h>

namespace latchkey::auth {
namespace {

using http::Method;

constexpr char const* own = "https://example.com";

SiteAddress our_site() {
  SiteAddress site;
  site.https = true;
  site.host = "example.com";
  site.port = 443;
  site.origin = site.base = own;
  return site;
}

config::CorsOptions named(std::vector<std::string> origins, bool credentials = false) {
  config::CorsOptions cors;
  cors.enabled = true;
  cors.any_origin = false;
  cors.origins = std::move(origins);
  cors.credentials = credentials;
  return cors;
}

config::CorsOptions any_origin() {
  config::CorsOptions cors;
  cors.enabled = true;
  return cors;
}

http::Request request(Method method,
                      std::vector<std::pair<std::string, std::string>> const& headers) {
  http::Request out;
  out.method = method;
  for (auto const& [name, value] : headers)
    if (!value.empty()) out.headers.add(name, value);
  return out;
}

bool passes(http::Request const& r, Method effective, config::CorsOptions const& cors = {}) {
  return check_cross_site(r, effective, our_site(), cors).has_value();
}

TEST(CrossSite, RefusesWithPermission) {
  auto const refused = check_cross_site(request(Method::post, {{"Origin", "https://evil.example"}}),
                                        Method::post, our_site(), {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::forbidden);
  EXPECT_EQ(refused.error().key, "error.permission");
}

// Oracle: security 2, step 1: unsafe if the real or the overridden method is.
TEST(CrossSite, JudgesTheRealAndTheOverriddenMethod) {
  std::vector<std::pair<std::string, std::string>> const foreign{{"Sec-Fetch-Site", "cross-site"}};
  EXPECT_TRUE(passes(request(Method::get, foreign), Method::get));
  EXPECT_FALSE(passes(request(Method::get, foreign), Method::post));
  EXPECT_FALSE(passes(request(Method::post, foreign), Method::get));
  EXPECT_FALSE(passes(request(Method::other, foreign), Method::other));
}

// Oracle: security 2, step 3: scheme, host and port.
TEST(CrossSite, ComparesTheWholeOrigin) {
  for (auto const* origin :
       {"http://example.com", "https://example.com:444", "https://www.example.com", "null",
        "https://example.com.evil.example", "https://example.com/", ""})
    EXPECT_EQ(passes(request(Method::post, {{"Origin", origin}}), Method::post),
              std::string_view(origin).empty())
        << origin;
  EXPECT_TRUE(passes(request(Method::post, {{"Origin", own}}), Method::post));
}

// Oracle: RFC 6454, 4 and 5 (the port of a scheme, hosts in lower case).
TEST(CrossSite, TakesADefaultPortForNone) {
  auto const from = [](char const* origin) {
    return passes(request(Method::post, {{"Origin", origin}}), Method::post);
  };
  for (auto const* origin :
       {"https://example.com:443", "https://EXAMPLE.com", "HTTPS://Example.com:443"})
    EXPECT_TRUE(from(origin)) << origin;
  for (auto const* origin :
       {"https://example.com:80", "http://example.com:443", "http://example.com:80",
        "https://example.com:0443x", "https://user@example.com", "https://example.com:443/",
        "https://example.com:443/x", "example.com:443", "https://", "https:///example.com"})
    EXPECT_FALSE(from(origin)) << origin;
}

TEST(CrossSite, AllowsNamedOriginsAndNeverNull) {
  auto const cors = named({"https://app.example", "null"});
  EXPECT_TRUE(
      passes(request(Method::post, {{"Origin", "https://APP.example"}}), Method::post, cors));
  EXPECT_FALSE(passes(request(Method::post, {{"Origin", "null"}}), Method::post, cors));
  EXPECT_TRUE(passes(
      request(Method::post, {{"Origin", "https://app.example"}, {"Sec-Fetch-Site", "cross-site"}}),
      Method::post, cors));
  EXPECT_FALSE(
      passes(request(Method::post, {{"Sec-Fetch-Site", "cross-site"}}), Method::post, cors));
}

TEST(CrossSite, WithAStarNeedsAMarkThatForcesAPreflight) {
  auto const post = [](std::string name, std::string value) {
    return request(Method::post,
                   {{"Origin", "https://evil.example"}, {std::move(name), std::move(value)}});
  };
  EXPECT_FALSE(passes(post("Content-Type", "text/plain"), Method::post, any_origin()));
  EXPECT_FALSE(
      passes(post("Content-Type", "text/plain; application/json"), Method::post, any_origin()));
  EXPECT_TRUE(
      passes(post("Content-Type", "Application/JSON; charset=utf-8"), Method::post, any_origin()));
  EXPECT_TRUE(passes(post("X-CSRF", "x"), Method::post, any_origin()));
  EXPECT_TRUE(passes(post("X-Requested-With", "x"), Method::post, any_origin()));
}

/// What a browser would let a page of another site send without a preflight we answer: the slow
/// twin of the rule.
struct Forged {
  bool browser_says_foreign, origin_says_foreign, says_nothing;
};

Forged read(std::string const& fetch_site, std::string const& origin) {
  bool const foreign_site = fetch_site == "cross-site" || fetch_site == "same-site";
  return {foreign_site, fetch_site.empty() && !origin.empty() && origin != own,
          fetch_site.empty() && origin.empty()};
}

// The matrix of security 2: credential x method x content type x Sec-Fetch-Site x Origin; zero
// unsafe requests of a foreign page are accepted. Oracle: the sentence "foreign and not named is
// refused", written out.
TEST(CrossSite, AcceptsNoUnsafeForeignRequest_S25) {
  std::vector<std::pair<std::string, std::string>> const credentials{
      {"Authorization", ""},
      {"Authorization", "Basic YTpi"},
      {"Cookie", "kirby_session=s%2Babc"},
      {"Authorization", "Session abc"}};
  int seen = 0;
  for (auto const& credential : credentials)
    for (auto const method :
         {Method::post, Method::put, Method::patch, Method::del, Method::connect, Method::other})
      for (auto const real : {Method::get, method})
        for (auto const* type : {"", "text/plain", "application/x-www-form-urlencoded",
                                 "multipart/form-data", "application/json"})
          for (std::string const fetch_site :
               {"", "same-origin", "same-site", "cross-site", "none"})
            for (std::string const origin : {"", own, "https://evil.example", "null",
                                             "http://example.com", "https://app.example"}) {
              auto const r = request(real, {credential,
                                            {"Content-Type", type},
                                            {"Sec-Fetch-Site", fetch_site},
                                            {"Origin", origin}});
              auto const forged = read(fetch_site, origin);
              bool const foreign = forged.browser_says_foreign || forged.origin_says_foreign;
              EXPECT_EQ(passes(r, method), !foreign);
              EXPECT_EQ(passes(r, method, named({"https://app.example"}, true)),
                        !foreign || origin == "https://app.example");
              if (passes(r, method, any_origin()) && foreign) {
                EXPECT_STREQ(type, "application/json");
              }
              ++seen;
            }
  EXPECT_EQ(seen, 4 * 6 * 2 * 5 * 5 * 6);
}

// Oracle: security 2: a browser never sends Bearer on its own.
TEST(CrossSite, LetsBearerPass) {
  EXPECT_TRUE(passes(
      request(Method::post, {{"Authorization", "Bearer x"}, {"Origin", "https://evil.example"}}),
      Method::post));
  EXPECT_FALSE(passes(
      request(Method::post, {{"Authorization", "Bearer"}, {"Origin", "https://evil.example"}}),
      Method::post));
}

}  // namespace
}  // namespace latchkey::auth
