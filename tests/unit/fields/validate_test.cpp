#include "fields/validate.h"

#include <gtest/gtest.h>

#include "fields/addresses.h"
#include "fields/own_rules.h"
#include "support/form_world.h"

namespace latchkey::fields {
namespace {

class ValidateTest : public testing::Test, public test::FormWorld {
 protected:
  /// "field: rule rule; field: rule" of what fails.
  std::string failures(std::string const& form, json::object const& values) {
    std::string out;
    for (auto const& [name, failure] : validate(world(), fields_of(form), values)) {
      out += (out.empty() ? "" : "; ") + std::string(name) + ":";
      for (auto const& [rule, text] : failure.at("message").as_object()) {
        EXPECT_TRUE(text.is_string());
        out += " " + std::string(rule);
      }
    }
    return out;
  }
};

// Oracle: recorded case update-invalid: all failing fields at once, with labels.
TEST_F(ValidateTest, NamesEveryFieldThatFails) {
  auto const form = fields_of(
      "level:\n  type: range\n  max: 10\nweb:\n  type: url\nmail:\n  type: email\n  label:\n    "
      "en: Post\n    de: Brief\n");
  auto const found = validate(world(), form, {{"level", 99}, {"web", "nope"}, {"mail", "nope"}});
  EXPECT_EQ(found.size(), 3U);
  EXPECT_EQ(found.at("level").at("label"), "Level");
  EXPECT_EQ(found.at("mail").at("label"), "Post");
  EXPECT_TRUE(found.at("level").at("message").as_object().contains("max"));
  EXPECT_TRUE(found.at("web").at("message").as_object().contains("url"));
  EXPECT_TRUE(found.at("mail").at("message").as_object().contains("email"));
}

// Oracle: recorded case field-limits, row by row.
TEST_F(ValidateTest, KnowsTheLimitsOfLists) {
  std::string const names =
      "names:\n  type: entries\n  min: 1\n  max: 2\n  field:\n    type: email\n";
  EXPECT_EQ(failures(names, {{"names", json::array()}}), "names: required entries");
  EXPECT_EQ(failures(names, {{"names", {"a@example.com", "nope"}}}), "names: entries");
  EXPECT_EQ(failures(names, {{"names", {"a@a.com", "b@a.com", "c@a.com"}}}), "names: entries");
  EXPECT_EQ(failures(names, {{"names", {"a@a.com", "b@a.com"}}}), "");
  std::string const picks = "picks:\n  type: pages\n  min: 1\n  max: 2\n";
  EXPECT_EQ(failures(picks, {{"picks", json::array()}}), "picks: required");
  EXPECT_EQ(failures(picks, {{"picks", {"a", "b", "c"}}}), "picks: max");
  std::string const rows =
      "rows:\n  type: structure\n  max: 1\n  fields:\n    qty:\n      type: "
      "number\n      required: true\n";
  EXPECT_EQ(failures(rows, {{"rows", {{{"qty", 1}}, {{"qty", 2}}}}}), "rows: max");
  EXPECT_EQ(failures(rows, {{"rows", json::array{json::object{{"qty", ""}}}}}), "rows: structure");
  std::string const body =
      "body:\n  type: blocks\n  fieldsets:\n    note:\n      fields:\n        "
      "txt:\n          type: text\n          required: true\n";
  auto const note = [](std::string const& text) {
    return json::array{json::object{{"type", "note"}, {"content", json::object{{"txt", text}}}}};
  };
  EXPECT_EQ(failures(body, {{"body", note("")}}), "body: blocks");
  EXPECT_EQ(failures(body, {{"body", note("x")}}), "");
}

// Oracle: recorded case field-conditions; spec/content-api 11, "when".
TEST_F(ValidateTest, RequiresOnlyWhatItsConditionsShow) {
  std::string const form =
      "mode:\n  type: text\ndetail:\n  type: text\n  required: true\n  when:\n"
      "    mode: long\n";
  EXPECT_EQ(failures(form, {{"mode", "short"}, {"detail", ""}}), "");
  EXPECT_EQ(failures(form, {{"mode", "long"}, {"detail", ""}}), "detail: required");
  EXPECT_EQ(failures(form, {{"mode", "long"}, {"detail", "d"}}), "");
  EXPECT_EQ(
      failures("a:\n  type: toggle\nb:\n  required: true\n  type: text\n  when:\n    a: true\n",
               {{"a", false}, {"b", ""}}),
      "");
}

// Oracle: recorded cases update-invalid-more, field-limits; spec/content-api 11 for the rest.
TEST_F(ValidateTest, KnowsTheRulesOfEachType) {
  EXPECT_EQ(failures("h:\n  type: number\n  min: 1\n  max: 120\n", {{"h", 500}}), "h: max");
  EXPECT_EQ(failures("h:\n  type: number\n  min: 1\n", {{"h", 0}}), "h: min");
  EXPECT_EQ(failures("h:\n  type: number\n  min: 1\n", {{"h", ""}}), "");
  EXPECT_EQ(failures("l:\n  type: text\n  pattern: \"[A-Z].*\"\n", {{"l", "9 lives"}}),
            "l: pattern");
  EXPECT_EQ(failures("l:\n  type: text\n  pattern: \"[A-Z]+\"\n", {{"l", "rosa"}}), "");
  EXPECT_EQ(failures("l:\n  type: text\n  minlength: 3\n  maxlength: 4\n", {{"l", "äö"}}),
            "l: minlength");
  EXPECT_EQ(failures("l:\n  type: text\n  minlength: 3\n  maxlength: 4\n", {{"l", "äöüß"}}), "");
  EXPECT_EQ(failures("l:\n  type: textarea\n  maxlength: 4\n", {{"l", "abcde"}}), "l: maxlength");
  EXPECT_EQ(failures("t:\n  type: link\n", {{"t", "ftp://x"}}), "t: value");
  EXPECT_EQ(failures("c:\n  type: color\n", {{"c", "red"}}), "c: color");
  std::string const day = "d:\n  type: date\n  min: 2024-01-01\n  max: 2024-12-31\n";
  EXPECT_EQ(failures(day, {{"d", "2025-01-01 00:00:00"}}), "d: minMax");
  EXPECT_EQ(failures(day, {{"d", "2023-12-31 00:00:00"}}), "d: minMax");
  EXPECT_EQ(failures(day, {{"d", "2024-12-31 00:00:00"}}), "");
  EXPECT_EQ(failures("o:\n  type: object\n  fields:\n    a:\n      type: email\n",
                     {{"o", json::object{{"a", "nope"}}}}),
            "o: object");
  EXPECT_EQ(failures("a:\n  type: tel\n  pattern: x\nb:\n  type: slug\n  maxlength: 1\n",
                     {{"a", "nope"}, {"b", "long"}}),
            "");
  EXPECT_EQ(failures("c:\n  type: text\n  validate: alphanum\n", {{"c", "no!"}}), "c: alphanum");
  EXPECT_EQ(
      failures("c:\n  type: text\n  validate:\n    minLength: 2\n    nosuch: 1\n", {{"c", "x"}}),
      "c: minLength");
  EXPECT_EQ(failures("i:\n  type: info\n  required: true\n", {}), "");
}

// Oracle: spec/content-api 11: "needs scheme, no private IPv4".
TEST(IsUrl, NeedsASchemeAndAPublicHost) {
  for (auto const* const good : {"https://a.example", "http://example.com:8080/x?y#z",
                                 "https://münchen.example/", "http://93.184.216.34/", "ftp://a.bc"})
    EXPECT_TRUE(is_url(good)) << good;
  for (auto const* const bad :
       {"example.com", "https://", "javascript:alert(1)", "http://10.0.0.1/", "http://192.168.1.1",
        "http://172.16.0.9", "http://127.0.0.1", "http://a b.com", "http://nodot", "http://-a.com"})
    EXPECT_FALSE(is_url(bad)) << bad;
}

// Oracle: spec/content-api 11, the kinds of links.
TEST(IsLink, IsJudgedByItsKind) {
  blueprint::Field field{"x", "link", {}, {}, {}, {}};
  for (auto const* const good :
       {"page://a", "file://b", "mailto:a@example.com", "tel:+47 12", "#top", "https://a.example"})
    EXPECT_TRUE(is_link(field, good)) << good;
  for (auto const* const bad : {"page://", "mailto:nobody", "tel:x", "#", "https://", "anything"})
    EXPECT_FALSE(is_link(field, bad)) << bad;
  field.props["options"] = json::array{"page"};
  EXPECT_FALSE(is_link(field, "https://a.example"));
}

// Oracle: spec/content-api 11, "color by format".
TEST(IsColor, FollowsTheFormat) {
  blueprint::Field field{"x", "color", {}, {}, {}, {}};
  EXPECT_TRUE(is_color(field, "#FFF"));
  EXPECT_TRUE(is_color(field, "#ff880080"));
  EXPECT_FALSE(is_color(field, "#ff"));
  EXPECT_FALSE(is_color(field, "rgb(1, 2, 3)"));
  field.props["format"] = "rgb";
  EXPECT_TRUE(is_color(field, "rgb(1, 2, 3)"));
  EXPECT_FALSE(is_color(field, "#fff"));
}

// Oracle: the names of the rules, each with a value that fits and one that does not.
TEST(FitsRule, KnowsEachRule) {
  struct Row {
    std::string name;
    json::value arguments, good, bad;
  };
  for (auto const& [name, arguments, good, bad] :
       std::vector<Row>{{"alpha", true, "Äbc", "a1"},
                        {"alphanum", true, "a1", "a-"},
                        {"between", {2, 4}, "abc", "a"},
                        {"contains", "b", "abc", "ac"},
                        {"date", true, "2024-01-02", "never"},
                        {"email", true, "a@example.com", "a"},
                        {"endsWith", "c", "abc", "ab"},
                        {"in", json::array{"a", "b"}, "b", "c"},
                        {"integer", true, "-12", "1.5"},
                        {"ip", true, "10.0.0.1", "10.0.0.256"},
                        {"less", 5, 4, 5},
                        {"match", "/^[a-c]+$/i", "ABC", "abd"},
                        {"max", 3, 3, 4},
                        {"maxWords", 2, "a b", "a b c"},
                        {"more", 5, 6, 5},
                        {"notIn", json::array{"a"}, "b", "a"},
                        {"num", true, "1.5", "x"},
                        {"same", "x", "x", "y"},
                        {"size", 2, "ab", "abc"},
                        {"startsWith", "a", "abc", "bc"},
                        {"url", true, "https://a.example", "a"}}) {
    EXPECT_TRUE(fits_rule(name, good, arguments, 0)) << name;
    EXPECT_FALSE(fits_rule(name, bad, arguments, 0)) << name;
  }
}

}  // namespace
}  // namespace latchkey::fields
