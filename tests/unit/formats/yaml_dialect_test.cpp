#include <gtest/gtest.h>

#include "formats/yaml.h"
#include "support/cases.h"

namespace latchkey::yaml {
namespace {

// Oracle: recorded cases, `decode`.
TEST(ParseDialect, ReadsWhatTheOriginalReads) {
  for (auto const& row : test::recorded_rows("yaml-cases.json", "decode")) {
    auto const text = std::string(row.at("yaml").as_string());
    auto const& expected = row.at("spyc").as_object();
    auto const value = parse_dialect(text);
    if (expected.contains("error")) {
      EXPECT_FALSE(value) << text;
    } else {
      ASSERT_TRUE(value) << text << "\n" << value.error().message;
      EXPECT_EQ(json::print(*value), json::print(expected.at("value"))) << text;
    }
  }
}

std::string read(std::string_view text) {
  auto const value = parse_dialect(text);
  return value ? json::print(*value) : value.error().message;
}

// Oracle: spec/yaml.md, and the mechanics the recorded cases show.
TEST(ParseDialect, NestsByIndentAlone) {
  EXPECT_EQ(read("a:\n      b: 1\n   c: 2\n d: 3"), R"({"a":{"b":1,"c":2,"d":3}})");
  EXPECT_EQ(read("- a:\n    - x\n    - z\n  b: 1"), R"([{"a":["x","z"],"b":1}])");
  EXPECT_EQ(read("- a:\n- b"), R"([{"a":[]},"b"])");
  EXPECT_EQ(read("5: x\n- z"), R"({"5":"x","6":"z"})");
  EXPECT_EQ(read("a:\n- x"), R"({"a":"","0":"x"})");
}

TEST(ParseDialect, SplitsListsAtCommasOutsideQuotesAndClosedBrackets) {
  EXPECT_EQ(read("a: ['x, y', \"z, [\", {k: [1, 2]}, [b, c]]"),
            R"({"a":["x, y","z, [",{"k":[1,2]},["b","c"]]})");
  EXPECT_EQ(read("a: [it's, that's]"), R"({"a":["it's, that's"]})");
  EXPECT_EQ(read("a: [, x]"), R"({"a":["","x"]})");
  EXPECT_EQ(read("a: {{ page.title }}"), R"({"a":["page.title"]})");
}

TEST(ParseDialect, StripsCommentsUnlessAQuoteFollows) {
  EXPECT_EQ(read("a: 'x # y' # z"), R"({"a":"x # y"})");
  EXPECT_EQ(read("a: x # \"y\""), R"({"a":"x"})");
  EXPECT_EQ(read("a: x#\"y\""), R"({"a":"x#\"y\""})");
}

TEST(ParseDialect, ReadsNumbersOnlyIfTheyPrintBackTheSame) {
  EXPECT_EQ(read("- 9223372036854775807\n- 1e10\n- 100\n- -5\n- .5\n- 1e400\n- inf\n- nan\n- 0xFF"),
            R"(["9223372036854775807","1e10",100,-5,0.5,"1e400","inf","nan",255])");
}

TEST(ParseDialect, ReadsBlocksByTheIndentOfTheirFirstLine) {
  EXPECT_EQ(read("a: |\n    one\n      two\n\n    three\n\nb: 1"),
            R"({"a":"one\n  two\n\nthree","b":1})");
  EXPECT_EQ(read("- >\n  one\n  two\n\n  three"), R"(["one two\nthree"])");
}

TEST(ParseDialect, NestsListsInOneLineUnlessQuoted) {
  EXPECT_EQ(read("- - a\n- - - b\n- '- c'"), R"([["a"],[["b"]],"- c"])");
}

TEST(ParseDialect, CopiesAnchorsWithAllTheirChildren) {
  EXPECT_EQ(read("a: &x\n  b: [1]\nc:\n  - *x"), R"({"a":{"b":[1]},"c":[{"b":[1]}]})");
}

TEST(ParseDialect, NamesThePlaceOfErrors) {
  EXPECT_EQ(read("a: 1\nb:\n  c: d: e").substr(0, 17), "line 3, column 3:");
  EXPECT_EQ(read("a: 1\nb: *x").substr(0, 17), "line 2, column 1:");
}

TEST(ParseDialect, RefusesToGrowBeyondItsLimits) {
  std::string laughs = "a0: &x0\n  k: v\n";
  for (int i = 1; i < 40; ++i) {
    auto const n = std::to_string(i), before = std::to_string(i - 1);
    laughs += "a" + n + ": &x" + n + "\n  p: *x" + before + "\n  q: *x" + before + "\n";
  }
  EXPECT_NE(read(laughs).find("too many values"), std::string::npos);
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  EXPECT_NE(read(deep).find("too deeply"), std::string::npos);
  EXPECT_NE(read("a: " + std::string(300, '[') + std::string(300, ']')).find("too deeply"),
            std::string::npos);
  std::string items;
  for (int i = 0; i < 300; ++i) items += "- ";
  EXPECT_NE(read(items + "x").find("too deeply"), std::string::npos);
}

}  // namespace
}  // namespace latchkey::yaml
