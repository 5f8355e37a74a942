#include "store/disk_events.h"

#include <gtest/gtest.h>
#include <linux/magic.h>
#include <sys/inotify.h>

#include "store/remote_disk.h"

namespace latchkey::store {
namespace {

using namespace std::chrono_literals;
using Paths = std::vector<std::string>;

/// Watch 1 is the folder "a". Oracles: watch.h for the times, inotify(7) for the masks.
class DiskEventsTest : public testing::Test {
 protected:
  DiskEventsTest() { folders_.assign("a", 1); }
  static DiskEvents::Moment at(std::chrono::milliseconds time) {
    return DiskEvents::Moment(1h) + time;
  }

  WatchedFolders folders_;
  bool looks_unfinished_ = true;
  DiskEvents events_{folders_, {20ms, 60ms, 5000ms, 20ms}, [this](auto const& path, bool) {
                       EXPECT_TRUE(path == "f" || path.ends_with("/f")) << path;
                       return looks_unfinished_;
                     }};
};

TEST_F(DiskEventsTest, TellsTwentyMillisecondsAfterTheLastEvent) {
  events_.apply(1, IN_CLOSE_WRITE, "f", at(0ms));
  EXPECT_EQ(events_.next(), at(20ms));
  events_.apply(1, IN_CLOSE_WRITE, "g", at(15ms));
  EXPECT_EQ(events_.next(), at(35ms));
  EXPECT_FALSE(events_.tell(at(34ms)));
  EXPECT_TRUE(events_.tell(at(35ms)));
}

TEST_F(DiskEventsTest, TellsSixtyMillisecondsAfterTheFirstAtTheLatest) {
  for (auto time = 0ms; time <= 50ms; time += 10ms) {
    events_.apply(1, IN_MODIFY, "f", at(time));
    EXPECT_FALSE(events_.tell(at(time)));
  }
  EXPECT_EQ(events_.next(), at(60ms));
  EXPECT_TRUE(events_.tell(at(60ms)));
}

TEST_F(DiskEventsTest, TellsTheSameOnceAndFurtherEventsAgain) {
  events_.apply(1, IN_CLOSE_WRITE, "f", at(0ms));
  EXPECT_TRUE(events_.tell(at(20ms)));
  EXPECT_FALSE(events_.tell(at(500ms)));
  EXPECT_EQ(events_.next(), std::nullopt);
  events_.apply(1, IN_CLOSE_WRITE, "g", at(600ms));
  EXPECT_EQ(events_.next(), at(620ms));
}

TEST_F(DiskEventsTest, TellsNothingThatWasTakenBefore) {
  events_.apply(1, IN_CLOSE_WRITE, "f", at(0ms));
  EXPECT_EQ(events_.take().folders, Paths{"a"});
  EXPECT_FALSE(events_.tell(at(20ms)));
  EXPECT_TRUE(events_.take().folders.empty());
}

TEST_F(DiskEventsTest, WaitsForTheWriterOfAFile) {
  events_.apply(1, IN_CREATE, "f", at(0ms));
  EXPECT_EQ(events_.take().unfinished, Paths{"a/f"});
  EXPECT_EQ(events_.take().unfinished, Paths{"a/f"});  // a state, not a change
  events_.apply(1, IN_CLOSE_WRITE, "f", at(100ms));
  auto const taken = events_.take();
  EXPECT_TRUE(taken.unfinished.empty());
  EXPECT_EQ(taken.folders, Paths{"a"});
}

TEST_F(DiskEventsTest, WaitsNotForWhatLooksComplete) {
  for (auto const mask : {IN_CREATE, IN_MODIFY}) {
    looks_unfinished_ = false;
    events_.apply(1, static_cast<std::uint32_t>(mask), "f", at(0ms));
    EXPECT_TRUE(events_.take().unfinished.empty()) << mask;
  }
  looks_unfinished_ = true;
  events_.apply(1, IN_MODIFY, "f", at(1ms));
  EXPECT_EQ(events_.take().unfinished, Paths{"a/f"});
}

TEST_F(DiskEventsTest, WaitsOnForAWriterWhoSetsTheTime) {  // cp -p, before it closes
  events_.apply(1, IN_MODIFY, "f", at(0ms));
  looks_unfinished_ = false;
  events_.apply(1, IN_MODIFY, "f", at(1ms));
  EXPECT_EQ(events_.take().unfinished, Paths{"a/f"});
}

TEST_F(DiskEventsTest, EndsTheWaitWhereTheNameGetsACompleteFile) {
  for (auto const end : {IN_MOVED_TO, IN_CLOSE_WRITE}) {
    events_.apply(1, IN_MODIFY, "f", at(0ms));
    events_.apply(1, static_cast<std::uint32_t>(end), "f", at(0ms));
    EXPECT_TRUE(events_.take().unfinished.empty()) << end;
  }
}

TEST_F(DiskEventsTest, LosesPatienceFiveSecondsAfterTheLastChange) {
  events_.apply(1, IN_MODIFY, "f", at(0ms));
  events_.apply(1, IN_MODIFY, "f", at(1000ms));
  events_.take();
  EXPECT_EQ(events_.next(), at(6000ms));
  events_.expire(at(5999ms));
  EXPECT_EQ(events_.take().unfinished, Paths{"a/f"});
  events_.expire(at(6000ms));
  EXPECT_EQ(events_.next(), at(6020ms));
  auto const taken = events_.take();
  EXPECT_EQ(taken.folders, Paths{"a"});
  EXPECT_TRUE(taken.unfinished.empty());
  EXPECT_EQ(events_.next(), std::nullopt);
}

TEST_F(DiskEventsTest, LetsAVanishedFileComeBackBeforeItIsMissed) {
  for (auto const gone : {IN_DELETE, IN_MOVED_FROM}) {
    events_.apply(1, static_cast<std::uint32_t>(gone), "f", at(0ms));
    events_.expire(at(19ms));
    EXPECT_EQ(events_.take().unfinished, Paths{"a/f"}) << gone;
    events_.expire(at(20ms));
    auto const taken = events_.take();
    EXPECT_EQ(taken.folders, Paths{"a"}) << gone;
    EXPECT_TRUE(taken.unfinished.empty()) << gone;
  }
}

TEST_F(DiskEventsTest, TellsAVanishedFileNoLaterThanOtherEvents) {
  events_.apply(1, IN_DELETE, "f", at(0ms));
  EXPECT_EQ(events_.next(), at(20ms));
  events_.expire(at(20ms));
  EXPECT_TRUE(events_.tell(at(20ms)));
}

TEST_F(DiskEventsTest, ChecksEverythingAfterLostEventsAndLostWatches) {
  for (auto const mask : {IN_Q_OVERFLOW, IN_UNMOUNT, IN_IGNORED}) {
    folders_.assign("a", 1);
    events_.apply(mask == IN_Q_OVERFLOW ? -1 : 1, static_cast<std::uint32_t>(mask), "", at(0ms));
    EXPECT_TRUE(events_.tell(at(20ms))) << mask;
    EXPECT_TRUE(events_.take().everything) << mask;
    EXPECT_EQ(folders_.contains(1), mask == IN_Q_OVERFLOW) << mask;
  }
}

TEST_F(DiskEventsTest, ADeletedFolderIsNoLostWatch) {
  events_.apply(1, IN_MODIFY, "f", at(0ms));
  events_.apply(1, IN_DELETE_SELF, "", at(0ms));
  events_.apply(1, IN_IGNORED, "", at(0ms));
  auto const taken = events_.take();
  EXPECT_EQ(taken.folders, Paths{"a"});
  EXPECT_TRUE(taken.unfinished.empty());
  EXPECT_FALSE(taken.everything);
}

TEST_F(DiskEventsTest, NamesAllPathsOfAFolderSorted) {
  folders_.assign("z", 1);
  folders_.assign("", 1);
  events_.apply(1, IN_MODIFY, "f", at(0ms));
  auto const taken = events_.take();
  EXPECT_EQ(taken.folders, (Paths{"", "a", "z"}));
  EXPECT_EQ(taken.unfinished, (Paths{"a/f", "f", "z/f"}));
}

TEST_F(DiskEventsTest, IgnoresWhatIsNotWatchedAnyMore) {
  events_.apply(2, IN_MODIFY, "f", at(0ms));
  events_.apply(2, IN_IGNORED, "", at(0ms));
  EXPECT_EQ(events_.next(), std::nullopt);
  EXPECT_FALSE(events_.take().everything);
}

TEST(RemoteDisk, KnowsTheFileSystemsOfOthers) {  // oracle: linux/magic.h
  EXPECT_EQ(remote_kind(NFS_SUPER_MAGIC), "NFS");
  EXPECT_EQ(remote_kind(SMB_SUPER_MAGIC), "SMB");
  EXPECT_EQ(remote_kind(V9FS_MAGIC), "9p");
  EXPECT_EQ(remote_kind(AFS_SUPER_MAGIC), "AFS");
  EXPECT_EQ(remote_kind(CODA_SUPER_MAGIC), "Coda");
  EXPECT_EQ(remote_kind(OCFS2_SUPER_MAGIC), "OCFS2");
  EXPECT_EQ(remote_kind(static_cast<std::int32_t>(0xFF534D42)), "CIFS");
  for (long const local :
       std::initializer_list<long>{EXT4_SUPER_MAGIC, BTRFS_SUPER_MAGIC, XFS_SUPER_MAGIC,
                                   TMPFS_MAGIC, OVERLAYFS_SUPER_MAGIC, F2FS_SUPER_MAGIC})
    EXPECT_EQ(remote_kind(local), "") << local;
}

}  // namespace
}  // namespace latchkey::store
