#pragma once
// What a look at the disk has to see: all of it, or what somebody said has changed.

#include <set>
#include <string>
#include <vector>

#include "content/tree_reader.h"
#include "store/watch.h"

namespace latchkey::content {

struct LookAt {
  bool everything = false;
  Named content;                    ///< beneath content/
  std::vector<std::string> names;   ///< of the folders in `content`
  std::vector<std::string> others;  ///< folders elsewhere in the site
  std::set<std::string, std::less<>> unfinished;
  std::set<std::string, std::less<>> placed;
  std::optional<std::int64_t> hot_since_ns;
  Absence absence = Absence::held;

  bool is_nothing() const { return !everything && names.empty() && others.empty(); }
  /// Whether files in `folder` may be read: it is named, or below one that is, where it may be new.
  bool may_read(std::string_view folder) const;
  /// Whether anything in or above `folder`, or beneath it, has to be looked at.
  bool touches(std::string_view folder) const;
};

/// `again`: folders that could not be read the last time.
LookAt look_at(store::DiskChanges const& changes, std::vector<std::string> const& again);

/// Tells `watch` of every folder that `before` had at `path` and `now` has not.
void forget_gone(store::Watch& watch, std::string const& path, Node const& before, Node const& now);

}  // namespace latchkey::content
