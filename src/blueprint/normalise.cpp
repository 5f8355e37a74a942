#include "blueprint/normalise.h"

#include <algorithm>
#include <array>

#include "blueprint/field_list.h"
#include "blueprint/preset.h"

namespace latchkey::blueprint {
namespace {

constexpr std::array<std::string_view, 5> section_types{"fields", "files", "info", "pages",
                                                        "stats"};

/// The value of a key where it holds something; a key without value is as good as absent.
json::value const* filled(json::object const& map, std::string_view key) {
  auto const* const value = map.if_contains(key);
  return value && (value->is_object() || value->is_array()) ? value : nullptr;
}

json::object without(json::object const& map, std::initializer_list<std::string_view> keys) {
  json::object out;
  for (auto const& [key, value] : map)
    if (std::ranges::find(keys, std::string_view(key)) == keys.end()) out[key] = value;
  return out;
}

/// `fields` of a tab, column or whole blueprint as one section.
void fields_to_section(json::object& map, std::string const& prefix) {
  auto const* const fields = filled(map, "fields");
  if (!fields) return;
  json::object section{{"type", "fields"}, {"fields", *fields}};
  map = without(map, {"fields", "sections"});
  map["sections"] = json::object{{prefix + "-fields", std::move(section)}};
}

void sections_to_columns(json::object& map) {
  auto const* const sections = filled(map, "sections");
  if (!sections) return;
  json::object column{{"width", "1/1"}, {"sections", *sections}};
  map = without(map, {"sections", "columns"});
  map["columns"] = json::array{std::move(column)};
}

bool takes_mixin(json::value const& node) {
  return node.is_string() || (node.is_object() && node.get_object().contains("extends"));
}

class Builder {
 public:
  Builder(Blueprint& out, Load const& load) : out_(out), load_(load) {}

  Result<> add_tabs(json::object raw) {
    fields_to_section(raw, "main");
    sections_to_columns(raw);
    if (auto const* const columns = filled(raw, "columns")) {
      json::object main{{"columns", *columns}};
      raw["tabs"] = json::object{{"main", std::move(main)}};
    }
    auto const* const tabs = filled(raw, "tabs");
    if (!tabs) return {};
    if (tabs->is_object())
      for (auto const& [name, tab] : tabs->get_object()) LK_CHECK(add_tab(name, tab));
    if (tabs->is_array())
      for (std::size_t i = 0; i < tabs->get_array().size(); ++i)
        LK_CHECK(add_tab(std::to_string(i), tabs->get_array()[i]));
    return {};
  }

 private:
  Result<> add_tab(std::string const& name, json::value const& node) {
    if (node.is_bool() && !node.get_bool()) return {};
    LK_TRY(json::object tab, extend(node, load_));
    fields_to_section(tab, name);
    sections_to_columns(tab);
    LK_TRY(auto columns, make_columns(name, tab.if_contains("columns")));
    tab["columns"] = std::move(columns);
    if (!tab.contains("icon")) tab["icon"] = nullptr;
    if (!tab.contains("label")) tab["label"] = readable(name);
    tab["name"] = name;
    out_.tabs.push_back(std::move(tab));
    return {};
  }

  Result<json::value> make_columns(std::string const& tab, json::value const* node) {
    if (node && node->is_object()) {
      json::object out;
      for (auto const& [key, value] : node->get_object()) {
        LK_TRY(auto column, make_column(tab, key, value));
        if (column) out[key] = std::move(*column);
      }
      return json::value(std::move(out));
    }
    json::array out;
    if (node && node->is_array())
      for (std::size_t i = 0; i < node->get_array().size(); ++i) {
        LK_TRY(auto column, make_column(tab, std::to_string(i), node->get_array()[i]));
        if (column) out.push_back(std::move(*column));
      }
    return json::value(std::move(out));
  }

  Result<std::optional<json::object>> make_column(std::string const& tab, std::string const& key,
                                                  json::value const& node) {
    if (!node.is_object() && !node.is_string()) return std::nullopt;
    LK_TRY(json::object column, extend(node, load_));
    fields_to_section(column, tab + "-col-" + key);
    if (!column.contains("width")) column["width"] = "1/1";
    LK_TRY(auto sections, make_sections(column.if_contains("sections")));
    column["sections"] = std::move(sections);
    return column;
  }

  Result<json::value> make_sections(json::value const* node) {
    json::object out;
    if (node && node->is_object())
      for (auto const& [name, value] : node->get_object()) {
        if (value.is_bool() && !value.get_bool()) continue;
        LK_TRY(json::object props, extend(value, load_));
        LK_TRY(out[name], make_section(name, std::move(props)));
      }
    return out.empty() ? json::value(json::array()) : json::value(std::move(out));
  }

  Result<json::object> make_section(std::string_view name, json::object props) {
    auto const* const said = props.if_contains("type");
    std::string const type(said && said->is_string() ? std::string_view(said->get_string()) : name);
    props["type"] = type;
    if (std::ranges::find(section_types, type) == section_types.end()) props = unknown_type(type);
    props["name"] = name;
    Section section{std::string(name), std::string(props.at("type").get_string()), {}, {}};
    if (section.type == "fields") {
      auto const* const fields = props.if_contains("fields");
      LK_TRY(section.fields, make_fields(fields ? *fields : json::value(), load_, seen_));
      json::object shown;
      for (auto const& field : section.fields) shown[field.name] = field.props;
      props["fields"] = shown.empty() ? json::value(json::array()) : json::value(std::move(shown));
      for (auto const& field : section.fields)
        if (!find_field(out_.fields, field.name)) out_.fields.push_back(field);
    }
    section.props = props;
    std::erase_if(out_.sections, [&](auto const& other) { return other.name == name; });
    out_.sections.push_back(std::move(section));
    return props;
  }

  static json::object unknown_type(std::string const& type) {
    return {{"label", "Invalid section type (\"" + type + "\")"},
            {"type", "info"},
            {"text", "Sections are of type fields, files, info, pages or stats."}};
  }

  Blueprint& out_;
  Load const& load_;
  Names seen_;
};

}  // namespace

Result<Blueprint> normalise(std::string const& name, json::object const& raw, Load const& load) {
  LK_TRY(json::object whole, extend(raw, load));
  whole = apply_preset(std::move(whole));
  Blueprint out;
  out.name = name;
  auto const* const title = whole.if_contains("title");
  auto const slash = name.rfind('/');
  out.title = title && (title->is_string() || title->is_object())
                  ? *title
                  : json::value(readable(slash == name.npos ? name : name.substr(slash + 1)));
  for (auto const* const key : {"options", "status"})
    if (auto* const said = whole.if_contains(key); said && takes_mixin(*said)) {
      LK_TRY(auto extended, extend(*said, load));
      *said = std::move(extended);
    }
  out.options = normalise_options(name, whole.if_contains("options"));
  out.status = normalise_status(whole.if_contains("status"));
  if (auto const* const num = whole.if_contains("num")) out.num = *num;
  if (auto const* const preview = whole.if_contains("preview")) out.preview = *preview;
  out.rest = without(whole, {"title", "options", "status", "num", "preview", "tabs", "columns",
                             "sections", "fields", "extends", "name"});
  LK_CHECK(Builder(out, load).add_tabs(std::move(whole)));
  return out;
}

}  // namespace latchkey::blueprint
