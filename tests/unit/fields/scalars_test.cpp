#include "fields/scalars.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/text.h"
#include "fields/rich_text.h"

namespace latchkey::fields {
namespace {

blueprint::Field field(std::string type, json::object props = {}) {
  return {"x", std::move(type), std::move(props), {}, {}, {}};
}

TEST(NumberValue, ReadsNumbersAndNothing) {  // spec/content-api 11, page-yaml-values
  EXPECT_EQ(number_value("12.50"), 12.5);
  EXPECT_EQ(number_value("1e3"), 1000);
  EXPECT_EQ(number_value("3,5"), 3.5);
  EXPECT_EQ(number_value("nonsense"), 0);
  EXPECT_EQ(number_value(""), "");
  EXPECT_EQ(number_value(nullptr), "");
  EXPECT_EQ(number_value(7), 7);
}

TEST(ToggleValue, ReadsWhatIsOn) {  // spec/content-api 11
  for (json::value const& on : {json::value(true), json::value("true"), json::value(1),
                                json::value("1"), json::value("on")})
    EXPECT_EQ(toggle_value(field("toggle"), on), true);
  for (json::value const& off : {json::value(false), json::value("false"), json::value(0),
                                 json::value(""), json::value("yes")})
    EXPECT_EQ(toggle_value(field("toggle"), off), false);
  EXPECT_EQ(toggle_value(field("toggle", {{"default", true}}), nullptr), true);
  EXPECT_EQ(toggle_value(field("toggle"), nullptr), false);
}

TEST(DateValue, RoundsToTheNearestStep) {  // spec/content-api 11, 19.11; recorded page-all-fields
  EXPECT_EQ(date_value(field("date"), "30 June 2024 5pm", 0), "2024-07-01 00:00:00");
  EXPECT_EQ(date_value(field("date"), "2024-06-30", 0), "2024-06-30 00:00:00");
  EXPECT_EQ(date_value(field("date", {{"time", true}}), "2024-06-30 14:37", 0),
            "2024-06-30 14:35:00");
  EXPECT_EQ(date_value(field("date", {{"step", "month"}}), "2024-06-20", 0), "2024-07-01 00:00:00");
  EXPECT_EQ(date_value(field("date"), "never", 0), "");
  EXPECT_EQ(time_value(field("time"), "09:41:00", 0), "09:40:00");
  EXPECT_EQ(time_value(field("time"), "9:02", 0), "09:00:00");
  EXPECT_EQ(time_value(field("time"), "23:59", 0), "00:00:00");
}

TEST(TextValue, ConvertsAndTrims) {  // recorded page-all-fields
  EXPECT_EQ(text_value(field("text", {{"converter", "upper"}}), "shout"), "SHOUT");
  EXPECT_EQ(text_value(field("textarea"), " a\nb \n"), "a\nb");
  EXPECT_EQ(text_value(field("url"), nullptr), "");
}

// Oracle: the Unicode character database (UnicodeData, SpecialCasing for ß).
TEST(TextValue, ConvertsLettersOutsideAsciiToo) {
  struct Row {
    char const *converter, *in, *out;
  };
  for (auto const& [converter, in, out] : {Row{"upper", "äß é", "ÄSS É"},
                                           {"lower", "ÀÉ Ab", "àé ab"},
                                           {"ucfirst", "öl und so", "Öl und so"},
                                           {"ucfirst", "", ""},
                                           {"upper", "a\xff", "A\xEF\xBF\xBD"},
                                           {"slug", "Grün & gut", "grun-gut"}})
    EXPECT_EQ(text_value(field("text", {{"converter", converter}}), in), out) << converter;
}

TEST(ListItems, SplitTrimAndDropEmptyOnes) {  // recorded page-all-fields: "red, green , blue"
  EXPECT_EQ(list_items(field("tags"), "red, green , ,blue"),
            (std::vector<std::string>{"red", "green", "blue"}));
  EXPECT_EQ(list_items(field("tags", {{"separator", ";"}}), "a,b;c"),
            (std::vector<std::string>{"a,b", "c"}));
}

TEST(RichText, KeepsWhatEditorsWriteAndNothingThatRuns) {  // spec/content-api 22: allow-list
  EXPECT_EQ(clean_rich_text("<p>Rich <strong>text</strong></p>"),
            "<p>Rich <strong>text</strong></p>");
  EXPECT_EQ(clean_rich_text("<a href=\"javascript:x\" onclick=\"y\">l</a>"), "<a>l</a>");
  EXPECT_EQ(clean_rich_text("<a href=\"page://x\">l</a>"), "<a href=\"page://x\">l</a>");
  EXPECT_EQ(clean_rich_text("a<script>alert(1)</script>b"), "ab");
  EXPECT_EQ(clean_rich_text("<div>x</div>"), "x");
  EXPECT_EQ(clean_rich_text("a\u00a0b"), "a&nbsp;b");
}

TEST(RichText, IsTheSameWhenCleanedTwice) {  // law: idempotent
  EXPECT_TRUE(rc::check([] {
    static std::vector<std::string> const parts{
        "<", ">", "</", "p", "a", " href=\"", "\"", "'",   "script", "!--", "--",
        "&", ";", "x",  " ", "=", "on",       "/",  "svg", "\u00a0", "java"};
    std::string text;
    for (auto const& part :
         *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(parts)))
      text += part;
    auto const clean = clean_rich_text(text);
    RC_ASSERT(clean_rich_text(clean) == clean);
    RC_ASSERT(lower(clean).find("<script") == std::string::npos);
  }));
}

}  // namespace
}  // namespace latchkey::fields
