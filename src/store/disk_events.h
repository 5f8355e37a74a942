#pragma once
// From single events of inotify to what is to be told, and when. No system calls: the time and a
// look at a new file are handed in.

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "store/watch.h"
#include "store/watched_folders.h"

namespace latchkey::store {

/// Not safe from several threads.
class DiskEvents {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  /// Whether somebody is writing the file at a path, judged by how it looks after an event: a new
  /// file, if it is an empty regular one with a single name (a link, or a file that was linked into
  /// place, is complete); a changed one, if its bytes changed and not only its time.
  using IsBeingWritten = std::function<bool(std::string const& path, bool is_new)>;

  DiskEvents(WatchedFolders& folders, WatchTimes times, IsBeingWritten is_being_written);

  /// One event, in the kernel's order. `mask` as in inotify(7); `name` of the entry, or empty.
  void apply(int watch, std::uint32_t mask, std::string_view name, Moment now);
  void lose_everything(Moment now);
  /// Gives up waiting for files whose time is over.
  void expire(Moment now);

  /// When `expire` or `tell` will have something to do; none: not without a further event.
  std::optional<Moment> next() const;
  /// Whether it is time to wake somebody. True once for the same events.
  bool tell(Moment now);
  DiskChanges take();
  /// As Watch::touched.
  std::vector<std::string> touched() const;

 private:
  using File = std::pair<int, std::string>;  ///< watch and name

  void note(int watch, Moment now);
  std::vector<std::string> names_of(std::set<File> const& files) const;
  void end_watch(int watch);
  void follow_writer(File const& file, std::uint32_t mask, Moment now);
  bool begins_to_be_written(File const& file, std::uint32_t mask) const;
  bool is_noted(int watch) const;
  std::optional<Moment> due() const;

  WatchedFolders& folders_;
  WatchTimes const times_;
  IsBeingWritten const is_being_written_;
  std::set<std::string> changed_;
  std::set<File> touched_, placed_;
  std::map<File, Moment> unfinished_;  ///< until when they are waited for
  bool everything_ = false;
  std::optional<Moment> first_, last_;  ///< events nobody was told of
};

}  // namespace latchkey::store
