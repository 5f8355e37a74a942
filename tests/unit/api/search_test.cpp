#include "api/search.h"

#include <gtest/gtest.h>

namespace latchkey::api {
namespace {

std::int64_t score(std::string text, SearchTexts const& texts, std::string const& options = "{}") {
  return Search({std::move(text), json::parse(options)->as_object()}).score(texts);
}

// Oracle: spec/content-api 8, "Search": 16w, 8w or 2w for the phrase, plus w an occurrence of any
// word.
TEST(Search, ScoresAsTheSpecSays) {
  EXPECT_EQ(score("rose", {{"title", "Rose", 64}}), 64 * 17);
  EXPECT_EQ(score("rose", {{"title", "Roses", 64}}), 64 * 9);
  EXPECT_EQ(score("rose", {{"text", "A rose is a rose"}}), 2 + 2);
  EXPECT_EQ(score("red rose", {{"text", "a rose, red"}}), 2);
  EXPECT_EQ(score("red rose", {{"text", "the red rose"}}), 2 + 2);
  EXPECT_EQ(score("rose", {{"text", "tulip"}}), 0);
  EXPECT_EQ(score("\xC3\x84RGER", {{"text", "\xC3\xA4rger"}}), 17);
}

TEST(Search, IsSilentForShortQuestions) {
  EXPECT_EQ(score(" r ", {{"text", "r"}}), 0);
  EXPECT_EQ(score("", {{"text", ""}}), 0);
  EXPECT_EQ(score("ros", {{"text", "rose"}}, R"({"minlength": 4})"), 0);
}

TEST(Search, FollowsItsOptions) {
  EXPECT_EQ(score("rose", {{"text", "rose"}, {"latin", "rosa rose"}}, R"({"fields": ["latin"]})"),
            3);
  EXPECT_EQ(score("rose", {{"text", "roses"}}, R"({"words": true})"), 0);
  EXPECT_EQ(score("rose", {{"text", "a rose."}}, R"({"words": true})"), 3);
  EXPECT_EQ(score("the rose", {{"text", "the tulip"}}, R"({"stopwords": ["the"]})"), 0);
  EXPECT_EQ(score("rose", {{"text", "a rose"}}, R"({"score": {"text": 10}})"), 30);
}

TEST(ReadSearch, TakesTextOrMap) {
  EXPECT_EQ(read_search("abc")->text, "abc");
  EXPECT_EQ(
      read_search(json::parse(R"({"query": "abc", "options": {"words": true}})").value())->text,
      "abc");
  EXPECT_EQ(read_search(nullptr)->text, "");
  EXPECT_FALSE(read_search(json::array{1}));
  EXPECT_FALSE(read_search(json::parse(R"({"query": ["a"]})").value()));
}

}  // namespace
}  // namespace latchkey::api
