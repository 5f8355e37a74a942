#include "content/look.h"

namespace latchkey::content {
namespace {

constexpr std::string_view content_folder = "content";

bool is_beneath_or_same(std::string_view path, std::string_view folder) {
  if (folder.empty() || path == folder) return true;
  return path.starts_with(folder) && path[folder.size()] == '/';
}

void add_folder(LookAt& out, std::string const& folder) {
  if (is_beneath_or_same(folder, content_folder)) {
    out.content.add(std::string_view(folder).substr(content_folder.size()));
    out.names.push_back(folder);
    return;
  }
  if (folder.empty()) {  // content/ itself may have come or gone
    out.content.add("");
    out.names.emplace_back(content_folder);
  }
  out.others.push_back(folder);
}

/// The place of the same folder in `now`: that of before where the listing is the same.
std::optional<std::size_t> place_in(Facts const& now, Facts const& before, std::size_t at) {
  if (now.serial == before.serial) return at;
  return find_child_folder(now, before.listing.children[at].folder);
}

}  // namespace

bool LookAt::touches(std::string_view folder) const {
  if (everything) return true;
  for (auto const& other : others)
    if (is_beneath_or_same(other, folder) || is_beneath_or_same(folder, other)) return true;
  return false;
}

bool LookAt::may_read(std::string_view folder) const {
  if (!is_beneath_or_same(folder, content_folder)) return false;
  if (everything) return true;
  return content.reaches(folder.substr(content_folder.size()));
}

LookAt look_at(store::DiskChanges const& changes, std::vector<std::string> const& again) {
  LookAt out;
  out.everything = changes.everything;
  for (auto const& folder : changes.folders) add_folder(out, folder);
  for (auto const& folder : again) add_folder(out, folder);
  out.unfinished.insert(changes.unfinished.begin(), changes.unfinished.end());
  out.placed.insert(changes.placed.begin(), changes.placed.end());
  out.hot_since_ns = changes.hot_since_ns;
  return out;
}

void forget_gone(store::Watch& watch, std::string const& path, Node const& before,
                 Node const& now) {
  if (before.own->drafts && !now.own->drafts) watch.forget(path + "/_drafts");
  for (std::size_t i = 0; i < before.children.size(); ++i) {
    auto const& old = before.children[i];
    auto const at = old ? place_in(*now.own, *before.own, i) : std::nullopt;
    auto const* const same = at ? now.children[*at].get() : nullptr;
    if (same == old.get()) continue;
    std::string const below = path + "/" + before.own->listing.children[i].folder;
    if (!same)
      watch.forget(below);
    else
      forget_gone(watch, below, *old, *same);
  }
}

}  // namespace latchkey::content
