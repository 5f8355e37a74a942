#pragma once
// What a folder holds, for comparing before and after: every file with its bytes, every folder.

#include <map>
#include <string>

#include "store/files.h"

namespace latchkey::test {

/// Path -> bytes; folders end in '/'. What is ours alone (the journal, the trash) is left out.
using TreeState = std::map<std::string, std::string>;

inline void add_tree_state(store::Files const& files, std::string const& folder, TreeState& out) {
  auto const entries = files.list(folder);
  if (!entries) return;
  for (auto const& [name, is_directory] : *entries) {
    auto const path = folder + "/" + name;
    if (path == "site/latchkey") continue;
    out[is_directory ? path + "/" : path] =
        is_directory ? "" : files.read(path, std::size_t(64) << 20).value_or("unreadable");
    if (is_directory) add_tree_state(files, path, out);
  }
}

inline TreeState tree_state(store::Files const& files) {
  TreeState out;
  for (std::string const folder : {"content", "site", "media"}) add_tree_state(files, folder, out);
  return out;
}

/// The first difference in words; empty for none.
inline std::string difference(TreeState const& a, TreeState const& b) {
  for (auto const& [path, bytes] : a)
    if (auto const found = b.find(path); found == b.end())
      return path + " is missing";
    else if (found->second != bytes)
      return path + " holds \"" + found->second + "\", not \"" + bytes + "\"";
  for (auto const& [path, bytes] : b)
    if (!a.contains(path)) return path + " is too much";
  return {};
}

}  // namespace latchkey::test
