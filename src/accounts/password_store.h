#pragma once
// Password files by account, read on demand and remembered as long as their stamp stays.

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "accounts/account_file.h"
#include "core/clock.h"
#include "core/result.h"
#include "store/files.h"
#include "store/watch.h"

namespace latchkey::accounts {

/// One `.htpasswd` with the stamp it had when it was read.
struct StoredPassword {
  store::Stamp stamp;
  PasswordLines lines;
};

/// Text that changes whenever the file does.
std::string stamp_text(store::Stamp const& stamp);

/// Safe from any thread.
class PasswordStore {
 public:
  PasswordStore(store::Files& files, Clock const& clock) : files_(files), clock_(clock) {}
  /// Before the first look.
  void use_marks(store::DiskMark mark) { mark_ = std::move(mark); }

  /// At most one stat when nothing changed. Null where the file (or the account) does not exist.
  /// Errors: internal.
  Result<std::shared_ptr<StoredPassword const>> find(std::string_view id) const;
  /// Of now; where a mark says that nothing happened, of at most a second ago: what is written
  /// through a link or another name is told nobody.
  Result<std::optional<store::Stamp>> stamp(std::string_view id) const;
  /// Replaces the file; a new one gets mode 0600. `mtime_ns` keeps a time.
  Result<> write(std::string_view id, PasswordLines const& lines,
                 std::optional<std::int64_t> mtime_ns = {});

 private:
  struct Seen {
    std::optional<store::Stamp> stamp;
    std::uint64_t mark;
    Instant at;
  };
  Result<std::shared_ptr<StoredPassword const>> read(std::string const& path) const;
  std::optional<Seen> seen(std::string const& folder, std::uint64_t mark) const;

  store::Files& files_;
  Clock const& clock_;
  store::DiskMark mark_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, Seen> seen_;  ///< by folder
  mutable std::unordered_map<std::string, std::shared_ptr<StoredPassword const>> known_;
};

}  // namespace latchkey::accounts
