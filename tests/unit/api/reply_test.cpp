#include "api/reply.h"

#include <gtest/gtest.h>

#include "api/api.h"
#include "api/page_cache.h"

namespace latchkey::api {
namespace {

// Oracle: spec/auth 4 (the envelope and its example), spec/content-api 8.
TEST(ReplyTo, WritesTheErrorEnvelope) {
  auto const error = fail(Kind::unauthenticated, "error.auth", "Unauthenticated");
  auto const reply = reply_to(error.value(), Style{});
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(
      reply.body_text(),
      R"({"status":"error","message":"Unauthenticated","code":401,"key":"error.auth","details":[]})");
}

TEST(ReplyTo, AddsFourKeysInDebugMode) {
  auto const error = fail(Kind::not_found, "", "No such route or method");
  auto const body =
      json::parse(reply_to(error.value(), Style{.debug = true}).body_text()).value().as_object();
  EXPECT_EQ(body.at("key"), nullptr);
  EXPECT_EQ(body.at("route"), nullptr);
  EXPECT_EQ(body.at("file"), "tests/unit/api/reply_test.cpp");
  EXPECT_GT(body.at("line").as_int64(), 0);
  EXPECT_TRUE(body.at("exception").is_string());
}

TEST(ReplyTo, SendsDetailsAsAnObjectOrAnEmptyList) {
  Error const error{Kind::forbidden, "error.access.code", "", R"({"challengeDestroyed":false})",
                    ""};
  auto const body = json::parse(reply_to(error, Style{}).body_text()).value();
  EXPECT_EQ(body.at("details"), (json::value{{"challengeDestroyed", false}}));
}

// Oracle: spec/content-api 8: empty maps are sent as lists, so that a model nobody selected from
// is.
TEST(ReplyTo, SendsModelsWithoutMembersAsLists) {
  EXPECT_EQ(reply_to(Answer(Model{}), Style{}).body_text(),
            R"({"code":200,"data":[],"status":"ok","type":"model"})");
  Collection list;
  list.data = {json::object(), json::object{{"id", "a"}}};
  auto const body = json::parse(reply_to(Answer(list), Style{}).body_text()).value();
  EXPECT_EQ(body.at("data"), (json::array{json::array(), json::object{{"id", "a"}}}));
}

TEST(ReplyTo, IndentsByFourSpacesIfAsked) {
  auto const reply = reply_to(Answer(Done{}), Style{.pretty = true});
  EXPECT_EQ(reply.body_text(),
            "{\n    \"status\": \"ok\",\n    \"message\": \"ok\",\n    \"code\": 200\n}");
}

// Oracle: values are 64 levels deep, and an answer shows them some levels further down.
TEST(ReplyTo, IndentsAFinishedTextThatIsDeep) {
  auto const text = R"({"data":)" + std::string(70, '[') + std::string(70, ']') + "}";
  auto const page = std::make_shared<RenderedPage const>(Rendered(text));
  auto const reply = reply_to(Answer(Cached{page}), Style{.pretty = true});
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.body_text().starts_with("{\n    \"data\": [\n        [\n"));
}

// Oracle: spec/auth 1 (base), spec/content-api 21.9 (slashes).
TEST(PathBelowSlug, IsNoneForTheRootAndForOtherPaths) {
  config::ApiOptions const api;
  EXPECT_EQ(path_below_slug("/api/auth", api), "auth");
  EXPECT_EQ(path_below_slug("//api///auth//", api), "auth");
  for (auto const* other : {"/api", "/api/", "/apix/auth", "/", "/xapi/auth"})
    EXPECT_FALSE(path_below_slug(other, api)) << other;
  config::ApiOptions off, longer;
  off.enabled = false;
  longer.slug = "rest/v1";
  EXPECT_FALSE(path_below_slug("/api/auth", off));
  EXPECT_EQ(path_below_slug("/rest/v1/auth", longer), "auth");
}

}  // namespace
}  // namespace latchkey::api
