#pragma once
// Whether anything beneath a small folder (languages, blueprints) is not what it was, by size and
// time.

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "store/files.h"

namespace latchkey::content {

/// Not safe from several threads.
class FolderWatch {
 public:
  explicit FolderWatch(std::string folder) : folder_(std::move(folder)) {}

  std::string const& folder() const { return folder_; }
  /// Looks at all of it; true at the first look, and whenever something may have changed since the
  /// last: changes of the last two seconds show in no stamp for sure. `watch` is called with each
  /// folder before it is read.
  bool look(store::Files const& files, Instant now,
            std::function<void(std::string const&)> const& watch);
  bool failed() const { return failed_; }  ///< the last look could not see everything

 private:
  using Seen = std::vector<std::pair<std::string, std::optional<store::Stamp>>>;

  std::string folder_;
  Seen seen_;
  bool looked_ = false, settled_ = false, failed_ = false;
};

}  // namespace latchkey::content
