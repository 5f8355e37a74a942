#include "formats/markdown.h"

#include <gtest/gtest.h>

#include "core/text.h"

namespace latchkey::formats {
namespace {

TEST(RenderMarkdown, KnowsTablesAndStrikethrough) {
  EXPECT_EQ(render_markdown("One *two* ~~three~~"), "<p>One <em>two</em> <del>three</del></p>\n");
  EXPECT_NE(render_markdown("| a |\n|---|\n| b |").find("<table>"), std::string::npos);
}

// Oracle: security.md S20.
TEST(RenderMarkdown, LetsNoScriptThrough_S20) {
  for (auto const* const text :
       {"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        "![x](javascript:alert(1))", "[x](data:text/html,<script>alert(1)</script>)",
        "<a href=\"javascript:alert(1)\">x</a>", "[x](vbscript:x)", "<svg/onload=alert(1)>",
        "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))"}) {
    auto const html = render_markdown(text);
    EXPECT_EQ(html.find("<script"), std::string::npos) << html;
    EXPECT_EQ(html.find("onerror"), std::string::npos) << html;
    EXPECT_EQ(html.find("href=\"javascript"), std::string::npos) << html;
    EXPECT_EQ(html.find("<svg"), std::string::npos) << html;
    EXPECT_EQ(html.find("data:text/html"), std::string::npos) << html;
  }
}

// Oracle: spec/content-api 6: only what queries give is escaped.
TEST(BlueprintHtml, KeepsTheHtmlOfBlueprints) {
  EXPECT_EQ(blueprint_html("a <b class=\"x\">*c*</b>"), "<p>a <b class=\"x\"><em>c</em></b></p>");
  EXPECT_EQ(blueprint_html("<div>x</div>"), "<div>x</div>");
  EXPECT_EQ(blueprint_html("&lt;script&gt;"), "<p>&lt;script&gt;</p>");
}

// Oracle: security.md S20: what queries give may still be Markdown.
TEST(BlueprintHtml, LetsNoLinkLeadToScripts_S20) {
  for (auto const* const text :
       {"[x](javascript:alert(1))", "![x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
        "[x](vbscript:x)", "[x](data:text/html,x)", "[x]: javascript:a\n\n[x]",
        "[x](java&#115;cript:alert(1))", "[x](<java\tscript:alert(1)>)", "<javascript:alert(1)>"}) {
    auto const html = blueprint_html(text);
    for (auto const* const scheme : {"\"javascript:", "\"vbscript:", "\"data:", "java\tscript:\""})
      EXPECT_EQ(lower(html).find(scheme), std::string::npos) << html;
  }
  EXPECT_NE(blueprint_html("![x](data:image/png;base64,aa)").find("data:image/png"),
            std::string::npos);
}

// Oracle: recorded case kql-markup; security.md S20.
TEST(Kirbytext, BreaksLinesAndLeavesRawHtmlOut) {
  EXPECT_EQ(kirbytext("One.\nWith *stress*.\n"), "<p>One.<br />\nWith <em>stress</em>.</p>");
  EXPECT_EQ(kirbytext("<script>x</script>").find("<script"), std::string::npos);
  EXPECT_EQ(kirbytext_inline("a *b*\n"), "a <em>b</em>");
  EXPECT_EQ(kirbytext_inline("a\n\nb"), "<p>a</p>\n<p>b</p>");
  EXPECT_EQ(kirbytext_inline("- a"), kirbytext("- a"));
  EXPECT_EQ(kirbytext_inline(""), "");
}

}  // namespace
}  // namespace latchkey::formats
