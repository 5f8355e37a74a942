#pragma once
// The private folder of files on their way into the site. What a crash left there goes at the next
// start.

#include <atomic>
#include <filesystem>
#include <memory>

#include "core/spooled_file.h"

namespace latchkey::store {

/// Safe from any thread. The folder should be on the file system of the site, so that files can be
/// moved in instead of copied.
class Spool {
 public:
  explicit Spool(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Makes the folder (0700) where it is missing and removes what is in it; before any file is
  /// begun, by the one process that owns the site. Errors: internal.
  Result<> prepare() const;
  /// An empty file. Its mode is that of new files of the site: the folder keeps it private. Errors:
  /// internal, "The disk is full" where it is.
  Result<std::shared_ptr<SpooledFile>> begin();
  /// As latchkey::ensure_room, of the disk the folder is on.
  Result<> ensure_room(std::uint64_t more) const;

 private:
  std::filesystem::path folder_;
  std::atomic<std::uint64_t> last_{0};
};

}  // namespace latchkey::store
