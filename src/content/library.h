#pragma once
// The files behind Snapshot: those of the site and of pages from what was read of their folders,
// those of users from the disk, re-checked by stat at most once a second.

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "content/file.h"
#include "content/listing.h"
#include "content/state.h"
#include "core/clock.h"
#include "store/files.h"

namespace latchkey::content {

/// Safe from any thread.
class Library {
 public:
  Library(store::Files const& files, Clock const& clock, Settings const& settings)
      : files_(files), clock_(clock), settings_(settings) {}

  /// The file `name` of `owner`, which the listing of its folder must have shown; null if it is
  /// gone.
  FilePtr file(State const& state, Owner const& owner, std::string const& name);
  /// Names of a user's files: what is neither the account's own nor text, natural order.
  std::vector<std::string> user_files(Owner const& owner);
  /// MIME type and dimensions, by the head of the file.
  FileFacts facts(File const& file);
  /// Templates `file` may have: its own, and those the sections and fields of its owner's blueprint
  /// take, as far as it fits their blueprints. "default" stands for none.
  std::vector<std::string> templates_for(State const& state, File const& file);
  /// After a change of our own: what is the disk's is checked anew at its next use.
  void expire() { epoch_.fetch_add(1, std::memory_order_acq_rel); }

 private:
  struct Seen {
    FilePtr file;
    std::uint64_t serial = 0;  ///< of the facts of the folder; 0 for users
    std::vector<std::optional<store::Stamp>> text_stamps;
    bool settled = false;
    Instant checked{};
    std::uint64_t epoch = 0;
    std::optional<FileFacts> facts;  ///< of `file`
  };
  template <class T>
  struct Checked {
    T value{};
    Instant checked{};
    std::uint64_t epoch = 0;
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Seen> seen;
  };
  Shard& shard_of(std::string const& path) {
    return shards_[std::hash<std::string>()(path) % shards_.size()];
  }
  bool is_fresh(Instant checked, std::uint64_t epoch) const;
  Seen look(State const& state, Owner const& owner, std::string const& name, Seen const* old);
  Seen look_at_user(State const& state, Owner const& owner, std::string const& name,
                    Seen const* old);
  std::vector<std::string> blueprint_names();

  store::Files const& files_;
  Clock const& clock_;
  Settings const settings_;
  std::atomic<std::uint64_t> epoch_{1};
  std::array<Shard, 16> shards_;
  std::mutex names_mutex_;  ///< guards all below
  std::unordered_map<std::string, Checked<std::vector<std::string>>> user_files_;
  Checked<std::vector<std::string>> names_;
};

}  // namespace latchkey::content
