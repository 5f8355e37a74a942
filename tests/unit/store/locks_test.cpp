#include "store/locks.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "support/temp_site.h"

namespace latchkey::store {
namespace {

TEST(FileLock, IsHeldByOneAtATimeAndNamesTheHolder) {  // oracle: locks.h; flock(2) is per open file
  test::TempDir dir;
  auto const file = dir / "latchkey/lock";
  {
    auto const lock = FileLock::try_acquire(file);
    ASSERT_TRUE(lock);
    auto const second = FileLock::try_acquire(file);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Kind::locked);
    EXPECT_NE(second.error().message.find("process " + std::to_string(::getpid()) + " since 20"),
              std::string::npos)
        << second.error().message;
  }
  EXPECT_TRUE(FileLock::try_acquire(file));
}

TEST(FileLock, DiesWithItsProcess) {  // oracle: flock(2)
  test::TempDir dir;
  auto const child = ::fork();
  if (child == 0) ::_exit(FileLock::try_acquire(dir / "lock") ? 0 : 1);  // no destructor runs
  int status = 1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  EXPECT_TRUE(FileLock::try_acquire(dir / "lock"));
}

TEST(FileLock, WaitsAsLongAsItWasTold) {  // oracle: locks.h
  using namespace std::chrono_literals;
  test::TempDir dir;
  std::optional<FileLock> lock = FileLock::try_acquire(dir / "lock").value();
  auto const start = std::chrono::steady_clock::now();
  EXPECT_FALSE(FileLock::acquire(dir / "lock", 60));
  EXPECT_GE(std::chrono::steady_clock::now() - start, 60ms);
  std::thread release([&] {
    std::this_thread::sleep_for(30ms);
    lock.reset();
  });
  EXPECT_TRUE(FileLock::acquire(dir / "lock", 10'000));
  release.join();
}

TEST(FileLock, MovesWithItsOwner) {  // oracle: held while it lives
  test::TempDir dir;
  auto first = FileLock::try_acquire(dir / "lock").value();
  FileLock second(std::move(first));
  EXPECT_FALSE(FileLock::try_acquire(dir / "lock"));
}

TEST(FileLock, NamesAFolderThatIsMissing) {
  auto const lock = FileLock::try_acquire("/no/such/folder/lock");
  ASSERT_FALSE(lock);
  EXPECT_NE(lock.error().cause.find("/no/such/folder"), std::string::npos) << lock.error().cause;
}

}  // namespace
}  // namespace latchkey::store
