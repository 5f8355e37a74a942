// What was deleted, in its place again.

#include <gtest/gtest.h>

#include "content/file_actions.h"
#include "content/site.h"
#include "store/journaled_files.h"
#include "support/fakes.h"
#include "support/memory_files.h"
#include "support/tree_state.h"

namespace latchkey::content {
namespace {

using test::difference;
using test::tree_state;

class RestoreTest : public testing::Test {
 protected:
  RestoreTest() {
    disk.put("content/site.txt", "Title: Greenhouse");
    for (std::string const name : {"1_roses", "2_tulips", "3_ferns", "moss", "_drafts/ivy"})
      disk.put("content/1_garden/" + name + "/plant.txt",
               "Title: Plant\n\n----\n\nUuid: u-" + name);
    disk.put("content/1_garden/garden.txt", "Title: Garden\n\n----\n\nUuid: garden");
    disk.put("content/1_garden/plan.png", "PNG");
    disk.put("content/1_garden/plan.png.txt", "Alt: plan");
    disk.put("content/1_garden/_changes/plan.png.txt", "Alt: other");
    content.use_trash(trash);
    before = tree_state(disk);
  }
  std::string restore() {
    auto const done = content.restore(trash.list()->front());
    return done ? "" : done.error().key;
  }

  test::MemoryFiles disk;
  store::JournaledFiles files{disk};
  test::ManualClock clock;
  test::SeededRandom random;
  trash::Trash trash{files, clock, random, 30};
  Content content{files, clock, random, Settings{}};
  test::TreeState before;
};

// Oracle: inverse, for each status.
TEST_F(RestoreTest, PutsPagesBackWithTheirNumbers) {
  for (std::string const slug : {"roses", "tulips", "ferns", "moss", "ivy"}) {
    ASSERT_TRUE(content.remove("garden/" + slug, true)) << slug;
    EXPECT_NE(difference(before, tree_state(disk)), "") << slug;
    EXPECT_EQ(restore(), "") << slug;
    EXPECT_EQ(difference(before, tree_state(disk)), "") << slug;
  }
}

TEST_F(RestoreTest, PutsFilesBackWithTheirTexts) {  // oracle: inverse
  {
    auto turn = content.begin();
    auto const owner = owner_of(*content.snapshot()->page("garden"));
    ASSERT_TRUE(remove_file(turn, *content.snapshot()->file(owner, "plan.png"), "ada"));
  }
  EXPECT_FALSE(*disk.stat("content/1_garden/_changes"));
  EXPECT_EQ(trash.list()->front().id, "garden/plan.png");
  EXPECT_EQ(restore(), "");
  EXPECT_EQ(difference(before, tree_state(disk)), "");
}

// Oracle: docs/formats/trash.md: below its page, wherever that is now.
TEST_F(RestoreTest, FollowsAParentThatMoved) {
  ASSERT_TRUE(content.remove("garden/roses", true));
  ASSERT_TRUE(content.change_status("garden", Status::unlisted, {}, {}));
  EXPECT_EQ(restore(), "");
  EXPECT_EQ(disk.read("content/garden/1_roses/plant.txt", 100),
            "Title: Plant\n\n----\n\nUuid: u-1_roses");
}

TEST_F(RestoreTest, RefusesWithoutItsPlaceOrWhereItIsTaken) {
  ASSERT_TRUE(content.remove("garden/roses", true));
  ASSERT_TRUE(content.create("garden", {"roses", "plant", {}, true}));
  auto const now = tree_state(disk);
  EXPECT_EQ(restore(), "error.page.draft.duplicate");
  EXPECT_EQ(difference(now, tree_state(disk)), "");
  ASSERT_TRUE(content.remove("garden", true));
  EXPECT_EQ(restore(), "error.trash.noPlace");
}

}  // namespace
}  // namespace latchkey::content
