#include "blueprint/preset.h"

#include "blueprint/mixin.h"

namespace latchkey::blueprint {
namespace {

/// A section from its short form: text is a label, `true` all defaults, a map goes on top.
json::object section_of(json::object section, json::value const* said) {
  if (said && said->is_string()) section["label"] = *said;
  if (said && said->is_object()) {
    merge(section, said->get_object());
    if (said->get_object().contains("headline") && !said->get_object().contains("label"))
      section.stable_erase("label");
  }
  return section;
}

json::value take(json::object& raw, std::string_view key, json::value otherwise) {
  auto* const found = raw.if_contains(key);
  if (!found) return otherwise;
  json::value out = std::move(*found);
  raw.stable_erase(key);
  return out;
}

bool is_off(json::value const& said) {
  return said.is_null() || (said.is_bool() && !said.get_bool());
}

void page_preset(json::object& raw) {
  json::object sidebar;
  if (auto const said = take(raw, "sidebar", nullptr); said.is_object()) {
    sidebar = said.get_object();
    take(raw, "pages", nullptr);
    take(raw, "files", nullptr);
  } else {
    auto const pages = take(raw, "pages", true), files = take(raw, "files", true);
    if (!is_off(pages))
      sidebar["pages"] = section_of(
          {{"label", "Pages"}, {"type", "pages"}, {"status", "all"}, {"layout", "list"}}, &pages);
    if (!is_off(files))
      sidebar["files"] =
          section_of({{"label", "Files"}, {"type", "files"}, {"layout", "list"}}, &files);
  }
  auto fields = take(raw, "fields", json::object());
  json::array columns;
  columns.push_back({{"width", sidebar.empty() ? "1/1" : "2/3"}, {"fields", std::move(fields)}});
  if (!sidebar.empty()) columns.push_back({{"width", "1/3"}, {"sections", std::move(sidebar)}});
  raw["columns"] = std::move(columns);
}

void pages_preset(json::object& raw) {
  auto templates = take(raw, "templates", nullptr);
  if (templates.is_null()) templates = take(raw, "template", nullptr);
  auto const with_templates = [&](json::object section) {
    if (!templates.is_null() && !section.contains("templates") && !section.contains("template"))
      section["templates"] = templates;
    return section;
  };
  json::object sections;
  auto const add = [&](char const* name, char const* label, char const* status, bool by_default) {
    auto const said = take(raw, name, by_default);
    if (is_off(said)) return;
    sections[name] = with_templates(section_of(
        {{"label", label}, {"type", "pages"}, {"layout", "list"}, {"status", status}}, &said));
  };
  add("drafts", "Drafts", "drafts", true);
  add("unlisted", "Unlisted", "unlisted", false);
  add("listed", "Published", "listed", true);
  raw["sections"] = std::move(sections);
}

void files_preset(json::object& raw) {
  json::object section{{"label", take(raw, "label", take(raw, "headline", "Files"))},
                       {"type", "files"},
                       {"layout", take(raw, "layout", "cards")}};
  if (auto name = take(raw, "template", nullptr); !name.is_null()) section["template"] = name;
  section["image"] = take(raw, "image", nullptr);
  section["info"] = take(raw, "info", "{{ file.dimensions }}");
  raw["sections"] = json::object{{"files", std::move(section)}};
}

}  // namespace

json::object apply_preset(json::object raw) {
  auto const preset = take(raw, "preset", nullptr);
  if (!preset.is_string()) return raw;
  auto const& name = preset.get_string();
  if (name == "page") page_preset(raw);
  if (name == "pages") pages_preset(raw);
  if (name == "files") files_preset(raw);
  return raw;
}

}  // namespace latchkey::blueprint
