#include <gtest/gtest.h>

#include "formats/yaml.h"

namespace latchkey::yaml {
namespace {

json::value read(std::string_view text) {
  auto const value = parse_standard(text);
  EXPECT_TRUE(value) << text << ": " << (value ? "" : value.error().message);
  return value ? *value : json::value("<error>");
}

std::string error_of(std::string_view text) {
  auto const value = parse_standard(text);
  return value ? "<no error>" : value.error().message;
}

// Oracle: YAML 1.2.2, 10.3.2 (core schema).
TEST(ParseStandard, KnowsTheScalarsOfTheCoreSchema) {
  auto const value = read(
      "[~, null, true, FALSE, yes, 'true', 7, -7, +7, 0x1F, 0o17, 007, 1.5, .5, 1., 1e3, 1_000, "
      "12:30, 2024-01-02, .inf]");
  EXPECT_EQ(value,
            boost::json::parse(
                R"([null, null, true, false, "yes", "true", 7, -7, 7, 31, 15, 7, 1.5, 0.5, 1.0,
                                          1000.0, "1_000", "12:30", "2024-01-02", ".inf"])"));
}

TEST(ParseStandard, ReadsTagsThatSayString) {
  EXPECT_EQ(read("a: !!str 7").at("a"), json::value("7"));
}

TEST(ParseStandard, ReadsEmptyTextAsNull) {
  EXPECT_EQ(read(""), json::value(nullptr));
  EXPECT_EQ(read("# only a comment\n"), json::value(nullptr));
}

TEST(ParseStandard, ReadsMapsInOrderAndAliases) {
  auto const value = read("b: &x {k: 1}\na: *x\nc:\n- d: |\n    text\n");
  EXPECT_EQ(json::print(value), R"({"b":{"k":1},"a":{"k":1},"c":[{"d":"text\n"}]})");
}

// Oracle: YAML 1.2.2, 3.2.1.1: keys of a map are unique.
TEST(ParseStandard, NamesLineAndColumnOfErrors) {
  EXPECT_TRUE(error_of("a: 1\nb: [1\n").starts_with("line ")) << error_of("a: 1\nb: [1\n");
  EXPECT_EQ(error_of("a: 1\nb: 2\n  a: 3").substr(0, 17), "line 3, column 4:");
  EXPECT_EQ(error_of("a: 1\na: 2"), "line 2, column 1: the key \"a\" stands here twice");
  EXPECT_NE(error_of("a: 1\n---\nb: 2"), "<no error>");
  EXPECT_NE(error_of("? [a]\n: 1"), "<no error>");
  EXPECT_NE(error_of("a: !custom x"), "<no error>");
}

TEST(ParseStandard, RefusesToGrowBeyondItsLimits) {
  std::string laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c <= 'j'; ++c) {
    std::string const before(1, static_cast<char>(c - 1));
    laughs += std::string(1, c) + ": &" + std::string(1, c) + " [";
    for (int i = 0; i < 10; ++i) laughs += "*" + before + (i < 9 ? ", " : "]\n");
  }
  EXPECT_NE(error_of(laughs).find("too many values"), std::string::npos);
  EXPECT_NE(error_of(std::string(500, '[')), "<no error>");
  std::string const deep = std::string(70, '[') + std::string(70, ']');
  EXPECT_NE(error_of(deep).find("too deeply"), std::string::npos);
}

}  // namespace
}  // namespace latchkey::yaml
