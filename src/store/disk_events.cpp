#include "store/disk_events.h"

#include <sys/inotify.h>

#include <algorithm>

namespace latchkey::store {
namespace {

/// What may leave half a file behind, or none; a rename into place does not.
constexpr std::uint32_t changing = IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM;

std::string joined(std::string const& folder, std::string const& name) {
  return folder.empty() ? name : folder + "/" + name;
}

}  // namespace

DiskEvents::DiskEvents(WatchedFolders& folders, WatchTimes times, IsBeingWritten is_being_written)
    : folders_(folders), times_(times), is_being_written_(std::move(is_being_written)) {}

void DiskEvents::apply(int watch, std::uint32_t mask, std::string_view name, Moment now) {
  if ((mask & IN_Q_OVERFLOW) != 0) return lose_everything(now);
  if (!folders_.contains(watch)) return;  // forgotten, while its last events were on their way
  note(watch, now);
  if (!name.empty() && (mask & IN_ISDIR) == 0) {
    File const file(watch, name);
    if ((mask & changing) != 0) {
      touched_.insert(file);
      placed_.erase(file);
    }
    if ((mask & IN_MOVED_TO) != 0) placed_.insert(file);
    follow_writer(file, mask, now);
  }
  // IN_IGNORED of a folder that was not deleted: the kernel took the watch away.
  if ((mask & (IN_UNMOUNT | IN_IGNORED)) != 0) lose_everything(now);
  if ((mask & (IN_UNMOUNT | IN_IGNORED | IN_DELETE_SELF)) != 0) end_watch(watch);
}

void DiskEvents::lose_everything(Moment now) {
  everything_ = true;
  last_ = now;
  if (!first_) first_ = now;
}

void DiskEvents::note(int watch, Moment now) {
  changed_.merge([&] {
    auto const paths = folders_.paths_of(watch);
    return std::set<std::string>(paths.begin(), paths.end());
  }());
  last_ = now;
  if (!first_) first_ = now;
}

void DiskEvents::end_watch(int watch) {
  folders_.drop(watch);
  std::erase_if(unfinished_, [&](auto const& row) { return row.first.first == watch; });
}

/// A modification opens the wait and closing ends it, as does a complete file under the name.
void DiskEvents::follow_writer(File const& file, std::uint32_t mask, Moment now) {
  if (begins_to_be_written(file, mask))
    unfinished_[file] = now + times_.patience;
  else if ((mask & (IN_DELETE | IN_MOVED_FROM)) != 0)
    unfinished_[file] = now + times_.vanished;
  else if ((mask & (IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO)) != 0)
    unfinished_.erase(file);
}

bool DiskEvents::begins_to_be_written(File const& file, std::uint32_t mask) const {
  if ((mask & (IN_MODIFY | IN_CREATE)) == 0) return false;
  if ((mask & IN_MODIFY) != 0 && unfinished_.contains(file)) return true;
  auto const paths = folders_.paths_of(file.first);
  return !paths.empty() &&
         is_being_written_(joined(paths.front(), file.second), (mask & IN_CREATE) != 0);
}

void DiskEvents::expire(Moment now) {
  for (auto at = unfinished_.begin(); at != unfinished_.end();) {
    if (now < at->second) {
      ++at;
      continue;
    }
    if (!is_noted(at->first.first)) note(at->first.first, now);  // noted ones must not wait longer
    at = unfinished_.erase(at);
  }
}

bool DiskEvents::is_noted(int watch) const {
  return std::ranges::all_of(folders_.paths_of(watch),
                             [&](auto const& path) { return changed_.contains(path); });
}

std::optional<DiskEvents::Moment> DiskEvents::due() const {
  if (!first_) return std::nullopt;
  return std::min(*last_ + times_.quiet, *first_ + times_.latest);
}

std::optional<DiskEvents::Moment> DiskEvents::next() const {
  auto out = due();
  for (auto const& [file, end] : unfinished_)
    if (!out || end < *out) out = end;
  return out;
}

bool DiskEvents::tell(Moment now) {
  if (!first_ || now < *due()) return false;
  first_.reset();
  return true;
}

std::vector<std::string> DiskEvents::names_of(std::set<File> const& files) const {
  std::set<std::string> out;
  for (auto const& [watch, name] : files)
    for (auto const& folder : folders_.paths_of(watch)) out.insert(joined(folder, name));
  return {out.begin(), out.end()};
}

std::vector<std::string> DiskEvents::touched() const { return names_of(touched_); }

DiskChanges DiskEvents::take() {
  DiskChanges out;
  out.folders.assign(changed_.begin(), changed_.end());
  out.everything = everything_;
  for (auto const& [file, end] : unfinished_)
    for (auto const& folder : folders_.paths_of(file.first))
      out.unfinished.push_back(joined(folder, file.second));
  std::ranges::sort(out.unfinished);
  out.placed = names_of(placed_);
  changed_.clear();
  touched_.clear();
  placed_.clear();
  everything_ = false;
  first_.reset();
  return out;
}

}  // namespace latchkey::store
