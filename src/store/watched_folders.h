#pragma once
// Which paths lead to which watch: the kernel has one watch for a folder, however many names it
// has.

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace latchkey::store {

/// Not safe from several threads.
class WatchedFolders {
 public:
  WatchedFolders() = default;
  WatchedFolders(WatchedFolders const&) = delete;  // views of its own keys
  WatchedFolders& operator=(WatchedFolders const&) = delete;

  /// `path` leads to `watch` from now on. Returns the watches to which nothing leads any more.
  std::vector<int> assign(std::string const& path, int watch);
  /// `path` leads nowhere; so does all beneath it. Returns as `assign`.
  std::vector<int> remove(std::string const& path);
  /// The kernel dropped `watch`.
  void drop(int watch);

  bool leads_anywhere(std::string const& path) const { return watches_.contains(path); }
  bool contains(int watch) const { return paths_.contains(watch); }
  /// In no order; empty for an unknown watch.
  std::vector<std::string> paths_of(int watch) const;

 private:
  using Watches = std::map<std::string, int>;
  Watches::iterator erase(Watches::iterator at, std::vector<int>& orphans);

  Watches watches_;                                         ///< by path
  std::unordered_multimap<int, std::string_view> paths_{};  ///< by watch; views of keys above
};

}  // namespace latchkey::store
