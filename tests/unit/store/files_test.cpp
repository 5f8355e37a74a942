#include "store/files.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <set>

#include "store/disk_files.h"
#include "store/faults.h"
#include "support/faulty_files.h"
#include "support/temp_site.h"

namespace latchkey::store {
namespace {

namespace fs = std::filesystem;

/// Everything is asked of both resolvers: the kernel's openat2 and our own walk are each other's
/// twins.
class DiskFiles : public testing::TestWithParam<Resolver> {
 protected:
  test::TempDir dir_;
  std::unique_ptr<Files> files_ = open_files(dir_.path(), GetParam()).value();

  std::set<std::string> names(std::string_view folder = "") const {
    std::set<std::string> out;
    for (auto const& entry : fs::directory_iterator(dir_ / folder))
      out.insert(entry.path().filename());
    return out;
  }
  static unsigned mode_of(fs::path const& path) {
    return static_cast<unsigned>(fs::status(path).permissions());
  }
};

INSTANTIATE_TEST_SUITE_P(Both, DiskFiles, testing::Values(Resolver::kernel, Resolver::walk),
                         [](auto const& kind) {
                           return kind.param == Resolver::kernel ? "kernel" : "walk";
                         });

// Oracle: the slow twin, `stat`.
TEST_P(DiskFiles, QuickStatSaysWhatStatSays) {
  dir_.write("folder/file", "12345");
  fs::create_symlink("file", dir_ / "folder/link");
  fs::create_symlink("/etc/passwd", dir_ / "folder/outside");
  for (std::string const path : {"folder/file", "folder/link", "folder", "folder/none", "none/x"})
    EXPECT_EQ(files_->quick_stat(path).value(), files_->stat(path).value()) << path;
  EXPECT_EQ(files_->quick_stat("folder/outside").has_value(),
            files_->stat("folder/outside").has_value());
}

TEST_P(DiskFiles, ReadsBackWhatItWrote) {  // oracle: inverse
  for (std::string const& bytes :
       {std::string(), std::string("a\0b\xff\n", 5), std::string(300'000, 'x')}) {
    ASSERT_TRUE(files_->replace("a/b/c.txt", bytes));
    EXPECT_EQ(files_->read("a/b/c.txt"), bytes);
    EXPECT_EQ(files_->stat("a/b/c.txt").value()->size, bytes.size());
  }
  EXPECT_EQ(names("a/b"), std::set<std::string>{"c.txt"});
}

TEST_P(DiskFiles, RefusesMoreThanTheLimit) {  // oracle: files.h
  ASSERT_TRUE(files_->replace("f", "12345"));
  EXPECT_EQ(files_->read("f", 5), "12345");
  EXPECT_EQ(files_->read("f", 4).error().kind, Kind::too_large);
}

// Oracle: security S17 and S1. The secret lies beside the root; nothing may open it.
TEST_P(DiskFiles, OpensNothingOutsideOfTheRoot_S17) {
  test::TempDir outside;
  outside.write("secret", "secret");
  dir_.write("in/file", "inside");
  fs::create_symlink(outside / "secret", dir_ / "absolute");
  fs::create_directory_symlink(outside.path(), dir_ / "folder");
  fs::create_symlink("../" + outside.path().filename().string() + "/secret", dir_ / "relative");
  fs::create_directory_symlink("..", dir_ / "up");
  fs::create_symlink("loop", dir_ / "loop");
  std::string const inside_twice = "../" + dir_.path().filename().string() + "/in/file";
  auto const by_root = (dir_ / "in/file").string(),
             by_name = outside.path().filename().string() + "/secret";
  std::string const paths[] = {"..",
                               "../",
                               "in/..",
                               "in/../../" + by_name,
                               "/etc/passwd",
                               by_root,
                               "absolute",
                               "folder/secret",
                               "relative",
                               "up",
                               "up/" + by_name,
                               "loop",
                               "loop/x",
                               inside_twice,
                               std::string("in/file\0", 8),
                               std::string("\0", 1),
                               "in/" + std::string(256, 'n'),
                               std::string(10'000, 'n'),
                               "in/file/",
                               "in/file/x",
                               "%2e%2e/x",
                               "missing"};
  for (auto const& path : paths) {
    EXPECT_EQ(files_->read(path).error().kind, Kind::not_found) << path;
    EXPECT_EQ(files_->open_for_sending(path).error().kind, Kind::not_found) << path;
    EXPECT_EQ(files_->list(path).error().kind, Kind::not_found) << path;
    EXPECT_EQ(files_->stat(path).value(), std::nullopt) << path;
  }
  for (auto const* path : {"../x", "/tmp/x", "folder/x", "up/x", "absolute", "relative", "", "."})
    EXPECT_EQ(files_->replace(path, "x").error().kind, Kind::not_found) << path;
  EXPECT_TRUE(files_->remove("folder/secret"));  // nothing is there for us
  EXPECT_EQ(files_->rename("in/file", "folder/file").error().kind, Kind::not_found);
  EXPECT_EQ(files_->remove("..").error().kind, Kind::not_found);
  EXPECT_EQ(files_->remove("").error().kind, Kind::not_found);
  EXPECT_EQ(outside.read("secret"), "secret");
  EXPECT_EQ(dir_.read("in/file"), "inside");
}

TEST_P(DiskFiles, FollowsLinksThatStayBelowTheRoot) {  // oracle: files.h
  dir_.write("real/file", "inside");
  fs::create_symlink("real/file", dir_ / "link");
  fs::create_directory_symlink("../real", dir_ / "real/again");
  EXPECT_EQ(files_->read("link"), "inside");
  EXPECT_EQ(files_->read("real/again/again/file"), "inside");
  ASSERT_TRUE(files_->replace("real/again/../file" + std::string(), "x").error().kind ==
              Kind::not_found);
}

TEST_P(DiskFiles, WritesThroughALinkAndKeepsIt) {  // oracle: file_put_contents follows links
  dir_.write("real/file", "old");
  fs::create_directories(dir_ / "links");
  fs::create_symlink("../real/file", dir_ / "links/link");
  ASSERT_TRUE(files_->replace("links/link", "new"));
  EXPECT_EQ(dir_.read("real/file"), "new");
  EXPECT_TRUE(fs::is_symlink(dir_ / "links/link"));
  EXPECT_EQ(names("real"), std::set<std::string>{"file"});
}

TEST_P(DiskFiles, ListsFilesAndFoldersInByteOrder) {  // oracle: files.h
  for (auto const* name : {"b", "a", "B", ".hidden", "\xc3\xa4"}) dir_.write(name, "");
  fs::create_directory(dir_ / "folder");
  fs::create_symlink("folder", dir_ / "inner");
  fs::create_symlink("/etc", dir_ / "outer");
  fs::create_symlink("nowhere", dir_ / "broken");
  ASSERT_EQ(::mkfifo((dir_ / "fifo").c_str(), 0600), 0);
  auto const entries = files_->list("").value();
  std::vector<std::pair<std::string, bool>> seen;
  for (auto const& entry : entries) seen.emplace_back(entry.name, entry.is_directory);
  EXPECT_EQ(seen, (std::vector<std::pair<std::string, bool>>{{".hidden", false},
                                                             {"B", false},
                                                             {"a", false},
                                                             {"b", false},
                                                             {"folder", true},
                                                             {"inner", true},
                                                             {"\xc3\xa4", false}}));
  EXPECT_EQ(files_->list("a").error().kind, Kind::not_found);
}

TEST_P(DiskFiles, DoesNotHangOnFifosAndSockets) {  // oracle: open(2): a FIFO without O_NONBLOCK
                                                   // waits for a writer
  ASSERT_EQ(::mkfifo((dir_ / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(files_->read("fifo").error().kind, Kind::not_found);
  EXPECT_EQ(files_->open_for_sending("fifo").error().kind, Kind::not_found);
}

TEST_P(DiskFiles, KeepsTheModeOfAFileAndGivesNewOnesTheWantedMode) {  // oracle: files.h
  ASSERT_TRUE(files_->replace("new", "1", {.mode = 0600}));
  EXPECT_EQ(mode_of(dir_ / "new"), 0600U);
  fs::permissions(dir_ / "new", fs::perms(0640));
  ASSERT_TRUE(files_->replace("new", "2", {.mode = 0644}));
  EXPECT_EQ(mode_of(dir_ / "new"), 0640U);
}

TEST_P(DiskFiles, KeepsOwnersWhereItIsRoot) {  // oracle: files.h; chown(2)
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  dir_.write("f/old", "1");
  ASSERT_EQ(::chown((dir_ / "f").c_str(), 1234, 1234), 0);
  ASSERT_EQ(::chown((dir_ / "f/old").c_str(), 1235, 1236), 0);
  ASSERT_TRUE(files_->replace("f/old", "2"));
  ASSERT_TRUE(files_->replace("f/sub/new", "2"));
  struct stat s {};
  ASSERT_EQ(::stat((dir_ / "f/old").c_str(), &s), 0);
  EXPECT_EQ(s.st_uid, 1235U);
  EXPECT_EQ(s.st_gid, 1236U);
  ASSERT_EQ(::stat((dir_ / "f/sub/new").c_str(), &s), 0);
  EXPECT_EQ(s.st_uid, 1234U);
}

TEST_P(DiskFiles, KeepsAGivenTime) {  // oracle: utimensat(2)
  for (std::int64_t const time : {1'700'000'000'123'456'789, -5'000'000'001}) {
    ASSERT_TRUE(files_->replace("f", "1", {.mtime_ns = time}));
    EXPECT_EQ(files_->stat("f").value()->mtime_ns, time);
  }
  EXPECT_EQ(files_->stat("f").value()->mtime_seconds(), -6);
}

TEST_P(DiskFiles,
       ChangesTheStampWithEveryReplacement) {  // oracle: a renamed file has another inode
  ASSERT_TRUE(files_->replace("f", "1", {.mtime_ns = 0}));
  auto const before = files_->stat("f").value();
  ASSERT_TRUE(files_->replace("f", "2", {.mtime_ns = 0}));
  EXPECT_NE(files_->stat("f").value(), before);
}

TEST_P(DiskFiles,
       AcceptsNamesOf255Bytes) {  // oracle: NAME_MAX; the temporary name must fit as well
  std::string const name(255, 'n');
  ASSERT_TRUE(files_->replace(name, "x"));
  EXPECT_EQ(files_->read(name), "x");
}

TEST_P(DiskFiles, RemovesTreesButNotWhatTheirLinksLeadTo) {  // oracle: files.h
  test::TempDir outside;
  outside.write("kept", "kept");
  dir_.write("tree/a/b/c", "1");
  dir_.write("kept", "1");
  fs::create_directory_symlink(outside.path(), dir_ / "tree/a/link");
  fs::create_symlink("../kept", dir_ / "tree/inner");
  ASSERT_TRUE(files_->remove("tree"));
  EXPECT_EQ(names(), std::set<std::string>{"kept"});
  EXPECT_EQ(outside.read("kept"), "kept");
  EXPECT_TRUE(files_->remove("tree"));
  EXPECT_TRUE(files_->remove("no/such/folder"));
}

TEST_P(DiskFiles, MovesFoldersAndNamesMissingOnes) {  // oracle: rename(2)
  dir_.write("a/f", "1");
  ASSERT_TRUE(files_->make_directories("x/y"));
  ASSERT_TRUE(files_->rename("a", "x/y/b"));
  EXPECT_EQ(dir_.read("x/y/b/f"), "1");
  EXPECT_EQ(files_->rename("a", "c").error().kind, Kind::not_found);
}

TEST_P(DiskFiles, KnowsWhatIsWritable) {  // oracle: files.h
  dir_.write("f", "1");
  for (auto const* path : {"", "f", "new", "new/deep/er"})
    EXPECT_TRUE(files_->writable(path)) << path;
  for (auto const* path : {"f/x", "../x", "/tmp"}) EXPECT_FALSE(files_->writable(path)) << path;
}

TEST_P(DiskFiles, NamesPathAndReasonOfAFailure) {  // oracle: the brief of Error: hint for people,
                                                   // cause for the log
  for (auto const& [error, hint] :
       {std::pair(ENOSPC, "The disk is full"), std::pair(EROFS, "The file system is read-only"),
        std::pair(EACCES, "The server lacks permission for a file or folder")}) {
    FaultPlan plan{0, error};
    fault_plan = &plan;
    auto const result = files_->replace("f.txt", "x");
    fault_plan = nullptr;
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Kind::internal);
    EXPECT_EQ(result.error().message, hint);
    EXPECT_NE(result.error().cause.find("f.txt: "), std::string::npos) << result.error().cause;
    EXPECT_NE(result.error().cause.find(strerrordesc_np(error)), std::string::npos)
        << result.error().cause;
  }
}

// Oracle: STYLE 6, fault injection: whatever call fails, the old bytes or the new ones are there
// and nothing else.
TEST_P(DiskFiles, LeavesTheOldOrTheNewBytesWhicheverCallFails) {
  for (bool const exists : {true, false}) {
    for (int n = 0;; ++n) {
      fs::remove_all(dir_ / "a");
      if (exists) dir_.write("a/f", "old");
      FaultPlan plan{n, ENOSPC};
      fault_plan = &plan;
      auto const result = files_->replace("a/f", "new", {.mtime_ns = 1});
      fault_plan = nullptr;
      if (result) {
        EXPECT_GT(n, 4);
        EXPECT_EQ(dir_.read("a/f"), "new");
        break;
      }
      if (!dir_.exists("a")) continue;
      EXPECT_TRUE(names("a").empty() || names("a") == std::set<std::string>{"f"}) << "call " << n;
      auto const bytes = dir_.read("a/f");
      EXPECT_TRUE(bytes == "new" || bytes == (exists ? "old" : ""))
          << "call " << n << ": " << bytes;
    }
  }
}

TEST_P(DiskFiles, ReportsAFailedRemovalAndCanRepeatIt) {  // oracle: as above
  for (int n = 0;; ++n) {
    dir_.write("tree/a/f", "1");
    dir_.write("tree/g", "1");
    FaultPlan plan{n, EIO};
    fault_plan = &plan;
    bool const done = files_->remove("tree").has_value();
    fault_plan = nullptr;
    ASSERT_TRUE(files_->remove("tree"));
    EXPECT_TRUE(names().empty());
    if (done) break;
    ASSERT_LT(n, 20);
  }
}

TEST(OpenFiles, NamesAMissingRoot) {  // oracle: files.h
  EXPECT_EQ(open_files("/no/such/folder").error().kind, Kind::not_found);
  test::TempDir dir;
  dir.write("file", "");
  EXPECT_EQ(open_files(dir / "file").error().kind, Kind::not_found);
}

TEST(FaultyFiles, FailsTheNthOperationOnly) {  // oracle: its own comment
  test::TempDir dir;
  auto const disk = open_files(dir.path()).value();
  test::FaultyFiles files(*disk, test::Counting::changes);
  files.fail_at(1, ENOSPC);
  EXPECT_TRUE(files.replace("a", "1", {}));
  EXPECT_TRUE(files.read("a", 10));
  EXPECT_EQ(files.replace("b", "1", {}).error().message, "The disk is full");
  EXPECT_TRUE(files.replace("b", "1", {}));
  files.fail_at(0, EACCES, true);
  EXPECT_FALSE(files.remove("a"));
  EXPECT_FALSE(files.remove("a"));
  files.heal();
  EXPECT_TRUE(files.remove("a"));
}

}  // namespace
}  // namespace latchkey::store
