#include "kql/request.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace latchkey::kql {
namespace {

Result<Requests> read(std::string const& text, bool text_flags = false) {
  return read_requests(json::parse(text)->get_object(), text_flags);
}

Selection select_of(std::string const& text, bool text_flags = false) {
  auto const all = read(text, text_flags);
  return all && all->all.front().second.select ? *all->all.front().second.select : Selection{};
}

// Oracle: spec/content-api 18, "Request", "`select`".
TEST(ReadRequests, TakesEveryFormOfASelection) {
  EXPECT_FALSE(read("{}")->all.front().second.select);
  EXPECT_FALSE(read(R"({"select": ""})")->all.front().second.select);
  EXPECT_EQ(select_of(R"({"select": "a, b"})").picks.size(), 2U);
  EXPECT_EQ(select_of(R"({"select": ["a", "b"]})").picks[1].key, "b");
  EXPECT_TRUE(select_of(R"({"select": "?"})").describes);
  auto const map = select_of(
      R"({"select": {"a": true, "b": false, "c": "page.x", "d": {"select": ["e"]}, "f": "?"}})");
  ASSERT_EQ(map.picks.size(), 4U);
  EXPECT_FALSE(map.picks[0].request);
  EXPECT_TRUE(map.picks[1].request->query);
  EXPECT_FALSE(map.picks[2].request->query) << "of the value of the key itself";
  EXPECT_TRUE(map.picks[3].request->select->describes);
}

TEST(ReadRequests, TakesTextForFlagsOfAQueryStringOnly) {  // spec/content-api 18, "or GET"
  std::string const flags = R"({"select": {"a": "true", "b": "false"}})";
  EXPECT_EQ(select_of(flags, true).picks.size(), 1U);
  EXPECT_EQ(select_of(flags).picks.size(), 2U);
}

TEST(ReadRequests, ReadsPagination) {  // spec/content-api 18; 19.8: "limit: 0 is 20"
  auto const paging = [](std::string const& text) {
    return *read("{\"pagination\": " + text + "}")->all.front().second.paging;
  };
  EXPECT_EQ(paging("{}").limit, 20);
  EXPECT_EQ(paging("{\"limit\": 0}").limit, 20);
  EXPECT_EQ(paging("{\"limit\": \"3\", \"page\": \"2\"}").limit, 3);
  EXPECT_EQ(paging("{\"page\": -1}").page, 1);
}

TEST(ReadRequests, RefusesWrongTypes) {  // spec/content-api 20, "Server errors for bad input"
  for (auto const* text :
       {R"({"query": []})", R"({"query": 5})", R"({"query": {}})", R"({"select": 5})",
        R"({"select": [5]})", R"({"select": {"a": 5}})", R"({"select": {"a": null}})",
        R"({"pagination": "x"})", R"({"queries": "x"})", R"({"queries": {"a": 5}})",
        R"({"query": "page("})", R"({"select": {"a": "page("}})"}) {
    auto const all = read(text);
    ASSERT_FALSE(all) << text;
    EXPECT_EQ(all.error().key, "error.invalidArgument") << text;
  }
}

TEST(ReadRequests, IsBounded) {  // ADR 24
  json::value deep{{"query", "site"}};
  for (int i = 0; i < 25; ++i) deep = json::object{{"select", json::object{{"a", deep}}}};
  EXPECT_FALSE(read_requests(deep.get_object()));
  json::object many;
  for (int i = 0; i < 101; ++i) many["q" + std::to_string(i)] = "site";
  EXPECT_FALSE(read_requests({{"queries", many}}));
  many.erase("q0");
  EXPECT_TRUE(read_requests({{"queries", many}}));
  json::array keys(1001, json::value("a"));
  EXPECT_FALSE(read_requests({{"select", keys}}));
}

}  // namespace
}  // namespace latchkey::kql
