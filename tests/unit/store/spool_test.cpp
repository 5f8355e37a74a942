// Files on their way into the site (S16): moved in whole, private before, gone otherwise.

#include "store/spool.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "store/faults.h"
#include "store/files.h"
#include "support/temp_site.h"

namespace latchkey::store {
namespace {

namespace fs = std::filesystem;

class Spools : public testing::Test {
 protected:
  Spools() { EXPECT_TRUE(spool.prepare()); }

  std::shared_ptr<SpooledFile> spooled(std::string_view bytes, Spool& in) {
    auto file = in.begin().value();
    EXPECT_TRUE(file->append(bytes));
    return file;
  }
  std::shared_ptr<SpooledFile> spooled(std::string_view bytes) { return spooled(bytes, spool); }
  static struct stat stat_of(fs::path const& path) {
    struct stat out {};
    EXPECT_EQ(::stat(path.c_str(), &out), 0) << path;
    return out;
  }
  static std::size_t count(fs::path const& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
  }

  test::TempDir dir;
  Spool spool{dir / "spool"};
  std::unique_ptr<Files> files = open_files(dir.path()).value();
};

// Oracle: its own promise; the inverse of writing.
TEST_F(Spools, KeepBytesForTheirOwnerOnly) {
  EXPECT_EQ(stat_of(dir / "spool").st_mode & 07777, 0700U);
  {
    auto const file = spooled("0123456789");
    EXPECT_EQ(file->size(), 10U);
    EXPECT_EQ(file->read(3, 4), "3456");
    EXPECT_EQ(file->read(8, 10), "89");
    EXPECT_EQ(file->read(10, 10), "");
    EXPECT_EQ(file->read(11, 1), "");
    EXPECT_TRUE(file->sync());
    EXPECT_EQ(count(dir / "spool"), 1U);
  }
  EXPECT_EQ(count(dir / "spool"), 0U);
}

TEST_F(Spools, SweepWhatACrashLeft) {
  dir.write("spool/7.part", "half");
  dir.write("spool/note.md", "no file of the spool");
  ASSERT_TRUE(Spool(dir / "spool").prepare());
  EXPECT_FALSE(fs::exists(dir / "spool/7.part"));
  EXPECT_TRUE(fs::exists(dir / "spool/note.md"));
}

// Oracle: rename(2): the same inode under another name.
TEST_F(Spools, MoveFilesIntoTheSite) {
  auto const file = spooled("bytes");
  auto const inode = stat_of(file->path()).st_ino;
  ASSERT_TRUE(files->place("content/1_a/film.mp4", Blob(file)));
  auto const now = stat_of(dir / "content/1_a/film.mp4");
  EXPECT_EQ(now.st_ino, inode);
  dir.write("twin", "");
  EXPECT_EQ(now.st_mode, stat_of(dir / "twin").st_mode) << "that of any other new file";
  EXPECT_EQ(count(dir / "spool"), 0U);
  EXPECT_EQ(file->read(0, 9), "bytes");
}

// Oracle: the twin `replace`: an existing file keeps its mode, folders and paths outside are
// refused.
TEST_F(Spools, TakeThePlaceOfAFileAsReplaceDoes) {
  dir.write("a.md", "old");
  fs::permissions(dir / "a.md", fs::perms(0640));
  ASSERT_TRUE(files->place("a.md", Blob(spooled("new"))));
  EXPECT_EQ(dir.read("a.md"), "new");
  EXPECT_EQ(stat_of(dir / "a.md").st_mode & 07777, 0640U);
  ASSERT_TRUE(
      files->place("b.md", Blob(spooled("mine")), {.mode = 0600, .mtime_ns = 5'000'000'007}));
  EXPECT_EQ(stat_of(dir / "b.md").st_mode & 07777, 0600U);
  EXPECT_EQ(stat_of(dir / "b.md").st_mtim.tv_nsec, 7);
  for (auto const* path : {"spool", "../x", "/x", ""})
    EXPECT_FALSE(files->place(path, Blob(spooled("x")))) << path;
  EXPECT_EQ(count(dir / "spool"), 0U);
}

// Oracle: rename(2), EXDEV: what cannot be moved is copied.
TEST_F(Spools, CopyToAnotherFileSystem) {
  std::error_code none;
  if (!fs::exists("/dev/shm", none) || stat_of("/dev/shm").st_dev == stat_of(dir.path()).st_dev)
    GTEST_SKIP() << "there is no second file system here";
  auto const folder = fs::path("/dev/shm") / dir.path().filename();
  Spool elsewhere(folder);
  ASSERT_TRUE(elsewhere.prepare());
  std::string const bytes(2'500'000, 'z');
  {
    auto const file = spooled(bytes, elsewhere);
    ASSERT_TRUE(files->place("far.mp4", Blob(file)));
  }
  EXPECT_TRUE(dir.read("far.mp4") == bytes);
  EXPECT_EQ(count(folder), 0U);
  fs::remove_all(folder);
}

// Oracle: S16: the old file or the new one, whichever call to the disk fails, and nothing beside.
TEST_F(Spools, LeaveTheOldFileOnAFailingDisk_S16) {
  for (int n = 0;; ++n) {
    dir.write("site/a.md", "old");
    auto const file = spooled("new");
    FaultPlan plan{n, ENOSPC};
    fault_plan = &plan;
    auto const placed = files->place("site/a.md", Blob(file));
    fault_plan = nullptr;
    auto const bytes = dir.read("site/a.md");
    EXPECT_EQ(count(dir / "site"), 1U) << n;
    EXPECT_TRUE(bytes == "old" || bytes == "new") << n;
    if (!placed) {
      EXPECT_EQ(placed.error().message, "The disk is full");
    }
    if (plan.calls <= n) {
      EXPECT_TRUE(placed && n > 2);
      EXPECT_EQ(bytes, "new");
      break;
    }
  }
  EXPECT_EQ(count(dir / "spool"), 0U);
}

// Oracle: comparing whole texts.
TEST_F(Spools, CompareWithoutReadingWhole) {
  std::string bytes(2'200'000, 'q');
  ASSERT_TRUE(files->replace("there", bytes));
  EXPECT_EQ(files->holds("there", Blob(spooled(bytes))), true);
  EXPECT_EQ(files->holds("there", bytes), true);
  for (auto const at : {std::size_t(0), std::size_t(1 << 20), bytes.size() - 1}) {
    auto other = bytes;
    other[at] = 'p';
    EXPECT_EQ(files->holds("there", Blob(spooled(other))), false) << at;
    EXPECT_EQ(files->holds("there", other), false) << at;
  }
  EXPECT_EQ(files->holds("there", bytes + "q"), false);
  EXPECT_FALSE(files->holds("missing", bytes));
  auto const joined = spooled("first ");
  ASSERT_TRUE(files->copy_to(*joined, "there"));
  EXPECT_EQ(joined->size(), bytes.size() + 6);
  EXPECT_EQ(joined->read(4, 4), "t qq");
}

}  // namespace
}  // namespace latchkey::store
