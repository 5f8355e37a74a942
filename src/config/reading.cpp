#include "config/reading.h"

#include "config/layers.h"
#include "core/text.h"

namespace latchkey::config {
namespace {

Row const* row_at(std::string_view path) {
  auto const rows = option_table();
  auto const found = std::ranges::find(rows, path, &Row::name);
  return found == rows.end() ? nullptr : &*found;
}

/// The place of an expression that hides the row's value: at a name above it, at it, or inside it.
struct Hidden {
  std::string name;
  Place place;
};
std::optional<Hidden> find_hidden(Tree const& root, Row const& row) {
  auto const* at = &root;
  std::string path;
  for (auto const part : split(row.name, '.')) {
    path.append(path.empty() ? "" : ".").append(part);
    at = at->child(part);
    if (at == nullptr) return std::nullopt;
    if (at->own && at->own->as<Unread>() != nullptr) return Hidden{path, at->place};
  }
  auto const* inside = row.section ? nullptr : find_unread(*at);
  return inside != nullptr ? std::optional(Hidden{path, inside->place}) : std::nullopt;
}

void report_hidden(Hidden const& hidden, Row const& row, Report& report) {
  if (row.need == Need::never) return;
  auto text = hidden.name + " is an expression, which Latchkey does not run; ";
  if (row.need == Need::harmless)
    return report.warn(hidden.place,
                       text + "the default (" + std::string(row.fallback) + ") is used");
  text += "write a literal value, or set it in site/config/config.yml";
  if (row_at(hidden.name) != nullptr) text += " or as " + environment_name(hidden.name);
  report.refuse(hidden.place, text);
}

/// A value where only further names can stand, as in 'auth' => true.
void check_sections(Tree const& root, Row const& row, Report& report) {
  auto const* at = &root;
  std::string path;
  for (auto const part : split(row.name, '.')) {
    path.append(path.empty() ? "" : ".").append(part);
    at = at->child(part);
    if (at == nullptr || path == row.name) return;
    bool const plain = at->own && !at->own->is_null() && !at->own->is_empty_list() &&
                       at->own->as<Unread>() == nullptr;
    if (plain && at->children.empty() && row_at(path) == nullptr)
      report.warn(at->place, path + " should be a map, not " + std::string(kind_of(*at)) +
                                 "; the defaults are used");
  }
}

/// Options a `ready` function would set while PHP runs.
void check_ready(Tree const& root, Report& report) {
  auto const* ready = root.find("ready");
  if (ready != nullptr && find_unread(*ready) != nullptr)
    report.warn(ready->place,
                "ready is a function, which Latchkey does not run; write its options as literals");
}

}  // namespace

Reading read_options(Tree const& tree, Report& report) {
  Reading out;
  for (auto const& row : option_table()) {
    auto const hidden = find_hidden(tree, row);
    if (hidden)
      report_hidden(*hidden, row, report);
    else
      check_sections(tree, row, report);
    OptionReader in(row.name, row.fallback, hidden ? nullptr : tree.find(row.name), report);
    if (row.read != nullptr) row.read(in, out.options);
    if (in.accepted() && row.read != nullptr) out.accepted.push_back(&row);
  }
  check_ready(tree, report);
  finish(out.options, tree, report);
  return out;
}

}  // namespace latchkey::config
