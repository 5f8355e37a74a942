#pragma once
// Files whose n-th operation fails, as on a full, broken or forbidden disk.

#include <cerrno>

#include "store/disk_error.h"
#include "store/files.h"

namespace latchkey::test {

/// Which operations count: every one, or those that change the disk.
enum class Counting { all, changes };

/// Passes everything to `inner`; from `fail_at(n)` on, the n-th counted operation (from 0) fails
/// without doing anything, with `error` (ENOSPC, EACCES, EIO, …) as the real disk would say it.
/// `sticky`: all later ones fail too.
class FaultyFiles final : public store::Files {
 public:
  explicit FaultyFiles(store::Files& inner, Counting counting = Counting::all)
      : inner_(inner), counting_(counting) {}

  void fail_at(int n, int error = EIO, bool sticky = false) {
    count_ = 0;
    fail_at_ = n;
    error_ = error;
    sticky_ = sticky;
  }
  void heal() { fail_at_ = -1; }
  int count() const { return count_; }  ///< operations since fail_at

  Result<std::string> read(std::string_view path, std::size_t limit) const override {
    if (due(false)) return failure("read", path);
    return inner_.read(path, limit);
  }
  Result<std::optional<store::Stamp>> stat(std::string_view path) const override {
    if (due(false)) return failure("stat", path);
    return inner_.stat(path);
  }
  Result<std::vector<store::Entry>> list(std::string_view path) const override {
    if (due(false)) return failure("list", path);
    return inner_.list(path);
  }
  Result<> replace(std::string_view path, std::string_view bytes,
                   store::WriteOptions const& options) override {
    if (due(true)) return failure("replace", path);
    return inner_.replace(path, bytes, options);
  }
  Result<> make_directories(std::string_view path) override {
    if (due(true)) return failure("make the folder", path);
    return inner_.make_directories(path);
  }
  Result<> rename(std::string_view from, std::string_view to) override {
    if (due(true)) return failure("rename", from);
    return inner_.rename(from, to);
  }
  Result<> remove(std::string_view path) override {
    if (due(true)) return failure("remove", path);
    return inner_.remove(path);
  }
  Result<> overwrite(std::string_view path, std::uint64_t offset, std::string_view bytes) override {
    if (due(true)) return failure("write", path);
    return inner_.overwrite(path, offset, bytes);
  }
  std::recursive_mutex& turn() const override { return inner_.turn(); }
  bool writable(std::string_view path) const override {
    return !due(false) && inner_.writable(path);
  }
  Result<std::pair<int, store::Stamp>> open_for_sending(std::string_view path) const override {
    if (due(false)) return failure("open", path);
    return inner_.open_for_sending(path);
  }

 private:
  bool due(bool is_change) const {
    if (counting_ == Counting::changes && !is_change) return false;
    auto const n = count_++;
    return fail_at_ >= 0 && (n == fail_at_ || (sticky_ && n > fail_at_));
  }
  Failure failure(std::string_view action, std::string_view path) const {
    return store::disk_failure(action, path, error_);
  }

  store::Files& inner_;
  Counting counting_;
  mutable int count_ = 0;
  int fail_at_ = -1, error_ = EIO;
  bool sticky_ = false;
};

}  // namespace latchkey::test
