#include "model/folder_name.h"

#include <gtest/gtest.h>

namespace latchkey::model {
namespace {

struct Row {
  std::string_view name;
  std::optional<std::int64_t> num;
  std::string_view slug;
};

// Oracle: spec/content-api 3, and its surprise 13 (`dup_1`).
TEST(ParseFolderName, ReadsNumberAndSlug) {
  for (auto const& [name, num, slug] :
       {Row{"12_roses", 12, "roses"}, Row{"roses", std::nullopt, "roses"}, Row{"dup_1", 0, "1"},
        Row{"20240105_first-frost", 20240105, "first-frost"}, Row{"1_a_b", 1, "a_b"},
        Row{"202401051230_x", 202401051230, "x"}, Row{"3x_y", 3, "y"}}) {
    auto const got = parse_folder_name(name);
    ASSERT_TRUE(got) << name;
    EXPECT_EQ(got->num, num) << name;
    EXPECT_EQ(got->slug, slug) << name;
  }
}

TEST(ParseFolderName, RefusesNamesThatAreNoPages) {
  for (auto const* const name : {"", "_drafts", "_x", ".git", "..", "12_"})
    EXPECT_FALSE(parse_folder_name(name)) << name;
}

// Oracle: spec/content-api 8, "Ids in paths".
TEST(PageIdOf, TurnsPlusIntoSlashAndDropsExtensions) {
  EXPECT_EQ(page_id_of("garden+roses"), "garden/roses");
  EXPECT_EQ(page_id_of("garden+roses.json"), "garden/roses");
  EXPECT_EQ(page_id_of("garden%2Froses"), "garden%2Froses");
  EXPECT_EQ(page_id_of(""), "");
}

}  // namespace
}  // namespace latchkey::model
