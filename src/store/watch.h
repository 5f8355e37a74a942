#pragma once
// What changes on the disk, told by the kernel (inotify) as it happens: which folders to read
// again.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"

namespace latchkey::store {

/// Paths are relative to the root, with '/' between parts; the root is "".
struct DiskChanges {
  /// Sorted, unique: entries, or bytes or rights of files in them changed since the last `take`.
  std::vector<std::string> folders;
  /// Sorted, unique: files not to be believed at this moment, all of them each time. Somebody is
  /// still writing them (changed, not closed yet), or they vanished within `WatchTimes::vanished`:
  /// editors and git take a file away before they write its successor. Their folder is told once
  /// more when that ends. Hidden files of editors are among them.
  std::vector<std::string> unfinished;
  /// Sorted, unique: files that were put under their name by a rename since the last `take`, whole.
  std::vector<std::string> placed;
  /// The kernel tells of a write a moment after it: a file whose time of modification is not before
  /// this one (nanoseconds of Unix time) may be in the middle of one.
  std::optional<std::int64_t> hot_since_ns = {};
  /// Events were lost, or watches ran out for the first time: everything must be checked.
  bool everything = false;
};

struct WatchTimes {
  std::chrono::milliseconds quiet{20};       ///< from the last event to `wake`
  std::chrono::milliseconds latest{60};      ///< from the first event to `wake`, at most
  std::chrono::milliseconds patience{5000};  ///< how long an open file that rests is waited for
  std::chrono::milliseconds vanished{20};    ///< how long a file that vanished may come back
  /// From a write to its event, at most; 0: `hot_since_ns` is not told.
  std::chrono::milliseconds hot{10};
};

/// Watches folders, not what is beneath them: each folder of a tree is added by itself. A folder
/// that `take` names may be another one by now, so add it again before it is listed.
///
/// Not told: a file that a link names is told for the folder it lies in, not for that of the link;
/// so is a file with two names (hard links) for the one that was written through; a link whose
/// target appears later changes no folder.
///
/// Safe from any thread; none of the calls waits for a change.
class Watch {
 public:
  virtual ~Watch() = default;  ///< not from `wake`
  /// Call it BEFORE the folder is listed, so that nothing falls between. Adding again is cheap. The
  /// same folder under several paths (links) is told under all of them; a folder that moved is told
  /// under its new path once that is added, under the old one until that is forgotten. False: it
  /// cannot be watched (limit, permission, a remote file system) and has to be polled. True where
  /// nothing is there: its parent tells when it appears.
  virtual bool add(std::string const& folder) = 0;
  /// A folder left the tree, with all beneath it.
  virtual void forget(std::string const& folder) = 0;
  /// All that happened until now and was not taken yet. The kernel queues an event before the
  /// writer's call returns: what was written before this call is in it.
  virtual DiskChanges take() = 0;
  /// Files that something happened to since the last `take`, which the next one will tell: what was
  /// read of them since then may be half of it. Sorted, unique.
  virtual std::vector<std::string> touched() = 0;
  /// Stays the same as long as nothing happens in watched folders, for whoever wants to know
  /// whether a file in `folder` may have changed. None: the folder is not watched, or something
  /// happened that was not taken yet. One system call, and never a wait.
  virtual std::optional<std::uint64_t> mark(std::string const& folder) const = 0;
};

/// Watch::mark, or none where nobody can tell.
using DiskMark = std::function<std::optional<std::uint64_t>(std::string const& folder)>;

/// `wake` is called on the watch's own thread when there is something to take, at the times of
/// `times`; it may call the watch. Errors: internal where the kernel cannot tell (remote file
/// systems, limits): poll then. Source: inotify(7).
Result<std::unique_ptr<Watch>> open_watch(std::filesystem::path const& root,
                                          std::function<void()> wake, WatchTimes times = {});

}  // namespace latchkey::store
