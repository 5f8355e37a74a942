#include "content/folder_watch.h"

#include <algorithm>

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

constexpr int deepest = 8;
constexpr std::size_t most_entries = 100'000;

}  // namespace

bool FolderWatch::look(store::Files const& files, Instant now,
                       std::function<void(std::string const&)> const& watch) {
  Seen seen;
  failed_ = false;
  auto const add = [&](auto const& self, std::string const& path, int depth) -> void {
    auto const stamp = files.quick_stat(path);
    failed_ |= !stamp;
    seen.emplace_back(path, stamp ? *stamp : std::nullopt);
    bool const goes_in = seen.back().second && seen.back().second->is_directory &&
                         depth < deepest && seen.size() < most_entries;
    if (!goes_in) return;
    if (watch) watch(path);
    auto const entries = files.list(path);
    failed_ |= !entries && entries.error().kind != Kind::not_found;
    if (!entries) return;
    for (auto const& entry : *entries) self(self, path + "/" + entry.name, depth + 1);
  };
  add(add, folder_, 0);
  bool const same = looked_ && settled_ && seen == seen_;
  auto const fresh = [&](auto const& one) {
    return one.second && one.second->mtime_ns / 1'000'000 >= (now - 2s).time_since_epoch().count();
  };
  settled_ = !failed_ && std::ranges::none_of(seen, fresh);
  seen_ = std::move(seen);
  looked_ = true;
  return !same;
}

}  // namespace latchkey::content
