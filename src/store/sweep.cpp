#include "store/sweep.h"

#include <set>

#include "core/log.h"
#include "store/atomic_file.h"

namespace latchkey::store {
namespace {

class Sweep {
 public:
  explicit Sweep(Files& files) : files_(files) {}

  void folder(std::string const& path, bool goes_down) {
    auto const stamp = files_.stat(path);
    if (!stamp || !*stamp || !seen_.emplace((*stamp)->inode, (*stamp)->mtime_ns).second) return;
    auto const entries = files_.list(path);
    if (!entries) return;
    for (auto const& [name, is_directory] : *entries) {
      auto const inside = path + "/" + name;
      if (is_leftover(name, is_directory))
        remove(inside);
      else if (is_directory && goes_down)
        folder(inside, true);
    }
  }
  std::size_t removed() const { return removed_; }

 private:
  static bool is_leftover(std::string_view name, bool is_directory) {
    return name.starts_with(".latchkey-") || (!is_directory && is_temporary_name(name));
  }
  void remove(std::string const& path) {
    if (auto const done = files_.remove(path))
      ++removed_;
    else
      log::warn("sweep.failed", {{"path", path}, {"cause", done.error().cause}});
  }

  Files& files_;
  /// Links may lead in circles. The time too, since folders of other devices may have the same
  /// number.
  std::set<std::pair<std::uint64_t, std::int64_t>> seen_;
  std::size_t removed_ = 0;
};

}  // namespace

void sweep_leftovers(Files& files) {
  Sweep sweep(files);
  for (std::string const path : {"content", "site/accounts", "site/languages"})
    sweep.folder(path, true);
  sweep.folder("site/latchkey", false);
  if (sweep.removed() > 0) log::info("sweep.removed", {{"count", std::to_string(sweep.removed())}});
}

}  // namespace latchkey::store
