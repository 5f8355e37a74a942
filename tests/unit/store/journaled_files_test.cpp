#include "store/journaled_files.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "store/disk_error.h"
#include "store/faults.h"
#include "support/faulty_files.h"
#include "support/memory_files.h"
#include "support/temp_site.h"
#include "support/tree_state.h"

namespace latchkey::store {
namespace {

using test::Counting;
using test::difference;
using test::tree_state;
using test::TreeState;

void fill(Files& files) {
  for (std::string const path : {"content/1_a/a.txt", "content/2_b/b.txt", "content/3_c/c.txt",
                                 "content/2_b/_drafts/d/d.txt", "content/2_b/_changes/b.txt"})
    ASSERT_TRUE(files.replace(path, "old " + path, {.mode = 0644, .mtime_ns = 1'000'000'000}));
  ASSERT_TRUE(files.make_directories("site/latchkey"));
}

/// A change with every kind of step, and steps that need each other.
Result<> change_much(Files& files) {
  auto change = files.begin();
  Step const renames[] = {{Step::Kind::rename, "content/3_c", "content/4_c"},
                          {Step::Kind::rename, "content/2_b", "content/3_b"}};
  LK_CHECK(files.apply(renames));
  LK_CHECK(files.replace("content/2_new/sub/n.txt", "new", {}));
  LK_CHECK(files.replace("content/3_b/b.txt", "newer", {}));
  LK_CHECK(files.remove("content/3_b/_changes/b.txt"));
  LK_CHECK(files.remove("content/3_b/_changes"));
  LK_CHECK(files.replace("content/.latchkey-new-1/x/y.txt", "whole", {}));
  LK_CHECK(files.replace("content/.latchkey-new-1/z.txt", "whole", {}));
  LK_CHECK(files.rename("content/.latchkey-new-1", "content/1_new"));
  LK_CHECK(files.remove("content/1_a"));
  LK_CHECK(files.replace("content/1_a/a.txt", "another in its place", {}));
  LK_CHECK(files.make_directories("content/3_b/_drafts/d/deep/er"));
  LK_CHECK(files.rename("content/3_b/_drafts/d", "content/d"));
  LK_CHECK(files.replace("content/3_b/b.txt", "newest", {}));
  return change.commit();
}

TreeState state_after(void (*prepare)(Files&), Result<> (*action)(Files&)) {
  test::MemoryFiles disk;
  prepare(disk);
  JournaledFiles files(disk);
  EXPECT_TRUE(files.recover());
  EXPECT_TRUE(action(files));
  return tree_state(disk);
}

class Journal : public testing::Test {
 protected:
  Journal() {
    fill(disk);
    before = tree_state(disk);
  }

  test::MemoryFiles disk;
  test::FaultyFiles faulty{disk, Counting::all};
  TreeState before;
  TreeState const after = state_after(fill, change_much);
};

// Oracle: the slow twin: the same steps without a journal.
TEST_F(Journal, DoesWhatTheFilesDo) {
  test::MemoryFiles plain;
  fill(plain);
  ASSERT_TRUE(change_much(plain));
  EXPECT_EQ(difference(tree_state(plain), after), "");
  EXPECT_NE(difference(before, after), "");
}

// Oracle: issue 4 B: an operation that fails leaves the old state or the new one.
TEST_F(Journal, UndoesAChangeWhicheverOperationFails) {
  for (int n = 0;; ++n) {
    test::MemoryFiles fresh;
    fill(fresh);
    test::FaultyFiles once(fresh, Counting::all);
    JournaledFiles files(once);
    ASSERT_TRUE(files.recover());
    once.fail_at(n, ENOSPC);
    auto const done = change_much(files);
    bool const failed_at_all = once.count() > n;
    once.heal();
    EXPECT_EQ(difference(done ? after : before, tree_state(files)), "") << n;
    ASSERT_TRUE(JournaledFiles(fresh).recover());
    EXPECT_EQ(difference(done ? after : before, tree_state(fresh)), "") << n;
    if (!failed_at_all) {
      EXPECT_TRUE(done);
      EXPECT_GT(n, 40);
      return;
    }
  }
}

// Oracle: ADR 19: a change that fails leaves what was there, links that lead nowhere too; and
// nothing moves over one.
TEST(JournalOnDisk, LeavesLinksInTheWayAlone) {
  test::TempDir dir;
  auto const disk = open_files(dir.path()).value();
  JournaledFiles files(*disk);
  ASSERT_TRUE(disk->make_directories("site/latchkey") && files.recover());
  std::filesystem::create_symlink("/nowhere/x", dir / "link.txt");
  ASSERT_TRUE(files.replace("a.txt", "a", {}));
  {
    auto change = files.begin();
    ASSERT_TRUE(files.replace("b.txt", "b", {}));
    auto const refused = files.replace("link.txt", "text", {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "error.disk.failed");
    EXPECT_NE(refused.error().message.find("link"), std::string::npos);
    EXPECT_FALSE(files.rename("a.txt", "link.txt"));
  }
  EXPECT_TRUE(std::filesystem::is_symlink(dir / "link.txt"));
  EXPECT_TRUE(std::filesystem::exists(dir / "a.txt"));
  EXPECT_FALSE(std::filesystem::exists(dir / "b.txt"));
}

// Oracle: issue 4 B: whenever the program is killed, after the next start the old state or the new
// one is there; and a kill while that is undone changes nothing about it.
TEST_F(Journal, RecoversFromAKillAtAnyOperation) {
  for (int n = 0;; ++n) {
    auto killed = std::make_unique<test::MemoryFiles>();
    fill(*killed);
    test::FaultyFiles sticky(*killed, Counting::all);
    bool done = false, reached = false;
    {
      JournaledFiles files(sticky);
      ASSERT_TRUE(files.recover());
      sticky.fail_at(n, EIO, true);
      done = change_much(files).has_value();
      reached = sticky.count() > n;
    }
    sticky.heal();
    auto const left = killed->save();
    for (int second = 0;; ++second) {
      killed->restore(*left);
      bool again = false;
      {
        JournaledFiles files(sticky);
        sticky.fail_at(second, EIO, true);
        (void)files.recover();
        again = sticky.count() > second;
      }
      sticky.heal();
      JournaledFiles files(sticky);
      ASSERT_TRUE(files.recover());
      auto const now = tree_state(*killed);
      ASSERT_TRUE(difference(before, now).empty() || difference(after, now).empty())
          << n << ", " << second << ": " << difference(before, now) << "; "
          << difference(after, now);
      if (done) {
        ASSERT_EQ(difference(after, now), "") << n << ", " << second;
      }
      if (!again) break;
    }
    if (!reached) return;
  }
}

// Oracle: ADR 19: what cannot be undone is undone before the next write, which waits for that.
TEST_F(Journal, RefusesWritesUntilAFailedChangeIsUndone) {
  JournaledFiles files(faulty);
  ASSERT_TRUE(files.recover());
  faulty.fail_at(25, ENOSPC, true);
  EXPECT_FALSE(change_much(files));
  auto const refused = files.replace("content/other.txt", "x", {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::unavailable);
  EXPECT_EQ(refused.error().key, "error.disk.undo");
  EXPECT_FALSE(FileChange(files.begin()).commit())
      << "an empty change does not pass for a done one";
  faulty.heal();
  ASSERT_TRUE(files.replace("content/other.txt", "x", {}));
  auto expected = before;
  expected["content/other.txt"] = "x";
  EXPECT_EQ(difference(expected, tree_state(disk)), "");
}

// Oracle: file_change.h.
TEST_F(Journal, UndoesTheWholeWhereAPartIsGivenUp) {
  JournaledFiles files(disk);
  {
    auto outer = files.begin();
    ASSERT_TRUE(files.replace("content/1_a/a.txt", "changed", {}));
    {
      auto inner = files.begin();
      ASSERT_TRUE(files.remove("content/3_c"));
    }
    EXPECT_FALSE(outer.commit());
  }
  EXPECT_EQ(difference(before, tree_state(disk)), "");
  {
    auto outer = files.begin();
    auto inner = files.begin();
    ASSERT_TRUE(files.remove("content/3_c"));
    EXPECT_TRUE(inner.commit());
    EXPECT_TRUE(outer.commit());
  }
  EXPECT_NE(difference(before, tree_state(disk)), "");
}

// Oracle: issue 4 B: single operations must not become slower; several cost one write before and
// one behind.
TEST_F(Journal, CostsNothingOutsideOfAChangeAndTwoWritesForABatch) {
  JournaledFiles files(faulty);
  ASSERT_TRUE(files.recover());
  faulty.fail_at(-1);
  ASSERT_TRUE(files.replace("content/1_a/a.txt", "x", {}));
  EXPECT_EQ(faulty.count(), 1);
  test::FaultyFiles changes(disk, Counting::changes);
  JournaledFiles counted(changes);
  Step const moves[] = {{Step::Kind::rename, "content/3_c", "content/4_c"},
                        {Step::Kind::rename, "content/2_b", "content/3_b"},
                        {Step::Kind::rename, "content/1_a", "content/2_a"}};
  changes.fail_at(-1);
  ASSERT_TRUE(counted.apply(moves));
  EXPECT_EQ(changes.count(), 5);
}

// Oracle: rename(2) would replace it; "never lose a byte".
TEST_F(Journal, NeverMovesOntoWhatIsThere) {
  JournaledFiles files(disk);
  auto change = files.begin();
  EXPECT_FALSE(files.rename("content/1_a/a.txt", "content/2_b/b.txt"));
  EXPECT_FALSE(files.rename("content/none", "content/new"));
  EXPECT_TRUE(change.commit());
  EXPECT_EQ(difference(before, tree_state(disk)), "");
}

// Oracle: docs/formats/journal.md.
TEST_F(Journal, SetsABrokenJournalAside) {
  ASSERT_TRUE(disk.replace("site/latchkey/journal", "no journal"));
  JournaledFiles files(disk);
  ASSERT_TRUE(files.recover());
  EXPECT_EQ(disk.read("site/latchkey/journal.broken-1", 100), "no journal");
  EXPECT_TRUE(change_much(files));
}

// Oracle: docs/formats/journal.md: after a kill only, and only what is ours.
TEST_F(Journal, SweepsLeftoversAfterAKillOnly) {
  for (std::string const path :
       {"content/.latchkey-new-1/x.txt", "content/1_a/.a.txt.abcdefghijkl.tmp",
        "site/accounts/.latchkey-trash-2/index.php", "content/1_a/.a.txt.abc.tmp",
        "content/1_a/.tmp", "content/1_a/photo.abcdefghijkl.tmp"})
    ASSERT_TRUE(disk.replace(path, "x"));
  { ASSERT_TRUE(JournaledFiles(disk).recover()); }  // the first start, as after a kill
  auto expected = before;
  for (std::string const path :
       {"content/1_a/.a.txt.abc.tmp", "content/1_a/.tmp", "content/1_a/photo.abcdefghijkl.tmp"})
    expected[path] = "x";
  expected["site/accounts/"] = "";
  EXPECT_EQ(difference(expected, tree_state(disk)), "");
  expected["content/.latchkey-new-3/"] = "";
  ASSERT_TRUE(disk.make_directories("content/.latchkey-new-3"));
  { ASSERT_TRUE(JournaledFiles(disk).recover()); }
  EXPECT_EQ(difference(expected, tree_state(disk)), "") << "after a clean end";
}

// Oracle: the real disk: each system call fails once; the old state or the new one is there after
// the next start.
TEST(JournalOnDisk, RecoversWhicheverSystemCallFails) {
  TreeState const after = state_after(fill, change_much);
  for (int n = 0;; n += 13) {  // each costs a hundred syncs
    test::TempDir dir;
    auto const disk = open_files(dir.path()).value();
    fill(*disk);
    auto const before = tree_state(*disk);
    FaultPlan plan{n, ENOSPC};
    bool done = false;
    {
      JournaledFiles files(*disk);
      ASSERT_TRUE(files.recover());
      fault_plan = &plan;
      done = change_much(files).has_value();
      fault_plan = nullptr;
    }
    JournaledFiles files(*disk);
    ASSERT_TRUE(files.recover());
    ASSERT_EQ(difference(done ? after : before, tree_state(*disk)), "") << n;
    if (plan.calls <= n) return;
  }
}

// Oracle: model: any sequence of steps, cut off anywhere, is undone to the byte.
TEST(JournalProperty, UndoesAnySequenceOfSteps) {
  rc::check([] {
    test::MemoryFiles disk;
    fill(disk);
    test::FaultyFiles faulty(disk, Counting::changes);
    auto const before = tree_state(disk);
    auto const names = std::vector<std::string>{"a", "b", "c", "c/d", "c/d/e", "f/g", "f", "b/h"};
    auto const steps =
        *rc::gen::container<std::vector<std::tuple<int, std::string, std::string>>>(rc::gen::tuple(
            rc::gen::inRange(0, 4), rc::gen::elementOf(names), rc::gen::elementOf(names)));
    {
      JournaledFiles files(faulty);
      RC_ASSERT(files.recover().has_value());
      faulty.fail_at(*rc::gen::inRange(0, 30), EIO, *rc::gen::arbitrary<bool>());
      auto change = files.begin();
      for (auto const& [kind, a, b] : steps) {  // what cannot be done is passed over
        auto const path = "content/" + a, to = "content/" + b;
        if (kind == 0) (void)files.replace(path, b, {});
        if (kind == 1) (void)files.rename(path, to);
        if (kind == 2) (void)files.remove(path);
        if (kind == 3) (void)files.make_directories(path);
      }
    }
    faulty.heal();
    JournaledFiles files(faulty);
    RC_ASSERT(files.recover().has_value());
    RC_ASSERT(difference(before, tree_state(disk)) == "");
  });
}

}  // namespace
}  // namespace latchkey::store
