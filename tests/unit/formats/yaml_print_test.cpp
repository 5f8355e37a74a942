#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "formats/white_space.h"
#include "formats/yaml.h"
#include "support/cases.h"

namespace latchkey::yaml {
namespace {

bool reads_as(Result<json::value> const& read, json::value const& expected) {
  return read && json::print(*read) == json::print(expected);
}

bool both_read(std::string_view text, json::value const& expected) {
  auto const stored = formats::trim_bytes(text);
  return reads_as(parse_dialect(stored), expected) && reads_as(parse_symfony(stored), expected);
}

/// The rule of spec/yaml.md: the original's bytes if both readers read them back, else a text they
/// do.
void check_rows(char const* handler, std::string (*print)(json::value const&)) {
  for (auto const& row : test::recorded_rows("yaml-cases.json", "encode")) {
    auto const& value = row.at("value");
    auto const original = std::string(row.at(handler).as_string());
    auto const printed = print(value);
    bool const scalar = !value.is_array() && !value.is_object();
    if (scalar || both_read(original, value))
      EXPECT_EQ(printed, original) << json::print(value);
    else
      EXPECT_TRUE(both_read(printed, value)) << json::print(value) << "\n"
                                             << printed << "\noriginally\n"
                                             << original;
  }
}

// Oracle: recorded cases, `encode`, and spec/yaml.md "Writing lists and maps".
TEST(PrintDialect, WritesTheBytesOfTheOriginalOrWhatBothReadersRead) {
  check_rows("spyc", print_dialect);
}
TEST(PrintSymfony, WritesTheBytesOfTheOriginalOrWhatBothReadersRead) {
  check_rows("symfony", print_symfony);
}

/// A colon and a bracket make the dialect join lines even in quotes; no text can hold such a value
/// in a list.
bool takes_following_lines(std::string_view text) {
  for (auto at = text.find(':'); at != text.npos; at = text.find(':', at + 1)) {
    auto const rest = text.substr(at + 1);
    auto const next = rest.find_first_not_of(" \n");
    if (next != rest.npos && rest[next] == '[') return true;
  }
  return false;
}

// Oracle: inverse.
TEST(PrintDialect, IsReadBackForTextsWithoutBackslashes) {
  EXPECT_TRUE(rc::check([] {
    auto const piece = rc::gen::elementOf(std::vector<std::string>{
        "a", "b ", "yes", "1", ".", "0", ": ",   ":",  "- ", "-", "#", " #",
        "'", "\"", "\n",  "[", "]", "{", "}",    ",",  "|",  ">", "&", "*",
        "!", "%",  "@",   "`", "?", "~", "null", "<<", "é",  "  "});
    auto const values = *rc::gen::container<std::vector<std::vector<std::string>>>(
        rc::gen::container<std::vector<std::string>>(piece));
    json::array list;
    json::object map;
    for (auto const& pieces : values) {
      std::string text;
      for (auto const& p : pieces) text += p;
      if (takes_following_lines(text)) continue;
      list.push_back(json::value(text));
      map["k" + std::to_string(map.size())] = text;
    }
    RC_PRE(!list.empty());
    list.push_back(map);
    json::value const value = json::object{{"list", list}, {"n", 1}};
    auto const printed = print_dialect(value);
    RC_LOG() << printed;
    RC_ASSERT(reads_as(parse_dialect(formats::trim_bytes(printed)), value));
  }));
}

}  // namespace
}  // namespace latchkey::yaml
