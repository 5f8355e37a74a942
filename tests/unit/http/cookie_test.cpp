#include "http/cookie.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace latchkey::http {
namespace {

// Oracle: RFC 6265, 4.2.1.
TEST(FindCookie, TakesTheFirstOfThatExactName) {
  EXPECT_EQ(find_cookie("a=1; kirby_session=x%2By==; kirby_session=z", "kirby_session"), "x%2By==");
  EXPECT_EQ(find_cookie("a=1;b=2", "b"), "2");
  EXPECT_EQ(find_cookie("A=1", "a"), std::nullopt);
  EXPECT_EQ(find_cookie("ba=1", "a"), std::nullopt);
}

TEST(FindCookie, TellsEmptyFromAbsent) {
  EXPECT_EQ(find_cookie("a=; b", "a"), "");
  EXPECT_EQ(find_cookie("a=; b", "b"), std::nullopt);
  EXPECT_EQ(find_cookie("", ""), std::nullopt);
}

// Oracle: spec/auth 6 "Cookie".
TEST(PrintSetCookie, WritesAttributesInTheOrderOfTheOriginal) {
  SetCookie cookie{"kirby_session", "v", 784111777, 7200, "/", "", false, true, SameSite::lax};
  EXPECT_EQ(print_set_cookie(cookie),
            "kirby_session=v; expires=Sun, 06 Nov 1994 08:49:37 GMT; Max-Age=7200; path=/; "
            "HttpOnly; SameSite=Lax");
  cookie.domain = "example.com";
  cookie.secure = true;
  EXPECT_EQ(print_set_cookie(cookie),
            "kirby_session=v; expires=Sun, 06 Nov 1994 08:49:37 GMT; Max-Age=7200; path=/; "
            "domain=example.com; secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(print_set_cookie({"a", "", {}, {}, "", "", false, false, {}}), "a=");
}

// Oracle: RFC 9110, 5.6.7 (its example) and the epoch.
TEST(HttpDate, IsAnImfFixdate) {
  EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(-1), "Wed, 31 Dec 1969 23:59:59 GMT");
  EXPECT_EQ(http_date(INT64_MAX), "Fri, 31 Dec 9999 23:59:59 GMT");
}

// Oracle: inverse; what is set under a token name is found among others.
TEST(FindCookie, UndoesPrintSetCookie) {
  EXPECT_TRUE(rc::check([] {
    auto const octet =
        rc::gen::suchThat(rc::gen::inRange('!', '~'), [](char c) { return c != ';' && c != ','; });
    auto const value = *rc::gen::container<std::string>(octet);
    auto const others = *rc::gen::inRange(0, 5);
    std::string header;
    for (int i = 0; i < others; ++i) header += "other" + std::to_string(i) + "=x; ";
    header += print_set_cookie({"session", value, {}, {}, "", "", false, false, {}}) + "; last=1";
    RC_ASSERT(find_cookie(header, "session") == std::optional<std::string_view>(value));
  }));
}

}  // namespace
}  // namespace latchkey::http
