#pragma once
// The present state of the content, and the one way to the next: a look at the disk.

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "content/folder_watch.h"
#include "content/handles.h"
#include "content/look.h"
#include "content/state.h"
#include "content/uuid_index.h"
#include "core/clock.h"
#include "core/published.h"
#include "store/files.h"
#include "store/watch.h"

namespace latchkey::content {

/// Safe from any thread. Until `be_kept` whoever asks for the present state looks at the disk, at
/// most once a second.
class Tree {
 public:
  Tree(store::Files const& files, Clock const& clock, Settings settings);
  ~Tree();

  StatePtr state();
  /// Brings the present state up to what the disk is. With a watch it looks at what the watch
  /// tells, else at everything by size and time.
  void check() { check({}); }
  /// The same after a change of our own: a text that is gone is not one that an editor is about to
  /// write anew.
  void check_own() { check({.own = true}); }
  /// The same without trust in the watch.
  void check_everything() { check({.everything = true}); }

  /// From now on somebody calls `check` in time. `watch`: null where the kernel cannot tell.
  void be_kept(std::unique_ptr<store::Watch> watch);
  /// `changed` is called after a check that found anything new beneath `folder`, which is not the
  /// content's. Before `be_kept`.
  void also_look(std::string folder, std::function<void()> changed);
  bool has_watch();
  /// As store::Watch::mark; none without a watch.
  std::optional<std::uint64_t> mark(std::string const& folder) const {
    auto const watch = told_.get();
    return watch ? watch->mark(folder) : std::nullopt;
  }
  /// When to look again unasked: at folders that could not be read or cannot be watched, and at
  /// texts that somebody was writing.
  std::optional<std::chrono::milliseconds> next_look();
  /// Whether there are such texts.
  bool has_doubts();
  /// Texts read since the start: the work of all checks.
  std::size_t texts_read() const { return texts_read_.load(); }

  std::shared_ptr<Site const> site() { return state()->site; }
  PagePtr page(std::string_view id, std::string_view language) {
    return handles_.page(*state(), id, language);
  }
  std::shared_ptr<Languages const> languages() { return state()->languages; }
  Settings const& settings() const { return settings_; }
  Handles& handles() { return handles_; }
  UuidIndex& index() { return index_; }
  std::uint64_t version() { return state()->number; }

 private:
  struct Other {
    FolderWatch folder;
    std::function<void()> changed;
  };
  using Calls = std::vector<std::function<void()>>;

  struct How {
    bool everything = false, own = false;
  };
  bool is_due() const;
  void check(How how);
  Calls check_now(How how);
  LookAt take();
  StatePtr next(State const* old, LookAt const& look);
  NodePtr read_content(State const* old, std::shared_ptr<Languages const> const& languages,
                       LookAt look);
  bool hold_back(LookAt& look, Doubts const& doubts);
  NodePtr no_content(NodePtr const& known, std::shared_ptr<Languages const> const& languages);
  Calls look_at_others(LookAt const& look);
  std::function<void(std::string const&)> watcher();
  void give_up_watch_if_blind();

  store::Files const& files_;
  Clock const& clock_;
  Settings const settings_;
  Handles handles_;
  UuidIndex index_;
  Published<State> present_;
  Published<store::Watch> told_;  ///< `watch_`, for those who do not wait for looks at the disk
  std::atomic<Instant::rep> checked_;
  std::atomic<bool> kept_{false};
  std::atomic<std::size_t> texts_read_{0};

  std::mutex mutex_;  ///< guards all below; held while the disk is asked
  std::atomic<std::uint64_t> serial_{0};
  FolderWatch languages_{"site/languages"}, blueprints_{"site/blueprints"};
  std::vector<Other> others_;
  std::vector<std::string> failed_;  ///< folders
  std::vector<std::string> again_;   ///< folders with texts that somebody was writing
  Doubts doubts_;                    ///< of the last looks
  bool watched_before_ = false;      ///< the watch has seen the whole tree
  std::shared_ptr<store::Watch> watch_;
  std::mutex unwatched_mutex_;  ///< readers of several threads meet here
  std::set<std::string, std::less<>> unwatched_;
};

}  // namespace latchkey::content
