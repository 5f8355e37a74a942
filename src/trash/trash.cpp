#include "trash/trash.h"

#include "core/log.h"
#include "store/disk_error.h"
#include "store/undo.h"
#include "trash/copy.h"

namespace latchkey::trash {
namespace {

std::string inside(std::string folder, std::string_view item) {
  folder += '/';
  return folder.append(item);
}

constexpr std::size_t max_about = 1 << 20;
constexpr std::int64_t hour = 3600, day = 24 * hour;

std::string folder_of(std::string_view name) {
  return std::string(store::trash_folder) + "/" + std::string(name);
}

std::string about_path(std::string_view name) { return folder_of(name) + "/from.json"; }
std::string items_path(std::string_view name) { return folder_of(name) + "/items"; }

std::string parent_of(std::string const& path) {
  auto const cut_at = path.rfind('/');
  return cut_at == path.npos ? std::string() : path.substr(0, cut_at);
}

std::string random_letters(Random& random) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string out(8, ' ');
  for (char& c : out) c = letters[random.below(static_cast<std::uint32_t>(letters.size()))];
  return out;
}

}  // namespace

Result<> Trash::take(Deleted const& deleted) {
  Entry entry;
  static_cast<Deleted&>(entry) = deleted;
  entry.items.clear();
  for (auto const& item : deleted.items) {
    LK_TRY(auto const stamp, files_.stat(inside(deleted.folder, item)));
    if (stamp) entry.items.push_back(item);
  }
  if (days_ <= 0) return remove_items(entry);
  entry.when = clock_.now();
  entry.name = entry_name(entry.when, random_letters(random_));
  auto moved = move_in(entry);
  if (moved || moved.error().key != store::disk_full) return moved;
  log::warn("trash.no_room", {{"id", entry.id}});
  LK_CHECK(files_.remove(folder_of(entry.name)));
  return remove_items(entry);
}

/// The note first: an entry with items says where they belong.
Result<> Trash::move_in(Entry const& entry) {
  LK_CHECK(
      files_.replace(about_path(entry.name), print_entry(entry), {.mode = 0600, .mtime_ns = {}}));
  for (auto const& item : entry.items)
    LK_CHECK(move(inside(entry.folder, item), inside(items_path(entry.name), item)));
  return {};
}

Result<> Trash::remove_items(Deleted const& deleted) {
  for (auto const& item : deleted.items) LK_CHECK(files_.remove(inside(deleted.folder, item)));
  return {};
}

/// Between two devices by a copy.
Result<> Trash::move(std::string const& from, std::string const& to) {
  LK_CHECK(files_.make_directories(parent_of(to)));
  auto moved = files_.rename(from, to);
  if (moved || moved.error().key != store::other_device) return moved;
  LK_CHECK(copy_tree(files_, from, to));
  return files_.remove(from);
}

Result<std::vector<Entry>> Trash::list() const {
  std::vector<Entry> out;
  auto const folders = files_.list(store::trash_folder);
  if (!folders && folders.error().kind == Kind::not_found) return out;
  if (!folders) return tl::make_unexpected(folders.error());
  for (auto const& folder : *folders)
    if (auto const entry = find(folder.name)) out.push_back(*entry);
  return out;
}

Result<Entry> Trash::find(std::string_view name) const {
  bool const is_name = !name.empty() && name.front() != '.' && name.find('/') == name.npos;
  auto const text = is_name ? files_.read(about_path(name), max_about) : fail_internal("no name");
  auto entry = text ? parse_entry(name, *text) : std::nullopt;
  if (entry) return *entry;
  return fail(Kind::not_found, "error.trash.notFound",
              "There is no \"" + std::string(name) + "\" in the trash");
}

Result<> Trash::put_back(Entry const& entry, std::string const& folder) {
  LK_TRY(auto const place, files_.stat(folder));
  if (!place)
    return fail(Kind::not_found, "error.trash.noPlace",
                folder + ", where it was, is no longer there; put that back first");
  for (auto const& item : entry.items) {
    auto const to = inside(folder, item);
    LK_TRY(auto const taken, files_.stat(to));
    if (taken) return fail(Kind::invalid, "error.trash.inTheWay", to + " is in the way");
  }
  for (auto const& item : entry.items)
    LK_CHECK(move(inside(items_path(entry.name), item), inside(folder, item)));
  return files_.remove(folder_of(entry.name));
}

Result<std::size_t> Trash::empty(std::optional<int> days) {
  LK_TRY(auto const entries, list());
  auto const newest = unix_seconds(clock_.now()) - days.value_or(0) * day;
  std::size_t removed = 0;
  for (auto const& entry : entries) {
    if (days && unix_seconds(entry.when) > newest) continue;
    auto change = files_.begin();
    LK_CHECK(files_.remove(folder_of(entry.name)));
    LK_CHECK(change.commit());
    ++removed;
  }
  return removed;
}

void Trash::tick() {
  auto const now = unix_seconds(clock_.now());
  if (now < next_look_) return;
  next_look_ = now + hour;
  auto const removed = empty(days_.load());
  if (!removed)
    log::warn("trash.not_emptied", {{"cause", removed.error().cause}});
  else if (*removed > 0)
    log::info("trash.emptied", {{"count", std::to_string(*removed)}});
}

}  // namespace latchkey::trash
