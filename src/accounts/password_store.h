#pragma once
// Password files by account, read on demand and remembered as long as their stamp stays.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "accounts/account_file.h"
#include "core/result.h"
#include "store/files.h"

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
  explicit PasswordStore(store::Files& files) : files_(files) {}

  /// One stat when nothing changed. Null where the file (or the account) does not exist. Errors:
  /// internal.
  Result<std::shared_ptr<StoredPassword const>> find(std::string_view id) const;
  Result<std::optional<store::Stamp>> stamp(std::string_view id) const;
  /// Replaces the file; a new one gets mode 0600. `mtime_ns` keeps a time.
  Result<> write(std::string_view id, PasswordLines const& lines,
                 std::optional<std::int64_t> mtime_ns = {});

 private:
  Result<std::shared_ptr<StoredPassword const>> read(std::string const& path) const;

  store::Files& files_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, std::shared_ptr<StoredPassword const>> known_;
};

}  // namespace latchkey::accounts
