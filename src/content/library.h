#pragma once
// The files behind Snapshot: read on demand, re-checked by stat at most once a second.

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
  FilePtr file(Owner const& owner, std::string const& name,
               std::shared_ptr<Languages const> const& languages);
  /// Names of a user's files: what is neither the account's own nor text, natural order.
  std::vector<std::string> user_files(Owner const& owner);
  /// MIME type and dimensions, by the head of the file.
  FileFacts facts(File const& file);
  /// Templates `file` may have: its own, and those the sections and fields of its owner's blueprint
  /// take, as far as it fits their blueprints. "default" stands for none.
  std::vector<std::string> templates_for(File const& file);
  /// Of a blueprint by its lookup name; never null.
  std::shared_ptr<Rules const> rules(std::string const& blueprint);
  /// After a change of our own: everything is checked anew at its next use.
  void expire() { epoch_.fetch_add(1, std::memory_order_acq_rel); }

 private:
  struct Seen {
    FilePtr file;
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
  using RulesPtr = std::shared_ptr<Rules const>;

  Shard& shard_of(std::string const& path) {
    return shards_[std::hash<std::string>()(path) % shards_.size()];
  }
  bool is_fresh(Instant checked, std::uint64_t epoch) const;
  Seen look(Owner const& owner, std::string const& name,
            std::shared_ptr<Languages const> const& languages, Seen const* old);
  std::vector<std::string> blueprint_names();

  store::Files const& files_;
  Clock const& clock_;
  Settings const settings_;
  std::atomic<std::uint64_t> epoch_{1};
  std::array<Shard, 16> shards_;
  std::mutex rules_mutex_;  ///< guards all below
  std::unordered_map<std::string, Checked<std::vector<std::string>>> user_files_;
  std::unordered_map<std::string, Checked<RulesPtr>> rules_;
  Checked<std::vector<std::string>> names_;
};

}  // namespace latchkey::content
