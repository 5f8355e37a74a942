#pragma once
// A site's folder in memory: times tick with every write, so stamps behave as on a disk. Counts
// what is asked of it.

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>

#include "core/clock.h"
#include "core/text.h"
#include "store/files.h"

namespace latchkey::test {

class MemoryFiles final : public store::Files {
 public:
  void put(std::string const& path, std::string bytes) { ASSERT_OK(replace(path, bytes)); }

  Result<std::string> read(std::string_view path, std::size_t limit) const override {
    std::lock_guard const lock(mutex_);
    ++operations;
    auto const found = files_.find(std::string(path));
    if (found == files_.end()) return missing(path);
    if (found->second.bytes.size() > limit) return fail(Kind::too_large, "", "too large");
    return found->second.bytes;
  }

  Result<std::optional<store::Stamp>> stat(std::string_view path) const override {
    std::lock_guard const lock(mutex_);
    ++operations;
    if (auto const file = files_.find(std::string(path)); file != files_.end())
      return store::Stamp{file->second.time, file->second.bytes.size(), file->second.inode, false};
    if (auto const folder = folders_.find(std::string(path)); folder != folders_.end())
      return store::Stamp{folder->second.time, 0, folder->second.inode, true};
    return std::nullopt;
  }

  Result<std::vector<store::Entry>> list(std::string_view path) const override {
    std::lock_guard const lock(mutex_);
    ++operations;
    if (!folders_.contains(std::string(path))) return missing(path);
    std::map<std::string, store::Entry> entries;
    for (auto const& [file, is] : files_) add_entry(entries, path, file, is.inode, false);
    for (auto const& [folder, is] : folders_) add_entry(entries, path, folder, is.inode, true);
    std::vector<store::Entry> out;
    for (auto& [name, entry] : entries) out.push_back(std::move(entry));
    return out;
  }

  Result<> replace(std::string_view path, std::string_view bytes,
                   store::WriteOptions const& options = {}) override {
    std::lock_guard const lock(mutex_);
    ++operations;
    if (fail_writes) return fail_internal("the disk is full");
    if (folders_.contains(std::string(path)) || is_in_file(path)) return in_the_way(path);
    make_parents(path);
    auto const time = options.mtime_ns.value_or(tick());
    if (!files_.contains(std::string(path))) touch_parent(path);
    files_[std::string(path)] = {std::string(bytes), time, next_inode_++};
    return {};
  }

  Result<> make_directories(std::string_view path) override {
    std::lock_guard const lock(mutex_);
    if (is_in_file(std::string(path) + "/x")) return in_the_way(path);
    make_parents(std::string(path) + "/x");
    return {};
  }

  /// As rename(2): a file over a file, a folder over an empty one.
  Result<> rename(std::string_view from, std::string_view to) override {
    std::lock_guard const lock(mutex_);
    bool const is_folder = folders_.contains(std::string(from));
    if (!is_folder && !files_.contains(std::string(from))) return missing(from);
    if (auto const at = to.rfind('/');
        at != to.npos && !folders_.contains(std::string(to.substr(0, at))))
      return missing(to);
    if (from == to) return {};
    bool const onto_folder = folders_.contains(std::string(to));
    bool const is_taken =
        is_folder ? files_.contains(std::string(to)) || !is_empty(to) : onto_folder;
    if (is_taken || is_beneath(to, from)) return in_the_way(to);
    if (is_folder) folders_.erase(std::string(to));
    if (!is_folder) files_.erase(std::string(to));
    move(files_, from, to);
    move(folders_, from, to);
    touch_parent(from);
    touch_parent(to);
    return {};
  }

  Result<> remove(std::string_view path) override {
    std::lock_guard const lock(mutex_);
    auto const beneath = [&](auto const& item) { return is_beneath(item.first, path); };
    if (std::erase_if(files_, beneath) + std::erase_if(folders_, beneath) > 0) touch_parent(path);
    return {};
  }

  Result<> overwrite(std::string_view path, std::uint64_t offset, std::string_view bytes) override {
    std::lock_guard const lock(mutex_);
    ++operations;
    if (fail_writes) return fail_internal("the disk is full");
    make_parents(path);
    auto& file = files_[std::string(path)];
    if (file.inode == 0) file.inode = next_inode_++;
    if (file.bytes.size() < offset + bytes.size()) file.bytes.resize(offset + bytes.size());
    file.bytes.replace(offset, bytes.size(), bytes);
    file.time = tick();
    return {};
  }

