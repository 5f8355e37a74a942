#include "store/locks.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <thread>

#include "store/disk_error.h"
#include "store/private_folder.h"

namespace latchkey::store {
namespace {

std::string read_holder(int fd) {
  std::array<char, 128> text;
  auto const length = ::pread(fd, text.data(), text.size(), 0);
  std::string out(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  return out.substr(0, out.find('\n'));
}

void write_holder(int fd) {
  auto const text = fmt::format("process {} since {:%Y-%m-%dT%H:%M:%SZ}\n", ::getpid(),
                                fmt::gmtime(std::time(nullptr)));
  // For people only, so a full disk must not refuse the lock.
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, text.data(), text.size(), 0) < 0) return;
}

Failure held(std::filesystem::path const& file, int fd) {
  auto const holder = read_holder(fd);
  return fail(
      Kind::locked, "",
      fmt::format("{} is held by {}", file.string(), holder.empty() ? "another process" : holder),
      "lock " + file.string());
}

}  // namespace

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);  // the file stays: removing it would let two starters lock two files
}

Result<FileLock> FileLock::try_acquire(std::filesystem::path const& file) {
  return acquire(file, 0);
}

Result<FileLock> FileLock::acquire(std::filesystem::path const& file, int patience_ms) {
  using std::chrono::milliseconds;
  LK_CHECK(ensure_private_folder(file.parent_path()));
  FileLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (lock.fd_ < 0) return disk_failure("open the lock", file.string(), errno);
  auto const end = std::chrono::steady_clock::now() + milliseconds(patience_ms);
  while (::flock(lock.fd_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return disk_failure("lock", file.string(), errno);
    if (std::chrono::steady_clock::now() >= end) return held(file, lock.fd_);
    std::this_thread::sleep_for(milliseconds(10));
  }
  LK_CHECK(adopt_parent_owner(lock.fd_, file));
  write_holder(lock.fd_);
  return lock;
}

}  // namespace latchkey::store
