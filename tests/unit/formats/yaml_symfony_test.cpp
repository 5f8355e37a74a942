#include <gtest/gtest.h>

#include "formats/yaml.h"
#include "support/cases.h"

namespace latchkey::yaml {
namespace {

// Oracle: recorded cases, `decode`.
TEST(ParseSymfony, ReadsWhatTheOriginalReads) {
  for (auto const& row : test::recorded_rows("yaml-cases.json", "decode")) {
    auto const text = std::string(row.at("yaml").as_string());
    auto const& expected = row.at("symfony").as_object();
    auto const value = parse_symfony(text);
    if (expected.contains("error")) {
      EXPECT_FALSE(value) << text << "\n => " << json::print(*value);
    } else if (value) {
      EXPECT_EQ(json::print(*value), json::print(expected.at("value"))) << text;
    } else {
      ADD_FAILURE() << text << "\n" << value.error().message;
    }
  }
}

}  // namespace
}  // namespace latchkey::yaml
