#include "store/watch.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "store/descriptor.h"
#include "support/temp_site.h"

namespace latchkey::store {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Paths = std::vector<std::string>;

/// Counts calls; a test waits for the n-th.
class Bell {
 public:
  void ring() {
    std::lock_guard const lock(mutex_);
    ++rings_;
    rung_.notify_all();
  }
  bool wait_for(int rings) {
    std::unique_lock lock(mutex_);
    return rung_.wait_for(lock, 20s, [&] { return rings_ >= rings; });
  }
  int rings() {
    std::lock_guard const lock(mutex_);
    return rings_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable rung_;
  int rings_ = 0;
};

/// The kernel's own events on a folder "a" with one file. Oracle, unless a test says otherwise:
/// inotify(7) and watch.h.
class WatchTest : public testing::Test {
 protected:
  WatchTest() {
    dir_.write("a/f", "old");
    EXPECT_TRUE(watch_->add(""));
    EXPECT_TRUE(watch_->add("a"));
  }
  Descriptor open(char const* path, int flags) const {
    Descriptor fd(::open((dir_ / path).c_str(), flags | O_CLOEXEC, 0644));
    EXPECT_TRUE(fd) << path;
    return fd;
  }
  static void put(Descriptor const& fd, std::string_view bytes) {
    EXPECT_EQ(::write(fd.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  void expect(Paths const& folders, Paths const& unfinished = {}) {
    auto const taken = watch_->take();
    EXPECT_EQ(taken.folders, folders);
    EXPECT_EQ(taken.unfinished, unfinished);
    EXPECT_FALSE(taken.everything);
  }

  test::TempDir dir_;
  Bell bell_;
  /// Vanished files are missed at once, so that no test depends on how fast it is.
  std::unique_ptr<Watch> watch_ =
      open_watch(dir_.path(), [this] { bell_.ring(); }, {20ms, 60ms, 5s, 0ms}).value();
};

TEST_F(WatchTest, TellsNothingWhereNothingChanges) {
  EXPECT_EQ(dir_.read("a/f"), "old");
  for (auto const& entry : fs::directory_iterator(dir_ / "a")) EXPECT_TRUE(entry.is_regular_file());
  expect({});
}

TEST_F(WatchTest, TellsAWriteInPlace) {
  {
    auto const fd = open("a/f", O_RDWR);
    put(fd, "n");
    expect({"a"}, {"a/f"});
  }
  expect({"a"});
  expect({});
}

TEST_F(WatchTest, NamesWhatWasTouchedSinceTheLastTake) {
  EXPECT_TRUE(watch_->touched().empty());
  dir_.write("a/f", "new");
  dir_.write("a/g", "new");
  fs::create_directory(dir_ / "a/folder");
  EXPECT_EQ(watch_->touched(), (Paths{"a/f", "a/g"}));
  expect({"a"});
  EXPECT_TRUE(watch_->touched().empty());
}

TEST_F(WatchTest, NamesWhatWasRenamedIntoPlace) {
  dir_.write("a/new", "whole");
  fs::rename(dir_ / "a/new", dir_ / "a/f");
  EXPECT_EQ(watch_->take().placed, (Paths{"a/f"}));
  dir_.write("a/new", "whole");
  fs::rename(dir_ / "a/new", dir_ / "a/f");
  dir_.write("a/f", "in place");
  EXPECT_EQ(watch_->take().placed, Paths{});
}

TEST_F(WatchTest, MarksWhatNothingHappenedTo) {
  auto const mark = watch_->mark("a");
  ASSERT_TRUE(mark);
  EXPECT_EQ(dir_.read("a/f"), "old");
  EXPECT_EQ(watch_->mark("a"), mark);
  dir_.write("a/f", "new");
  EXPECT_NE(watch_->mark("a"), mark) << "before anybody took it";
  (void)watch_->take();
  auto const next = watch_->mark("a");
  EXPECT_TRUE(next);
  EXPECT_NE(next, mark);
}

TEST_F(WatchTest, MarksNothingThatItDoesNotWatch) {
  fs::create_directory(dir_ / "b");
  (void)watch_->take();
  EXPECT_FALSE(watch_->mark("b"));
  auto const mark = watch_->mark("a");
  EXPECT_TRUE(watch_->add("b"));
  EXPECT_TRUE(watch_->mark("b"));
  EXPECT_NE(watch_->mark("a"), mark) << "b may have changed before it was watched";
  watch_->forget("b");
  EXPECT_FALSE(watch_->mark("b"));
}

TEST_F(WatchTest, WaitsForAFileThatIsTruncatedAndWrittenSlowly) {
  {
    auto const fd = open("a/f", O_WRONLY | O_TRUNC);
    expect({"a"}, {"a/f"});
    expect({}, {"a/f"});
    put(fd, "new");
    expect({"a"}, {"a/f"});
  }
  expect({"a"});
}

TEST_F(WatchTest, WaitsForANewFile) {
  {
    auto const fd = open("a/g", O_WRONLY | O_CREAT);
    expect({"a"}, {"a/g"});
  }
  expect({"a"});
}

TEST_F(WatchTest, TellsATemporaryFileThatReplacesAnother) {
  dir_.write("a/.f.swp", "new");
  fs::rename(dir_ / "a/.f.swp", dir_ / "a/f");
  expect({"a"});
}

TEST_F(WatchTest, WaitsNotForAFileThatIsRenamedWhileItIsOpen) {
  auto const fd = open("a/g", O_WRONLY | O_CREAT);
  put(fd, "new");
  fs::rename(dir_ / "a/g", dir_ / "a/f");
  expect({"a"});
}

TEST_F(WatchTest, TellsABackupAndANewFile) {  // vim, with backupcopy=no
  fs::rename(dir_ / "a/f", dir_ / "a/f~");
  {
    auto const fd = open("a/f", O_WRONLY | O_CREAT | O_EXCL);
    put(fd, "new");
    expect({"a"}, {"a/f"});
  }
  fs::remove(dir_ / "a/f~");
  expect({"a"});
}

TEST_F(WatchTest, BelievesNoFileThatMayComeBack) {  // git: unlink, then a new file
  auto const patient = open_watch(dir_.path(), [] {}, {20ms, 60ms, 5s, 1h}).value();
  ASSERT_TRUE(patient->add("a"));
  fs::remove(dir_ / "a/f");
  EXPECT_EQ(patient->take().unfinished, Paths{"a/f"});
  dir_.write("a/f", "new");
  EXPECT_TRUE(patient->take().unfinished.empty());
}

TEST_F(WatchTest, TellsLinksAndFilesThatAreLinkedIntoPlaceAsComplete) {
  fs::create_hard_link(dir_ / "a/f", dir_ / "a/hard");
  fs::create_symlink("f", dir_ / "a/soft");
  expect({"a"});
  auto const fd = open("a", O_WRONLY | O_TMPFILE);
  put(fd, "new");
  auto const self = "/proc/self/fd/" + std::to_string(fd.get());
  ASSERT_EQ(::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, (dir_ / "a/g").c_str(), AT_SYMLINK_FOLLOW),
            0);
  EXPECT_TRUE(watch_->take().unfinished.empty());
}

TEST_F(WatchTest, TellsRightsAndTimes) {
  fs::permissions(dir_ / "a/f", fs::perms(0600));
  expect({"a"});
  fs::last_write_time(dir_ / "a/f", fs::file_time_type::clock::now() - 1h);  // utimensat(2)
  expect({"a"});
}

TEST_F(WatchTest, TellsANewFolderWithFiles) {
  dir_.write("a/b/f", "new");
  expect({"a"});
  EXPECT_TRUE(watch_->add("a/b"));
  dir_.write("a/b/g", "new");
  expect({"a/b"});
}

TEST_F(WatchTest, TellsAMovedFolderUnderItsNewPathOnceThatIsAdded) {
  fs::rename(dir_ / "a", dir_ / "b");
  expect({"", "a"});
  EXPECT_TRUE(watch_->add("b"));
  dir_.write("b/f", "new");
  expect({"a", "b"});
  watch_->forget("a");
  dir_.write("b/f", "newer");
  expect({"b"});
}

TEST_F(WatchTest, FollowsAFolderThatTakesThePlaceOfAnother) {
  fs::create_directory(dir_ / "next");
  fs::rename(dir_ / "a", dir_ / "before");
  fs::rename(dir_ / "next", dir_ / "a");
  EXPECT_TRUE(watch_->add("a"));
  watch_->take();
  dir_.write("before/f", "new");
  expect({});
  dir_.write("a/f", "new");
  expect({"a"});
}

TEST_F(WatchTest, TellsARemovedTreeAndAFolderOfTheSameNameAgain) {
  fs::remove_all(dir_ / "a");
  expect({"", "a"});
  dir_.write("a/f", "new");
  expect({""});
  EXPECT_TRUE(watch_->add("a"));
  dir_.write("a/f", "newer");
  expect({"a"});
}

TEST_F(WatchTest, ForgetsAFolderWithAllBeneathIt) {
  fs::create_directories(dir_ / "a/b");
  EXPECT_TRUE(watch_->add("a/b"));
  watch_->take();
  watch_->forget("a");
  dir_.write("a/f", "new");
  dir_.write("a/b/f", "new");
  expect({});
}

TEST_F(WatchTest, TellsALinkedFolderUnderAllItsPaths) {
  fs::create_directory_symlink("a", dir_ / "link");
  EXPECT_TRUE(watch_->add("link"));
  watch_->take();
  auto const fd = open("link/f", O_WRONLY | O_TRUNC);
  expect({"a", "link"}, {"a/f", "link/f"});
}

TEST_F(WatchTest, MissesNothingWhereNothingIsYet) {
  EXPECT_TRUE(watch_->add("none"));
  EXPECT_TRUE(watch_->add("none/beneath"));
  EXPECT_TRUE(watch_->add("a/f"));
  dir_.write("none/f", "new");
  expect({""});
}

TEST_F(WatchTest, LooksAtNothingOutsideOfTheRoot) {  // oracle: security S17
  test::TempDir outside;
  fs::create_directory_symlink(outside.path(), dir_ / "link");
  EXPECT_TRUE(watch_->add("link"));
  EXPECT_TRUE(watch_->add(".."));
  watch_->take();
  outside.write("f", "new");
  expect({});
}

TEST_F(WatchTest, SaysWhichFolderItMayNotWatch) {  // oracle: inotify_add_watch(2), EACCES
  fs::permissions(dir_.path(), fs::perms(0755));
  fs::permissions(dir_ / "a", fs::perms(0311));
  bool const root = ::geteuid() == 0;
  watch_->forget("a");
  ASSERT_TRUE(!root || ::seteuid(65534) == 0);
  EXPECT_FALSE(watch_->add("a"));
  ASSERT_TRUE(!root || ::seteuid(0) == 0);
  fs::permissions(dir_ / "a", fs::perms(0755));
  EXPECT_TRUE(watch_->add("a"));
}

TEST_F(WatchTest, FailsWithoutAFolder) {  // oracle: watch.h
  EXPECT_EQ(open_watch(dir_ / "none", [] {}).error().kind, Kind::not_found);
}

TEST_F(WatchTest, WakesAfterAPauseAndNotBefore) {
  auto const start = Clock::now();
  dir_.write("a/f", "new");
  ASSERT_TRUE(bell_.wait_for(1));
  EXPECT_GE(Clock::now() - start, 20ms);
  expect({"a"});
}

TEST_F(WatchTest, WakesNobodyForWhatWasTaken) {
  auto slow =
      open_watch(dir_.path(), [this] { bell_.ring(); }, {.quiet = 100ms, .latest = 300ms}).value();
  watch_.reset();
  ASSERT_TRUE(slow->add("a"));
  dir_.write("a/f", "new");
  EXPECT_EQ(slow->take().folders, Paths{"a"});
  std::this_thread::sleep_for(150ms);
  EXPECT_EQ(bell_.rings(), 0);
}

TEST(WatchTimes, WakesDuringWritesThatDoNotPause) {
  test::TempDir dir;
  Bell bell;
  auto const watch =
      open_watch(dir.path(), [&] { bell.ring(); }, {.quiet = 20s, .latest = 50ms}).value();
  ASSERT_TRUE(watch->add(""));
  std::jthread const writer([&](std::stop_token const& stop) {
    while (!stop.stop_requested()) dir.write("f", "new");
  });
  EXPECT_TRUE(bell.wait_for(3));
}

TEST(WatchTimes, WaitsForAnOpenFileNoLongerThanThePatience) {
  test::TempDir dir;
  Bell bell;
  auto const watch = open_watch(dir.path(), [&] { bell.ring(); },
                                {.quiet = 5ms, .latest = 10ms, .patience = 150ms})
                         .value();
  ASSERT_TRUE(watch->add(""));
  auto const start = Clock::now();
  Descriptor const fd(::open((dir / "f").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  EXPECT_EQ(watch->take().unfinished, Paths{"f"});
  ASSERT_TRUE(bell.wait_for(1));
  EXPECT_GE(Clock::now() - start, 150ms);
  auto const taken = watch->take();
  EXPECT_EQ(taken.folders, Paths{""});
  EXPECT_TRUE(taken.unfinished.empty());
}

/// Oracle: IN_Q_OVERFLOW of inotify(7). The watch's thread is held in `wake`, so that the queue
/// fills; every event differs from the one before, or the kernel would merge them.
TEST(WatchLimits, ChecksEverythingWhenTheQueueRanOver) {
  test::TempDir dir;
  std::atomic<bool> held = false, go = false;
  auto const watch = open_watch(dir.path(), [&] {
                       held = true;
                       go.wait(false);
                     }).value();
  ASSERT_TRUE(watch->add(""));
  dir.write("f", "");
  dir.write("g", "");
  while (!held) std::this_thread::sleep_for(1ms);
  int limit = 0;
  std::ifstream("/proc/sys/fs/inotify/max_queued_events") >> limit;
  for (int i = 0; i <= limit / 2; ++i)
    for (auto const* name : {"f", "g"}) ASSERT_EQ(::chmod((dir / name).c_str(), 0600), 0);
  EXPECT_TRUE(watch->take().everything);
  go = true;
  go.notify_all();
  EXPECT_FALSE(watch->take().everything);
  dir.write("f", "new");
  EXPECT_EQ(watch->take().folders, Paths{""});
}

/// Ends the process: 0 if the watch does what it promises without further watches.
void run_out_of_watches(fs::path const& root) {
  std::ofstream limit("/proc/sys/user/max_inotify_watches");
  if (!(limit << 2 << std::flush)) ::_exit(77);
  auto const watch = open_watch(root, [] {}).value();
  bool const added = watch->add("") && watch->add("a");
  bool const refused = !watch->add("b") && !watch->add("b");
  bool const told = watch->take().everything && !watch->take().everything;
  watch->forget("a");
  ::_exit(added && refused && told && watch->add("b") ? 0 : 1);
}

/// Oracle: ENOSPC of inotify_add_watch(2). In a user namespace of its own, whose limit is private.
TEST(WatchLimits, SaysSoWhenWatchesRunOut) {
  test::TempDir dir;
  for (auto const* name : {"a", "b"}) fs::create_directory(dir / name);
  auto const child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (::unshare(CLONE_NEWUSER) != 0) ::_exit(77);
    run_out_of_watches(dir.path());
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "needs user namespaces";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

/// Oracle: watch.h; each writer's folder must be told after its last write, whoever takes.
TEST_F(WatchTest, LosesNothingBetweenThreads) {
  constexpr int writers = 4, rounds = 100;
  for (int i = 0; i < writers; ++i) {
    fs::create_directory(dir_ / std::to_string(i));
    ASSERT_TRUE(watch_->add(std::to_string(i)));
  }
  watch_->take();
  std::mutex mutex;
  std::map<std::string, int> told;
  auto const collect = [&] {
    auto const taken = watch_->take();
    std::lock_guard const lock(mutex);
    for (auto const& folder : taken.folders) ++told[folder];
  };
  std::atomic<int> lost = 0;
  {
    std::jthread const taker([&](std::stop_token const& stop) {
      while (!stop.stop_requested()) collect();
    });
    std::jthread const changer([&](std::stop_token const& stop) {
      while (!stop.stop_requested()) {
        watch_->add("a");
        watch_->forget("a");
      }
    });
    std::vector<std::jthread> threads;
    for (int i = 0; i < writers; ++i)
      threads.emplace_back([&, folder = std::to_string(i)] {
        for (int round = 0; round < rounds; ++round) {
          auto const before = [&] {
            std::lock_guard const lock(mutex);
            return told[folder];
          }();
          dir_.write(folder + "/f", std::to_string(round));
          auto const end = Clock::now() + 20s;
          while (Clock::now() < end) {
            collect();
            std::lock_guard const lock(mutex);
            if (told[folder] > before) break;
          }
          if (Clock::now() >= end) ++lost;
        }
      });
  }
  EXPECT_EQ(lost, 0);
}

}  // namespace
}  // namespace latchkey::store
