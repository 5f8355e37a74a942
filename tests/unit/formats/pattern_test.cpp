#include "formats/pattern.h"

#include <gtest/gtest.h>

namespace latchkey::formats {
namespace {

bool matches_whole(std::string_view expression, std::string_view text) {
  auto const made = Pattern::read(expression);
  EXPECT_TRUE(made) << expression;
  return made && made->matches_whole(text);
}

bool matches_part(std::string_view delimited, std::string_view text) {
  auto const made = Pattern::read_delimited(delimited);
  EXPECT_TRUE(made) << delimited;
  return made && made->matches_part(text);
}

// Oracle: the definition (spec/content-api 11): anchored, without regard to case; pcre2pattern(3).
TEST(Pattern, MatchesAllOfAText) {
  EXPECT_TRUE(matches_whole("[a-z]+", "ABC"));
  EXPECT_FALSE(matches_whole("[a-z]+", "abc1"));
  EXPECT_FALSE(matches_whole("[a-z]+", "abc\n"));
  EXPECT_TRUE(matches_whole("[äöü]{2}", "äÜ"));
  EXPECT_TRUE(matches_whole("a|ab", "ab"));
  EXPECT_TRUE(matches_whole("(.)x\\1", "ÄxÄ"));
  EXPECT_TRUE(matches_whole("(?<=)\\p{L}+(?!1)", "é"));
  EXPECT_TRUE(matches_whole("[a-z]*", std::string(100'000, 'a')));
}

TEST(Pattern, TakesDelimitersAndModifiers) {  // pcre2pattern(3), "internal option setting"
  EXPECT_TRUE(matches_part("/^b/m", "a\nb"));
  EXPECT_FALSE(matches_part("/^b/", "a\nb"));
  EXPECT_FALSE(matches_part("/B/", "b"));
  EXPECT_TRUE(matches_part("#B/#i", "b/"));
  EXPECT_TRUE(matches_part("{b{2}}", "abb"));
  EXPECT_TRUE(matches_part("/a . b/xs", "a\nb"));
  for (auto const* const broken : {"", "abc", "/abc", "/a/?", "/(/", "\\a\\", "(a"})
    EXPECT_FALSE(Pattern::read_delimited(broken)) << broken;
  EXPECT_FALSE(Pattern::read("(unclosed"));
}

// Oracle: the limits. Each of these backtracks for hours without them.
TEST(Pattern, GivesUpInGoodTime) {
  std::string const text = std::string(5000, 'a') + "!";
  for (auto const* const bad : {"(a+)+", "(a|a)*", "(a*)*c", "(.*a){25}x", "(?:a?){40}a{40}b"})
    EXPECT_FALSE(matches_whole(bad, text)) << bad;
}

TEST(Pattern, MatchesNothingThatIsNoText) {  // bytes that are no UTF-8
  EXPECT_FALSE(matches_whole(".", "\xff"));
  EXPECT_TRUE(matches_part("/a/",
                           "\xff"
                           "a"));
  EXPECT_FALSE(Pattern::read("\xff"));
}

}  // namespace
}  // namespace latchkey::formats
