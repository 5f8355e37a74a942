#include "formats/markdown.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace latchkey::formats
