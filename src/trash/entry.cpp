#include "trash/entry.h"

#include <fmt/chrono.h>

#include <algorithm>
#include <array>

#include "core/text.h"

namespace latchkey::trash {
namespace {

constexpr std::array<std::string_view, 3> kinds{"page", "file", "user"};

/// A path of plain names.
bool is_path_below(std::string_view path) {
  return !path.empty() && std::ranges::all_of(split(path, '/'), [](auto const name) {
    return !name.empty() && name != "." && name != "..";
  });
}

std::string text_member(json::object const& map, std::string_view key) {
  auto const* const found = map.if_contains(key);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::vector<std::string> list_member(json::object const& map, std::string_view key) {
  std::vector<std::string> out;
  auto const* const found = map.if_contains(key);
  auto const* const list = found ? found->if_array() : nullptr;
  if (!list) return out;
  for (auto const& item : *list)
    out.emplace_back(item.is_string() ? std::string_view(item.get_string()) : std::string_view());
  return out;
}

}  // namespace

std::string_view kind_name(Deleted::Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::string entry_name(Instant when, std::string_view word) {
  return fmt::format("{:%Y%m%dT%H%M%SZ}-{}",
                     fmt::gmtime(static_cast<std::time_t>(unix_seconds(when))), word);
}

std::string print_entry(Entry const& entry) {
  json::array items;
  for (auto const& item : entry.items) items.push_back(json::text(item));
  auto const time = static_cast<std::time_t>(unix_seconds(entry.when));
  json::object const out{{"kind", kind_name(entry.kind)},
                         {"id", json::text(entry.id)},
                         {"title", json::text(entry.title)},
                         {"parent", json::text(entry.parent)},
                         {"folder", json::text(entry.folder)},
                         {"items", std::move(items)},
                         {"by", entry.by.empty() ? json::value(nullptr) : json::text(entry.by)},
                         {"when", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(time))},
                         {"time", unix_seconds(entry.when)}};
  return json::print(out, true) + "\n";
}

std::optional<Entry> parse_entry(std::string_view name, std::string_view text) {
  auto const parsed = json::parse(text);
  auto const* const map = parsed ? parsed->if_object() : nullptr;
  if (!map) return std::nullopt;
  Entry out;
  auto const kind = std::ranges::find(kinds, text_member(*map, "kind"));
  auto const* const time = map->if_contains("time");
  if (kind == kinds.end() || !time || !time->is_int64()) return std::nullopt;
  out.kind = static_cast<Deleted::Kind>(kind - kinds.begin());
  out.id = text_member(*map, "id");
  out.title = text_member(*map, "title");
  out.parent = text_member(*map, "parent");
  out.folder = text_member(*map, "folder");
  out.items = list_member(*map, "items");
  out.by = text_member(*map, "by");
  out.name = name;
  out.when = Instant(std::chrono::seconds(time->get_int64()));
  if (!is_path_below(out.folder) || !std::ranges::all_of(out.items, is_path_below))
    return std::nullopt;
  return out;
}

}  // namespace latchkey::trash
