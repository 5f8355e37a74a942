#include "core/text.h"

#include <gtest/gtest.h>

namespace latchkey {
namespace {

TEST(Cut, SplitsAtTheFirstSeparatorOnly) {
  EXPECT_EQ(cut("a:b:c", ':'), (std::pair<std::string_view, std::string_view>{"a", "b:c"}));
  EXPECT_EQ(cut("abc", ':'), (std::pair<std::string_view, std::string_view>{"abc", ""}));
}

// Oracle: RFC 3629, section 4 (UTF8-2, UTF8-3, UTF8-4) and the examples of section 10.
TEST(IsUtf8, AcceptsShortestFormsAndRefusesSurrogatesAndOverlongForms) {
  EXPECT_TRUE(is_utf8("A\xE2\x89\xA2\xCE\x91."));
  EXPECT_TRUE(is_utf8("\xF0\xA3\x8E\xB4"));
  EXPECT_FALSE(is_utf8("\xC0\x80"));
  EXPECT_FALSE(is_utf8("\xED\xA1\x8C"));
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(is_utf8("\xE2\x89"));
}

TEST(ParseUnsigned, TakesDigitsOnly) {
  EXPECT_EQ(parse_unsigned("042"), 42);
  for (auto const* bad : {"", "-1", " 1", "1e3", "9999999999999999999"})
    EXPECT_FALSE(parse_unsigned(bad)) << bad;
}

TEST(EscapeHtml, LeavesNoMarkup) {
  EXPECT_EQ(escape_html(R"(<a href="x">'&'</a>)"),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
}

}  // namespace
}  // namespace latchkey
