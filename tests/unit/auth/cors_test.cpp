#include "auth/cors.h"

#include <gtest/gtest.h>

namespace latchkey::auth {
namespace {

std::string header(http::Reply const& reply, std::string_view name) {
  for (auto const& h : reply.headers)
    if (h.name == name) return h.value;
  return "-";
}

http::Request request(std::string const& origin, http::Method method = http::Method::get) {
  http::Request out;
  out.method = method;
  if (!origin.empty()) out.headers.add("Origin", origin);
  return out;
}

http::Request preflight(std::string const& origin) {
  auto out = request(origin, http::Method::options);
  out.headers.add("Access-Control-Request-Method", "PATCH");
  out.headers.add("Access-Control-Request-Headers", "X-CSRF, Content-Type");
  return out;
}

config::CorsOptions listed() {
  config::CorsOptions cors;
  cors.enabled = true;
  cors.any_origin = false;
  cors.origins = {"https://app.example", "https://two.example"};
  cors.credentials = true;
  cors.echo_headers = true;
  cors.expose_headers = {"X-One", "X-Two"};
  cors.max_age = 600;
  cors.allow_methods = {"GET", "PATCH"};
  return cors;
}

// Oracle of all: recorded cases cors-list, cors-true and cors-basic.
TEST(Cors, NamesAListedOriginWithItsOptions) {
  http::Reply reply;
  std::vector<std::string> vary;
  add_cors_headers(request("https://App.example"), listed(), reply, vary);
  EXPECT_EQ(header(reply, "Access-Control-Allow-Origin"), "https://App.example");
  EXPECT_EQ(header(reply, "Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(header(reply, "Access-Control-Expose-Headers"), "X-One, X-Two");
  EXPECT_EQ(vary, std::vector<std::string>{"Origin"});
}

TEST(Cors, SaysNothingToForeignOrigins) {
  for (auto const* origin : {"https://evil.example", ""}) {
    http::Reply reply;
    std::vector<std::string> vary;
    add_cors_headers(request(origin), listed(), reply, vary);
    EXPECT_TRUE(reply.headers.empty());
    EXPECT_TRUE(vary.empty());
  }
}

TEST(Cors, AllowsEverybodyWithAStar) {
  config::CorsOptions cors;
  cors.enabled = true;
  for (auto const* origin : {"https://app.example", ""}) {
    http::Reply reply;
    std::vector<std::string> vary;
    add_cors_headers(request(origin), cors, reply, vary);
    EXPECT_EQ(header(reply, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(reply.headers.size(), 1U);
    EXPECT_TRUE(vary.empty());
  }
}

TEST(Cors, IsSilentWhenOff) {
  http::Reply reply;
  std::vector<std::string> vary;
  add_cors_headers(request("https://app.example"), {}, reply, vary);
  EXPECT_TRUE(reply.headers.empty());
  EXPECT_EQ(answer_preflight(preflight("https://app.example"), {}, reply), Preflight::none);
}

TEST(Cors, AnswersAPreflight) {
  http::Reply reply;
  ASSERT_EQ(answer_preflight(preflight("https://app.example"), listed(), reply),
            Preflight::allowed);
  EXPECT_EQ(reply.status, 204);
  EXPECT_EQ(header(reply, "Access-Control-Allow-Methods"), "GET, PATCH");
  EXPECT_EQ(header(reply, "Access-Control-Allow-Headers"), "X-CSRF, Content-Type");
  EXPECT_EQ(header(reply, "Access-Control-Max-Age"), "600");
  EXPECT_EQ(header(reply, "Vary"), "Origin, Access-Control-Request-Headers");
}

TEST(Cors, RefusesAForeignPreflight) {
  http::Reply reply;
  EXPECT_EQ(answer_preflight(preflight("https://evil.example"), listed(), reply),
            Preflight::refused);
  EXPECT_TRUE(reply.headers.empty());
}

TEST(Cors, TreatsOptionsWithoutARequestedMethodAsOrdinary) {
  http::Reply reply;
  EXPECT_EQ(
      answer_preflight(request("https://app.example", http::Method::options), listed(), reply),
      Preflight::none);
}

}  // namespace
}  // namespace latchkey::auth
