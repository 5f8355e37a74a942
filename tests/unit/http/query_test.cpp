#include "http/query.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace latchkey::http {
namespace {

boost::json::value form(std::string_view text) { return parse_form(text); }

// Oracle: spec/content-api 8 "Query: PHP style" and the behaviour of PHP's documented parse_str.
TEST(ParseForm, NestsBracketsAndAppendsLists) {
  EXPECT_EQ(form("a[b]=1&a[c]=2"), boost::json::parse(R"({"a":{"b":"1","c":"2"}})"));
  EXPECT_EQ(form("a[]=x&a[]=y"), boost::json::parse(R"({"a":{"0":"x","1":"y"}})"));
  EXPECT_EQ(form("a=1&a=2&b"), boost::json::parse(R"({"a":"2","b":""})"));
  EXPECT_EQ(form("q=a+b%20c%2B"), boost::json::parse(R"({"q":"a b c+"})"));
}

TEST(Query, ComparesKeysWithoutCaseExceptCsrfAndPretty) {
  Query const query("EMail=x&CSRF=y&pretty=1");
  EXPECT_EQ(query.find("email"), "x");
  EXPECT_FALSE(query.find("csrf"));
  EXPECT_EQ(query.find("pretty"), "1");
}

// Oracle: inverse.
TEST(PercentDecode, UndoesPercentEncode) {
  EXPECT_TRUE(rc::check(
      [](std::string const& text) { RC_ASSERT(percent_decode(percent_encode(text)) == text); }));
}

TEST(PercentDecode, LeavesBrokenEscapesAlone) { EXPECT_EQ(percent_decode("%4%zz%"), "%4%zz%"); }

}  // namespace
}  // namespace latchkey::http
