#include "core/spooled_file.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace latchkey {
namespace {

Failure spool_failure(char const* action, int error) {
  bool const is_full = error == ENOSPC || error == EDQUOT;
  return fail(Kind::internal, is_full ? "error.disk.full" : "error.disk.failed",
              is_full ? "The disk is full" : "The server could not complete the request",
              std::string(action) + " a spooled file: " + std::strerror(error));
}

}  // namespace

Result<> ensure_room(int fd, std::uint64_t more) {
  struct statvfs disk {};
  if (::fstatvfs(fd, &disk) != 0 || disk.f_blocks == 0) return {};  // it does not tell
  constexpr std::uint64_t most_left = 64 << 20;
  auto const left = std::min(most_left, std::uint64_t{disk.f_blocks} * disk.f_frsize / 20);
  if (std::uint64_t{disk.f_bavail} * disk.f_frsize >= left + more) return {};
  return spool_failure("write", ENOSPC);
}

SpooledFile::~SpooledFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
  ::close(fd_);
}

Result<> SpooledFile::append(std::string_view bytes) {
  if (size_ + bytes.size() > short_file) LK_CHECK(ensure_room(fd_, bytes.size()));
  while (!bytes.empty()) {
    auto const n = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return spool_failure("write", n < 0 ? errno : EIO);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    size_ += static_cast<std::uint64_t>(n);
  }
  return {};
}

Result<std::string> SpooledFile::read(std::uint64_t offset, std::size_t size) const {
  auto const left = size_ - std::min(offset, size_);
  std::string out(std::min<std::uint64_t>(size, left), '\0');
  std::size_t got = 0;
  while (got < out.size()) {
    auto const n =
        ::pread(fd_, out.data() + got, out.size() - got, static_cast<off_t>(offset + got));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return spool_failure("read", n < 0 ? errno : EIO);
    got += static_cast<std::size_t>(n);
  }
  return out;
}

Result<> SpooledFile::sync() const {
  if (::fdatasync(fd_) != 0) return spool_failure("sync", errno);
  return {};
}

}  // namespace latchkey