  bool writable(std::string_view) const override { return true; }

  Result<std::pair<int, store::Stamp>> open_for_sending(std::string_view path) const override {
    return missing(path);
  }

  /// Everything as it is, to come back to; stamps of later writes never repeat.
  struct Saved;
  std::shared_ptr<Saved const> save() const;
  void restore(Saved const& saved);

  /// From now on writes happen at the time of `clock`, which must live as long; a millisecond
  /// apart.
  void follow(Clock const& clock) { clock_ = &clock; }

  mutable std::atomic<int> operations{0};
  std::atomic<bool> fail_writes{false};

 private:
  struct File {
    std::string bytes;
    std::int64_t time = 0;
    std::uint64_t inode = 0;
    bool operator==(File const&) const = default;
  };
  struct Folder {
    std::int64_t time = 0;
    std::uint64_t inode = 0;
    bool operator==(Folder const&) const = default;
  };

  static Failure missing(std::string_view path) {
    return latchkey::fail(Kind::not_found, "", std::string(path) + " does not exist");
  }
  static Failure in_the_way(std::string_view path) {
    return fail_internal("something is in the way of " + std::string(path));
  }
  bool is_in_file(std::string_view path) const {
    for (auto at = path.find('/'); at != path.npos; at = path.find('/', at + 1))
      if (files_.contains(std::string(path.substr(0, at)))) return true;
    return false;
  }
  static void ASSERT_OK(Result<> const& result) {
    if (!result) throw std::runtime_error(result.error().cause);
  }
  bool is_empty(std::string_view folder) const {
    auto const inside = [&](auto const& item) {
      return item.first != folder && is_beneath(item.first, folder);
    };
    return std::ranges::none_of(files_, inside) && std::ranges::none_of(folders_, inside);
  }
  static bool is_beneath(std::string_view path, std::string_view folder) {
    return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
  }
  static void add_entry(std::map<std::string, store::Entry>& entries, std::string_view folder,
                        std::string_view path, std::uint64_t inode, bool is_directory) {
    if (path.size() <= folder.size() + 1 || !is_beneath(path, folder)) return;
    std::string const rest(path.substr(folder.size() + 1));
    if (rest.find('/') == rest.npos) entries[rest] = {rest, is_directory, inode};
  }
  template <class T>
  static void move(std::map<std::string, T>& all, std::string_view from, std::string_view to) {
    std::map<std::string, T> next;
    for (auto& [path, value] : all)
      next[is_beneath(path, from) ? std::string(to) + path.substr(from.size()) : path] =
          std::move(value);
    all = std::move(next);
  }
  std::int64_t tick() {
    time_ += 1'000'000;
    if (clock_) time_ = std::max(time_, clock_->now().time_since_epoch().count() * 1'000'000);
    return time_;
  }
  void make_parents(std::string_view path) {
    for (auto at = path.find('/'); at != path.npos; at = path.find('/', at + 1)) {
      std::string const folder(path.substr(0, at));
      if (folders_.contains(folder)) continue;
      folders_[folder] = {tick(), next_inode_++};
      touch_parent(folder);
    }
  }
  void touch_parent(std::string_view path) {
    auto const at = path.rfind('/');
    if (at == path.npos) return;
    if (auto const found = folders_.find(std::string(path.substr(0, at))); found != folders_.end())
      found->second.time = tick();
  }

  mutable std::mutex mutex_;
  std::map<std::string, File> files_;
  std::map<std::string, Folder> folders_;
  std::int64_t time_ = 1'000'000'000'000'000'000;  // long before the manual clock: settled at once
  Clock const* clock_ = nullptr;
  std::uint64_t next_inode_ = 2;
};

struct MemoryFiles::Saved {
  std::map<std::string, File> files;
  std::map<std::string, Folder> folders;
  bool operator==(Saved const&) const = default;
};

inline std::shared_ptr<MemoryFiles::Saved const> MemoryFiles::save() const {
  std::lock_guard const lock(mutex_);
  return std::make_shared<Saved const>(Saved{files_, folders_});
}

inline void MemoryFiles::restore(Saved const& saved) {
  std::lock_guard const lock(mutex_);
  files_ = saved.files;
  folders_ = saved.folders;
}

}  // namespace latchkey::test
