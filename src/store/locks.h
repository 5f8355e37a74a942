#pragma once
// Two locks of a site: one server at a time, one writer at a time. Both die with the process
// (flock).

#include <filesystem>
#include <string>

#include "core/result.h"

namespace latchkey::store {

/// Held while it lives.
class FileLock {
 public:
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

  /// Takes the lock at once or fails: locked, with the holder's pid and since when in `message`.
  static Result<FileLock> try_acquire(std::filesystem::path const& file);
  /// Waits up to `patience_ms`.
  static Result<FileLock> acquire(std::filesystem::path const& file, int patience_ms);

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace latchkey::store
