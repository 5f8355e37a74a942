#pragma once
// From an id to the pages and files that may have it: filled as the tree is read, checked at each
// use.

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "content/file.h"
#include "content/state.h"
#include "core/clock.h"
#include "store/files.h"

namespace latchkey::content {

class Snapshot;

/// Safe from any thread.
class UuidIndex {
 public:
  UuidIndex(store::Files const& files, Clock const& clock) : files_(files), clock_(clock) {}

  /// Takes in what `now` has and `before` (null: nothing) had not; the work is that of what
  /// differs.
  void update(State const* before, State const& now);
  /// Where several pages have an id, the first in the order of the tree.
  std::shared_ptr<Page const> find_page(Snapshot const& content, std::string_view uuid);
  /// Of site and pages, then of users, whose folders are looked through at most once a second.
  FilePtr find_file(Snapshot const& content, std::string_view uuid);
  /// After a change of our own: users' files may be looked through, however short ago that was.
  void expire();

 private:
  struct Place {
    Owner::Kind kind = Owner::Kind::page;
    std::string id, name;
    bool operator==(Place const&) const = default;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  template <class T>
  using Map = std::unordered_multimap<std::string, T, Hash, std::equal_to<>>;

  template <class T>
  static std::vector<T> all_of(Map<T> const& map, std::string_view uuid);
  template <class T>
  static void add(Map<T>& map, std::string_view uuid, T place);
  void add_below(Node const* before, Node const& now, std::string const& id);
  void add_facts(Facts const& facts, Owner::Kind kind, std::string const& id);
  FilePtr known_file(Snapshot const& content, std::string_view uuid);
  bool may_walk();
  void add_users(Snapshot const& content);

  store::Files const& files_;
  Clock const& clock_;
  std::mutex mutex_;  ///< guards the maps
  Map<std::string> pages_;
  Map<Place> files_by_uuid_;
  std::size_t most_ = 0;  ///< so many may be there before what is gone is thrown out
  std::mutex walking_;
  Instant walked_{};
};

}  // namespace latchkey::content
