#pragma once
// The cache behind Snapshot: folders read on demand, re-checked by stat at most once a second.

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "content/listing.h"
#include "content/page.h"
#include "core/clock.h"
#include "store/files.h"

namespace latchkey::content {

class Tree {
 public:
  Tree(store::Files const& files, Clock const& clock, Settings settings);
  ~Tree();

  std::shared_ptr<Site const> site();
  std::shared_ptr<Page const> page(std::string_view id, std::string_view language);
  /// The page of one child of `parent`; null if it is gone.
  std::shared_ptr<Page const> child(Folder const& parent, Child const& child);
  std::shared_ptr<Languages const> languages();
  std::shared_ptr<Rules const> rules(std::string_view template_name);
  Settings const& settings() const { return settings_; }
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  /// After a change of our own: everything is checked anew at its next use.
  void expire();

 private:
  struct Node;
  struct Check;
  struct Found {
    std::shared_ptr<Page const> page;
    Instant checked{};
    std::uint64_t epoch = 0;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  template <class T>
  using Map = std::unordered_map<std::string, T, Hash, std::equal_to<>>;
  /// Finished look-ups, spread over several locks: the way of nearly every request.
  struct Shard {
    std::mutex mutex;
    Map<Found> found;
  };

  Shard& shard_of(std::string_view key);
  bool fresh(Instant checked, std::uint64_t epoch) const;
  std::shared_ptr<Page const> walk(std::string_view id, std::string_view language);
  std::shared_ptr<Page const> load_child(Folder const& parent, Child const& child);
  bool is_above(std::string_view folder, store::Stamp const& stamp) const;
  std::shared_ptr<Page const> match_slug(Folder const& parent, std::string_view slug,
                                         std::string_view language);
  std::shared_ptr<Site const> load_site();
  std::shared_ptr<Languages const> load_current_languages();
  std::shared_ptr<Rules const> rules_for(std::string_view name);
  Node& node_at(std::string const& path);
  bool keep(Node& node, std::string const& path,
            std::shared_ptr<Languages const> const& languages) const;
  bool check(Node& node, std::string const& path,
             std::shared_ptr<Languages const> const& languages);
  bool check_texts(Node& node, std::string const& path);
  void fill(Folder& folder, Node const& node, std::string const& path);

  store::Files const& files_;
  Clock const& clock_;
  Settings const settings_;
  std::atomic<std::uint64_t> version_{1}, epoch_{1};
  std::array<Shard, 16> shards_;

  std::mutex mutex_;  ///< guards all below; held while the disk is asked
  Map<std::unique_ptr<Node>> nodes_;
  struct CachedRules {
    std::shared_ptr<Rules const> rules;
    Instant checked{};
    std::uint64_t epoch = 0;
  };
  Map<CachedRules> rules_;
  std::shared_ptr<Languages const> languages_;
  Instant languages_checked_{};
  std::uint64_t languages_epoch_ = 0;
};

}  // namespace latchkey::content
