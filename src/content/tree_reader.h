#pragma once
// The next tree from the last one and the disk: what was named is looked at, all else is shared.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "content/folder_reader.h"
#include "content/node.h"
#include "core/crew.h"

namespace latchkey::content {

/// Folders to look at, as a tree of their names.
struct Named {
  std::map<std::string, Named, std::less<>> below;
  bool here = false;

  /// `folder`: beneath the one this stands for; "" for that itself. Texts that wait in `_drafts`
  /// belong to the folder above.
  void add(std::string_view folder);
  Named const* find(std::string_view folder) const;
  /// Whether `folder`, as for `add`, or one above it is named.
  bool reaches(std::string_view folder) const;
};

class TreeReader {
 public:
  TreeReader(FolderReader& folders, Crew& crew) : folders_(folders), crew_(crew) {}

  /// The tree at `path`. `named`: the only folders that may have changed; null: any. Null where no
  /// folder is there.
  NodePtr read(std::string const& path, NodePtr const& old, Named const* named) {
    return read(path, old, named, nullptr);
  }

 private:
  /// Folders on the way from the top.
  struct Way {
    std::optional<store::Stamp> const& folder;
    Way const* up;
  };
  using Children = std::vector<NodePtr>;

  NodePtr read(std::string const& path, NodePtr const& old, Named const* named, Way const* up);
  Children reread(std::string const& path, Node const& old, Named const& named, Way const& here);
  Children read_all(std::string const& path, Facts const& own, Node const* old, Named const* named,
                    Way const& here);

  FolderReader& folders_;
  Crew& crew_;
};

}  // namespace latchkey::content
