#pragma once
// From an id to its page or file: remembered where found, checked at each use, the whole tree
// walked at most once a second for what is not known.

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "content/file.h"
#include "core/clock.h"
#include "store/files.h"

namespace latchkey::content {

class Snapshot;

/// Safe from any thread.
class UuidIndex {
 public:
  UuidIndex(store::Files const& files, Clock const& clock) : files_(files), clock_(clock) {}

  std::shared_ptr<Page const> find_page(Snapshot const& content, std::string_view uuid);
  FilePtr find_file(Snapshot const& content, std::string_view uuid);
  /// After a change of our own: the next unknown id is looked for, however short ago the last was.
  void expire();

 private:
  struct Place {
    Owner::Kind kind = Owner::Kind::page;
    std::string id, name;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  template <class T>
  using Map = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

  std::shared_ptr<Page const> known_page(Snapshot const& content, std::string_view uuid);
  FilePtr known_file(Snapshot const& content, std::string_view uuid);
  bool may_walk(Instant& walked) const;
  void walk_pages(Snapshot const& content, Folder const& from, Map<std::string>& out) const;
  void add_files(Snapshot const& content, Owner const& owner, Map<Place>& out) const;
  void walk_files(Snapshot const& content, Folder const& from, Map<Place>& out) const;

  store::Files const& files_;
  Clock const& clock_;
  std::mutex mutex_;  ///< guards the maps
  std::mutex walking_;
  Map<std::string> pages_;
  Map<Place> files_by_uuid_;
  Instant pages_walked_{}, files_walked_{};
};

}  // namespace latchkey::content
