#include "blueprint/library.h"

#include <algorithm>

#include "blueprint/normalise.h"
#include "core/log.h"

namespace latchkey::blueprint {
namespace {

constexpr std::size_t largest_file = 1 << 20;
constexpr std::size_t most_kept = 10'000;
constexpr int most_mixins = 5'000;  // of one blueprint
constexpr std::chrono::seconds check_interval{1};

std::string path_of(std::string const& name) { return "site/blueprints/" + name + ".yml"; }

/// A lookup name must stay below the folder and be a name; the store refuses what remains.
bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 500 && name.find('\0') == name.npos &&
         !name.starts_with('/') && name.find("..") == name.npos;
}

std::string folder_of(std::string const& name) {
  auto const slash = name.find('/');
  return slash == name.npos ? std::string() : name.substr(0, slash);
}

Blueprint built_in(std::string const& name) {
  static Load const nothing = [](std::string const&) -> Result<std::optional<json::object>> {
    return std::nullopt;
  };
  return normalise(name, {}, nothing).value_or(Blueprint());
}

}  // namespace

Library::Source const& Library::source(std::string const& name) {
  if (auto const found = sources_.find(name); found != sources_.end()) return found->second;
  if (sources_.size() >= most_kept) {
    sources_.clear();
    made_.clear();
  }
  Source made;
  using Parsed = Result<std::optional<json::object>>;
  auto stamp = files_.stat(path_of(name));
  if (stamp) made.stamp = *stamp;
  Parsed parsed = std::optional<json::object>();
  if (!stamp) {
    parsed = tl::make_unexpected(stamp.error());
  } else if (made.stamp && !made.stamp->is_directory) {
    auto const bytes = files_.read(path_of(name), largest_file);
    auto value = bytes ? parse_(*bytes) : Result<json::value>(tl::make_unexpected(bytes.error()));
    if (!value) {
      parsed = tl::make_unexpected(value.error());
    } else {
      parsed = value->is_object() ? std::optional(value->get_object()) : json::object();
    }
  }
  if (!parsed)
    log::warn(
        "blueprint.unreadable",
        {{"file", path_of(name)},
         {"cause", parsed.error().cause.empty() ? parsed.error().message : parsed.error().cause}});
  made.parsed = std::make_shared<Parsed const>(std::move(parsed));
  return sources_.emplace(name, std::move(made)).first->second;
}

void Library::check_all() {
  auto const now = clock_.now();
  if (now >= checked_ && now - checked_ < check_interval) return;
  checked_ = now;
  bool changed = false;
  for (auto at = sources_.begin(); at != sources_.end();) {
    auto const stamp = files_.stat(path_of(at->first));
    bool const same = stamp && *stamp == at->second.stamp;
    changed = changed || !same;
    at = same ? std::next(at) : sources_.erase(at);
  }
  if (!changed) return;
  made_.clear();
  version_.fetch_add(1, std::memory_order_acq_rel);
}

void Library::expire() {
  std::lock_guard const lock(mutex_);
  checked_ = {};
}

void Library::refresh() {
  std::lock_guard const lock(mutex_);
  check_all();
}

Result<std::optional<json::object>> Library::load(std::string const& name) {
  if (!is_name(name)) return std::nullopt;
  return *source(name).parsed;
}

std::shared_ptr<Blueprint const> Library::make(std::string const& name) {
  // A structure that holds itself several times would grow without end.
  int left = most_mixins;
  Load const load_one = [&](std::string const& wanted) -> Result<std::optional<json::object>> {
    if (left-- <= 0) return std::nullopt;
    return load(wanted);
  };
  for (auto const& wanted : {name, folder_of(name) + "/default"}) {
    auto raw = load(wanted);
    if (raw && !*raw) continue;
    auto made = raw ? normalise(wanted, **raw, load_one)
                    : Result<Blueprint>(tl::make_unexpected(raw.error()));
    if (made) return std::make_shared<Blueprint const>(std::move(*made));
    Blueprint shown = built_in(wanted);
    shown.broken = made.error();
    return std::make_shared<Blueprint const>(std::move(shown));
  }
  return std::make_shared<Blueprint const>(
      built_in(name == "site" || name.starts_with("users/") ? name : folder_of(name) + "/default"));
}

std::shared_ptr<Blueprint const> Library::find(std::string_view name) {
  std::lock_guard const lock(mutex_);
  check_all();
  std::string const key(name);
  auto const found = made_.find(key);
  if (found != made_.end()) return found->second;
  auto made = make(key);
  if (made_.size() < most_kept) made_.emplace(key, made);
  return made;
}

std::vector<std::string> Library::names(std::string_view folder) const {
  constexpr int deepest_folder = 4;
  std::vector<std::string> out;
  auto const add = [&](auto const& self, std::string const& below, int depth) -> void {
    auto const entries = files_.list("site/blueprints/" + below);
    if (!entries || depth > deepest_folder) return;
    for (auto const& entry : *entries) {
      auto const name = below + "/" + entry.name;
      if (entry.is_directory) {
        self(self, name, depth + 1);
      } else if (name.ends_with(".yml") && !entry.name.starts_with('.')) {
        out.push_back(name.substr(0, name.size() - 4));
      }
    }
  };
  add(add, std::string(folder), 0);
  std::ranges::sort(out);
  return out;
}

bool Library::has(std::string_view name) {
  std::lock_guard const lock(mutex_);
  check_all();
  std::string const key(name);
  return is_name(key) && source(key).stamp.has_value();
}

}  // namespace latchkey::blueprint
