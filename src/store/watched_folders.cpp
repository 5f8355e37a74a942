#include "store/watched_folders.h"

namespace latchkey::store {

std::vector<int> WatchedFolders::assign(std::string const& path, int watch) {
  std::vector<int> orphans;
  auto at = watches_.find(path);
  if (at != watches_.end() && at->second == watch) return orphans;
  if (at != watches_.end()) erase(at, orphans);
  at = watches_.emplace(path, watch).first;
  paths_.emplace(watch, at->first);
  return orphans;
}

std::vector<int> WatchedFolders::remove(std::string const& path) {
  std::vector<int> orphans;
  if (auto const at = watches_.find(path); at != watches_.end()) erase(at, orphans);
  auto const beneath = path.empty() ? "" : path + "/";
  for (auto at = watches_.lower_bound(beneath);
       at != watches_.end() && at->first.starts_with(beneath);)
    at = erase(at, orphans);
  return orphans;
}

void WatchedFolders::drop(int watch) {
  for (auto const& path : paths_of(watch)) watches_.erase(path);
  paths_.erase(watch);
}

std::vector<std::string> WatchedFolders::paths_of(int watch) const {
  std::vector<std::string> out;
  auto const [first, last] = paths_.equal_range(watch);
  for (auto at = first; at != last; ++at) out.emplace_back(at->second);
  return out;
}

WatchedFolders::Watches::iterator WatchedFolders::erase(Watches::iterator at,
                                                        std::vector<int>& orphans) {
  auto const watch = at->second;
  auto const [first, last] = paths_.equal_range(watch);
  for (auto path = first; path != last; ++path)
    if (path->second == at->first) {
      paths_.erase(path);
      break;
    }
  if (!paths_.contains(watch)) orphans.push_back(watch);
  return watches_.erase(at);
}

}  // namespace latchkey::store
