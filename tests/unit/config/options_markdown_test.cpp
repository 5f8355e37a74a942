#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "config/config.h"
#include "config/hints.h"
#include "config/layers.h"
#include "config/table.h"

namespace latchkey::config {
namespace {

// Oracle: the table. Mend with: config_test writes what docs/options.md should be to the path in
// LATCHKEY_WRITE_OPTIONS.
TEST(OptionsMarkdown, IsTheCommittedFile) {
  if (auto const* path = std::getenv("LATCHKEY_WRITE_OPTIONS"))
    std::ofstream(path) << options_markdown();
  std::ifstream file(LATCHKEY_TEST_DATA "/../docs/options.md");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), options_markdown());
}

TEST(OptionTable, HasNamesTheEnvironmentCanTellApart) {
  std::set<std::string> seen;
  for (auto const& row : option_table()) {
    std::string plain;
    for (char const c : environment_name(row.name))
      if (c != '_') plain += c;
    EXPECT_TRUE(seen.insert(plain).second) << row.name;
  }
  EXPECT_EQ(environment_name("api.basicAuth"), "LATCHKEY_API_BASIC_AUTH");
}

// Oracle: counted by hand.
TEST(EditDistance, CountsSwappedNeighboursOnce) {
  EXPECT_EQ(edit_distance("trials", "trials"), 0U);
  EXPECT_EQ(edit_distance("trails", "trials"), 1U);
  EXPECT_EQ(edit_distance("trial", "trials"), 1U);
  EXPECT_EQ(edit_distance("treals", "trials"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

}  // namespace
}  // namespace latchkey::config
