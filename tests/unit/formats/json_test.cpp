#include "formats/json.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "formats/number.h"

namespace latchkey::json {
namespace {

// Oracle: the slow twin, Boost's own writer, for all but floats; and RFC 8259 for bytes that need
// an escape.
TEST(PrintJson, WritesTextsAsBoostDoes) {
  EXPECT_TRUE(rc::check([](std::string const& text, std::int64_t number, bool yes) {
    value const v{
        {"a", text}, {text, array{number, yes, nullptr}}, {"o", object()}, {"l", array()}};
    RC_ASSERT(print(v) == boost::json::serialize(v));
  }));
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  EXPECT_EQ(print(value(all)), boost::json::serialize(value(all)));
  EXPECT_EQ(print(value(std::numeric_limits<std::uint64_t>::max())), "18446744073709551615");
}

// Oracle: the inverse: whatever is printed is read back the same, what is beyond all floats too.
TEST(PrintJson, WritesFloatsThatAreReadBack) {
  EXPECT_TRUE(rc::check([](double number) {
    auto const back = parse(print(value(number)));
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->to_number<double>() == number);
  }));
  for (double const number :
       {1e300, -1e-300, 5e-324, 0.1 + 0.2, 1e17, 99999999999999999.0, 1e-4, 9.9e-5})
    EXPECT_EQ(parse(print(value(number)))->to_number<double>(), number) << number;
  EXPECT_EQ(parse(print(value(-INFINITY)))->get_double(), -INFINITY);
  EXPECT_EQ(print(value(std::nan(""))), "null");
}

// Oracle: the slow twin, Boost's own parser, for texts without floats; RFC 8259 for what is
// malformed.
TEST(ReadJson, ReadsWhatBoostReads) {
  EXPECT_TRUE(rc::check([](std::vector<std::string> const& texts, std::int64_t number) {
    array list{number, true, nullptr, object()};
    for (auto const& text : texts) list.push_back(object{{text, text}});
    auto const text = boost::json::serialize(list);
    boost::json::error_code failed;
    auto const twin = boost::json::parse(text, failed);
    auto const own = parse(text);
    RC_ASSERT(own.has_value() == !failed);
    RC_ASSERT(failed || *own == twin);
  }));
  for (std::string const text : {"", "{", "[1] x", "{\"a\":1,}", "[01]", "\"\x01\"", "nul", "[1e]"})
    EXPECT_EQ(read(text).error(), Unread::malformed) << text;
  EXPECT_EQ(parse(" {\"a\":1,\"a\":2} "), value({{"a", 2}}));
  EXPECT_EQ(read(std::string(65, '[') + std::string(65, ']')).error(), Unread::too_deep);
  EXPECT_TRUE(read("[1e999]")->has_overflow);
  EXPECT_FALSE(read("[1e-999]")->has_overflow);
  EXPECT_TRUE(parse("18446744073709551615")->is_uint64());
}

// Oracle: the documentation of json_encode with serialize_precision -1: shortest digits, a point in
// each mantissa.
TEST(PrintFloat, PrintsAsPhpDoes) {
  for (auto const& [number, text] :
       std::vector<std::pair<double, std::string>>{{0.1, "0.1"},
                                                   {12.25, "12.25"},
                                                   {1.5, "1.5"},
                                                   {100000, "100000"},
                                                   {-2, "-2"},
                                                   {0, "0"},
                                                   {0.0001, "0.0001"},
                                                   {0.00001, "1.0e-5"},
                                                   {1e25, "1.0e+25"},
                                                   {72057594037927936.0, "72057594037927940"},
                                                   {98765432109876543.0, "98765432109876540"},
                                                   {1e17, "1.0e+17"},
                                                   {123456.75, "123456.75"},
                                                   {0.00123, "0.00123"},
                                                   {-1.5e-7, "-1.5e-7"},
                                                   {1e100, "1.0e+100"},
                                                   {INFINITY, "INF"}})
    EXPECT_EQ(formats::print_float(number), text);
}

// Oracle: the inverse, and the original's four spaces (spec/content-api 8, pretty).
TEST(PrintJson, IndentsByFourSpaces) {
  value const v{{"a", array{1, object{{"b", 0.5}}}}, {"c", array()}};
  EXPECT_EQ(print(v, true),
            "{\n    \"a\": [\n        1,\n        {\n            \"b\": 0.5\n        }\n    ],\n   "
            " \"c\": []\n}");
  EXPECT_EQ(parse(print(v, true)), v);
}

}  // namespace
}  // namespace latchkey::json
