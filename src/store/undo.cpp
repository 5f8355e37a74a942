#include "store/undo.h"

#include <algorithm>
#include <cerrno>

#include "core/log.h"
#include "store/beneath.h"
#include "store/disk_error.h"

namespace latchkey::store {
namespace {

constexpr std::size_t largest_replaced = std::size_t(1) << 30;
constexpr std::size_t largest_kept = 16 << 20;  ///< of what a placed file replaces

bool is_below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool is_in_any(std::string_view path, std::vector<std::string> const& folders) {
  return std::ranges::any_of(folders, [&](auto const& folder) { return is_below(path, folder); });
}

Result<bool> is_there(Files const& files, std::string_view path) {
  LK_TRY(auto const stamp, files.stat(path));
  return stamp.has_value();
}

/// Records of the folders that `path` needs and that are missing, outermost first; whether one of
/// them is ours alone, and so needs no more.
Result<bool> plan_folders(Files const& files, std::string const& path, std::vector<Record>& out) {
  std::vector<std::string> missing;
  for (auto folder = path; !folder.empty(); folder = split_path(folder).first) {
    LK_TRY(bool const there, is_there(files, folder));
    if (there) break;
    missing.push_back(folder);
  }
  for (; !missing.empty(); missing.pop_back()) {
    bool const own = is_own_tree(missing.back());
    out.push_back({own ? Record::Kind::tree : Record::Kind::folder, missing.back()});
    if (own) return true;
  }
  return false;
}

Result<Planned> plan_rename(Files const& files, Step const& step) {
  LK_TRY(bool const there, is_there(files, step.path));
  if (!there) return disk_failure("rename", step.path, ENOENT);
  LK_TRY(bool const free, files.is_free(step.to));
  if (!free)
    return fail(Kind::invalid, "error.duplicate",
                "\"" + step.to + "\" is there already: move it away, or choose another name");
  return Planned{{{Record::Kind::moved, step.path, step.to}}, {step}};
}

Result<Planned> plan_replace(Files const& files, Step const& step) {
  Planned out{{}, {step}};
  LK_TRY(auto const stamp, files.stat(step.path));
  if (stamp) {
    LK_TRY(auto bytes, files.read(step.path, largest_replaced));
    out.records.push_back({Record::Kind::replaced, step.path, std::move(bytes), stamp->mtime_ns});
    return out;
  }
  LK_TRY(bool const free, files.is_free(step.path));
  if (!free)
    return fail(
        Kind::internal, "error.disk.failed",
        "A link that leads nowhere or out of the site is in the place of a file: move it away",
        step.path);
  LK_TRY(bool const in_own, plan_folders(files, split_path(step.path).first, out.records));
  if (!in_own) out.records.push_back({Record::Kind::made, step.path});
  return out;
}

/// A large file in the way is put aside, not written into the journal.
Result<Planned> plan_place(Files const& files, Step const& step, std::string const& hidden_name) {
  LK_TRY(auto const stamp, files.stat(step.path));
  if (!stamp || stamp->size <= largest_kept) return plan_replace(files, step);
  auto const folder = split_path(step.path).first;
  auto const hidden = (folder.empty() ? "" : folder + "/") + hidden_name;
  return Planned{{{Record::Kind::hidden, step.path, hidden}, {Record::Kind::made, step.path}},
                 {{Step::Kind::rename, step.path, hidden}, step}};
}

Result<Planned> plan_remove(Files const& files, Step const& step, std::string const& hidden_name) {
  LK_TRY(bool const there, is_there(files, step.path));
  if (!there) return Planned();
  auto const folder = split_path(step.path).first;
  auto const hidden = (folder.empty() ? "" : folder + "/") + hidden_name;
  return Planned{{{Record::Kind::hidden, step.path, hidden}},
                 {{Step::Kind::rename, step.path, hidden}}};
}

Result<> move_back(Files& files, Record const& record) {
  LK_TRY(bool const is_back, is_there(files, record.path));
  LK_TRY(bool const is_away, is_there(files, record.other));
  if (is_back && is_away) log::warn("journal.in_the_way", {{"path", record.path}});
  if (is_back || !is_away) return {};
  LK_CHECK(files.make_directories(split_path(record.path).first));
  return files.rename(record.other, record.path);
}

Result<> remove_empty(Files& files, std::string const& path) {
  auto const left = files.list(path);
  if (!left && left.error().kind == Kind::not_found) return {};
  if (!left) return tl::make_unexpected(left.error());
  return left->empty() ? files.remove(path) : Result<>();
}

/// Bytes and time; nothing where it has both, because a full disk could not write it again.
Result<> put_back(Files& files, Record const& record) {
  LK_TRY(auto const stamp, files.stat(record.path));
  if (!stamp || stamp->is_directory) return {};
  if (stamp->mtime_ns == record.mtime_ns && stamp->size == record.other.size()) {
    LK_TRY(auto const bytes, files.read(record.path, record.other.size()));
    if (bytes == record.other) return {};
  }
  return files.replace(record.path, record.other, {.mode = 0644, .mtime_ns = record.mtime_ns});
}

}  // namespace

bool is_own_tree(std::string_view path) {
  auto const [folder, name] = split_path(path);
  return name.starts_with(".latchkey-") || folder == trash_folder;
}

Result<Planned> plan_step(Files const& files, Step const& step,
                          std::vector<std::string> const& own_trees,
                          std::string const& hidden_name) {
  if (step.kind == Step::Kind::rename) return plan_rename(files, step);
  if (is_in_any(step.path, own_trees)) return Planned{{}, {step}};
  if (step.kind == Step::Kind::replace) return plan_replace(files, step);
  if (step.kind == Step::Kind::place) return plan_place(files, step, hidden_name);
  if (step.kind == Step::Kind::remove) return plan_remove(files, step, hidden_name);
  Planned out{{}, {step}};
  LK_CHECK(plan_folders(files, step.path, out.records));
  return out;
}

bool Independent::meets(std::string const& path) const {
  for (auto above = path; !above.empty(); above = split_path(above).first)
    if (paths_.contains(above)) return true;
  auto const below = paths_.lower_bound(path + "/");
  return below != paths_.end() && is_below(*below, path);
}

bool Independent::add(Planned const& planned) {
  for (auto const& step : planned.steps)
    if (meets(step.path) || (!step.to.empty() && meets(step.to))) return false;
  for (auto const& step : planned.steps) {
    paths_.insert(step.path);
    if (!step.to.empty()) paths_.insert(step.to);
  }
  return true;
}

Result<> undo_step(Files& files, Record const& record) {
  switch (record.kind) {
    case Record::Kind::moved:
    case Record::Kind::hidden: return move_back(files, record);
    case Record::Kind::made:
    case Record::Kind::tree: return files.remove(record.path);
    case Record::Kind::folder: return remove_empty(files, record.path);
    case Record::Kind::replaced: return put_back(files, record);
  }
  return {};
}

}  // namespace latchkey::store
