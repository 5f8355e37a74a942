#include "store/watched_folders.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace latchkey::store {
namespace {

std::set<std::string> set_of(std::vector<std::string> const& list) {
  return {list.begin(), list.end()};
}

TEST(WatchedFolders, KeepsAWatchAsLongAsAPathLeadsToIt) {  // oracle: watched_folders.h
  WatchedFolders folders;
  EXPECT_TRUE(folders.assign("a", 1).empty());
  EXPECT_TRUE(folders.assign("link", 1).empty());
  EXPECT_TRUE(folders.remove("a").empty());
  EXPECT_EQ(set_of(folders.paths_of(1)), std::set<std::string>{"link"});
  EXPECT_EQ(folders.remove("link"), std::vector<int>{1});
  EXPECT_FALSE(folders.contains(1));
}

TEST(WatchedFolders, RemovesWhatIsBeneathAndNothingBeside) {  // oracle: watched_folders.h
  WatchedFolders folders;
  int watch = 0;
  for (auto const* path : {"a", "a-b", "a/b", "a/b/c", "a.b", "ab", "b/a"})
    folders.assign(path, ++watch);
  auto orphans = folders.remove("a");
  std::ranges::sort(orphans);
  EXPECT_EQ(orphans, (std::vector<int>{1, 3, 4}));
}

/// Oracle: a slow twin, one plain map from path to watch.
RC_GTEST_PROP(WatchedFolders, AgreesWithAPlainMap, ()) {
  WatchedFolders folders;
  std::map<std::string, int> twin;
  auto const leads = [&](int watch) {
    return std::ranges::any_of(twin, [&](auto const& row) { return row.second == watch; });
  };
  for (int step = 0; step < 40; ++step) {
    auto const path = *rc::gen::element<std::string>("", "a", "a/b", "a/b/c", "ab", "b");
    auto const watch = *rc::gen::inRange(1, 5);
    std::set<int> before, after;
    for (auto const& row : twin) before.insert(row.second);
    std::vector<int> orphans;
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        twin[path] = watch;
        orphans = folders.assign(path, watch);
        break;
      case 1:
        std::erase_if(twin, [&](auto const& row) {
          return path.empty() || row.first == path || row.first.starts_with(path + "/");
        });
        orphans = folders.remove(path);
        break;
      default:
        std::erase_if(twin, [&](auto const& row) { return row.second == watch; });
        before.erase(watch);
        folders.drop(watch);
    }
    std::erase_if(before, leads);
    RC_ASSERT(std::set<int>(orphans.begin(), orphans.end()) == before);
    RC_ASSERT(orphans.size() == before.size());
    for (int each = 1; each < 5; ++each) {
      std::set<std::string> wanted;
      for (auto const& row : twin)
        if (row.second == each) wanted.insert(row.first);
      RC_ASSERT(set_of(folders.paths_of(each)) == wanted);
      RC_ASSERT(folders.contains(each) == !wanted.empty());
    }
  }
}

}  // namespace
}  // namespace latchkey::store
