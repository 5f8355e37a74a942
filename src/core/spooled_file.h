#pragma once
// A private file for bytes on their way: it goes with its owner unless it was given another name.

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace latchkey {

/// Files up to this size may take the last of a disk.
inline constexpr std::uint64_t short_file = 1 << 20;
/// Whether `more` bytes of long files leave something to everybody else's writes: 64 MiB of the
/// disk that `fd` is on, a twentieth of a small one. Errors: internal error.disk.full.
Result<> ensure_room(int fd, std::uint64_t more);

/// One thread at a time writes, at the end only; reading is safe from any thread.
class SpooledFile {
 public:
  /// Owns `fd`, open for reading and writing, and the empty file of that absolute path.
  SpooledFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  SpooledFile(SpooledFile const&) = delete;
  SpooledFile& operator=(SpooledFile const&) = delete;
  ~SpooledFile();

  int fd() const { return fd_; }
  std::string const& path() const { return path_; }
  std::uint64_t size() const { return size_; }

  /// Errors: internal error.disk.full where it is full, for files that are not short also without
  /// `ensure_room`; the file holds a part of `bytes` then.
  Result<> append(std::string_view bytes);
  /// Up to `size` bytes from `offset`, fewer only at the end. Errors: internal.
  Result<std::string> read(std::uint64_t offset, std::size_t size) const;
  /// Waits until the bytes are on the disk. Errors: internal.
  Result<> sync() const;
  /// The file has another name now and stays.
  void release() { path_.clear(); }

 private:
  int fd_;
  std::string path_;
  std::uint64_t size_ = 0;
};

}  // namespace latchkey
