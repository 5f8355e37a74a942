#include "config/hints.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/text.h"

namespace latchkey::config {
namespace {

/// How far a name may be off: short ones say little.
std::size_t tolerance(std::string_view name) { return name.size() < 5 ? 1 : 2; }

/// Part of the original's own vocabulary that is near a name of ours.
bool is_the_originals(std::string_view path) {
  static std::set<std::string_view, std::less<>> const names{
      "hooks", "routes", "ready", "cache",     "thumbs",  "markdown",
      "date",  "locale", "hosts", "panel.css", "panel.js"};
  return names.contains(path);
}

bool continues(std::string_view name, std::string_view path) {
  return name.size() > path.size() && name.starts_with(path) && name[path.size()] == '.';
}

/// What may stand at a path.
struct Known {
  bool option = false, section = false, open = false;
};
Known known_at(std::string_view path) {
  Known out;
  for (auto const& row : option_table()) {
    out.option |= row.name == path;
    out.section |= continues(row.name, path);
    out.open |= row.open_map && row.name == path;
  }
  return out;
}

/// Names that may follow `parent` ("" for the root).
std::set<std::string> names_below(std::string_view parent) {
  std::set<std::string> out;
  for (auto const& row : option_table()) {
    if (!parent.empty() && !continues(row.name, parent)) continue;
    auto const rest = parent.empty() ? row.name : row.name.substr(parent.size() + 1);
    out.emplace(rest.substr(0, rest.find('.')));
  }
  return out;
}

void collect(Tree const& tree, std::string const& parent,
             std::vector<std::pair<std::string, Tree const*>>& out) {
  for (auto const& [name, below] : tree.children) {
    auto const path = parent.empty() ? name : fmt::format("{}.{}", parent, name);
    auto const known = known_at(path);
    if (known.open) continue;
    if (!known.option && !known.section)
      out.emplace_back(path, &below);
    else
      collect(below, path, out);
  }
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] =
          std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

Row const* nearest_option(std::string_view name) {
  auto const plain = [](std::string_view text) {
    return lower(replace_all(replace_all(text, "_", ""), ".", ""));
  };
  if (name.size() > 64) return nullptr;
  Row const* best = nullptr;
  std::size_t least = tolerance(name) + 1;
  for (auto const& row : option_table()) {
    auto const distance = edit_distance(plain(name), plain(row.name));
    if (distance < least) best = &row, least = distance;
  }
  return best;
}

std::vector<std::pair<std::string, Tree const*>> unknown_names(Tree const& tree) {
  std::vector<std::pair<std::string, Tree const*>> out;
  collect(tree, "", out);
  return out;
}

void hint_at_typing_errors(Tree const& tree, Report& report) {
  for (auto const& [path, below] : unknown_names(tree)) {
    if (is_the_originals(path) || path.size() > 128) continue;
    auto const dot = path.rfind('.');
    auto const parent = dot == path.npos ? std::string() : path.substr(0, dot);
    auto const name = dot == path.npos ? path : path.substr(dot + 1);
    std::string best;
    std::size_t least = 3;
    for (auto const& known : names_below(parent)) {
      auto const distance = lower(name) == lower(known) ? 1 : edit_distance(name, known);
      if (distance <= tolerance(known) && distance < least) best = known, least = distance;
    }
    if (best.empty()) continue;
    report.warn(below->place, fmt::format("{} is unknown; did you mean {}{}{}?", path, parent,
                                          parent.empty() ? "" : ".", best));
  }
}

}  // namespace latchkey::config
