#pragma once
// The blueprints of a site: read on demand, kept, re-checked by size and time at most once a
// second.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "blueprint/blueprint.h"
#include "core/clock.h"
#include "formats/yaml.h"
#include "store/files.h"

namespace latchkey::blueprint {

/// Safe from any thread.
class Library {
 public:
  Library(store::Files const& files, Clock const& clock, yaml::Parse parse)
      : files_(files), clock_(clock), parse_(parse) {}

  /// "pages/article", "site", "files/image", "users/editor": that blueprint, else the folder's
  /// default, else a built-in one; never null. One that cannot be read is named in the log once and
  /// shown as the built-in one, with `broken` set. No disk I/O within a second of the last check.
  std::shared_ptr<Blueprint const> find(std::string_view name);
  /// Whether a file of that name exists.
  bool has(std::string_view name);
  /// Names in a folder ("pages"), with that folder in front, sorted; subfolders too.
  std::vector<std::string> names(std::string_view folder) const;
  /// Another number whenever a file that was ever asked for is not what it was.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  /// Something may have changed: the next question looks at the disk, however short ago the last
  /// was.
  void expire();
  /// Checks what is due; call it before `version` where nothing else was asked.
  void refresh();

 private:
  struct Source {
    std::optional<store::Stamp> stamp;
    std::shared_ptr<Result<std::optional<json::object>> const> parsed;
  };
  template <class T>
  using Map = std::unordered_map<std::string, T>;

  void check_all();
  Source const& source(std::string const& name);
  Result<std::optional<json::object>> load(std::string const& name);
  std::shared_ptr<Blueprint const> make(std::string const& name);

  store::Files const& files_;
  Clock const& clock_;
  yaml::Parse const parse_;  ///< by option `yaml.handler`
  std::atomic<std::uint64_t> version_{1};
  std::mutex mutex_;  ///< guards all below; held while the disk is asked
  Instant checked_{};
  Map<Source> sources_;
  Map<std::shared_ptr<Blueprint const>> made_;
};

}  // namespace latchkey::blueprint
