#include "blueprint/field_list.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace latchkey::blueprint {
namespace {

constexpr int deepest = 8;

constexpr std::array<std::string_view, 36> field_types{
    "blocks",      "checkboxes", "color",  "date",  "email",  "entries",  "files",  "gap",
    "group",       "headline",   "hidden", "info",  "layout", "line",     "link",   "list",
    "multiselect", "number",     "object", "pages", "radio",  "range",    "select", "slug",
    "stats",       "structure",  "tags",   "tel",   "text",   "textarea", "time",   "toggle",
    "toggles",     "url",        "users",  "writer"};

Field error_field(std::string_view name, std::string text) {
  json::object props{{"label", "Error"},    {"name", name},   {"text", text},
                     {"theme", "negative"}, {"type", "info"}, {"width", "1/1"}};
  return {std::string(name), "info", std::move(props), {}, {}, {}};
}

void fill(json::object& props, std::string_view name) {
  props["name"] = name;
  if (auto const* const type = props.if_contains("type"); !type || !type->is_string())
    props["type"] = name;
  if (!props.contains("label")) props["label"] = readable(name);
  if (!props.contains("width")) props["width"] = "1/1";
}

Result<> add_inner(Field& field, Load const& load, int depth) {
  if (depth >= deepest) return {};
  Names seen;
  if (field.type == "structure" || field.type == "object") {
    if (auto const* const fields = field.find("fields")) {
      LK_TRY(field.fields, make_fields(*fields, load, seen, depth + 1));
    }
  } else if (field.type == "entries") {
    auto const* const inner = field.find("field");
    json::value const node =
        inner && inner->is_object()
            ? *inner
            : json::value{{"type", inner && inner->is_string() ? inner->get_string()
                                                               : json::string("text")}};
    LK_TRY(field.fields, make_fields(json::object{{"field", node}}, load, seen, depth + 1));
  } else if (field.type == "blocks" || field.type == "layout") {
    LK_TRY(field.fieldsets, make_fieldsets(field.find("fieldsets"), load, depth + 1));
    auto const* const settings = field.find("settings");
    auto const* const fields =
        settings && settings->is_object() ? settings->get_object().if_contains("fields") : nullptr;
    if (fields) {
      LK_TRY(field.settings, make_fields(*fields, load, seen, depth + 1));
    }
  }
  return {};
}

class FieldMaker {
 public:
  FieldMaker(Load const& load, Names& seen, int depth) : load_(load), seen_(seen), depth_(depth) {}

  Result<> add_all(json::value const& node, json::object const& conditions, int groups) {
    if (node.is_object())
      for (auto const& [name, value] : node.get_object())
        LK_CHECK(add(name, value, conditions, groups));
    if (node.is_array())
      for (std::size_t i = 0; i < node.get_array().size(); ++i) {
        auto const& value = node.get_array()[i];
        auto const* const name =
            value.is_object() ? value.get_object().if_contains("name") : nullptr;
        LK_CHECK(
            add(name && name->is_string() ? std::string(name->get_string()) : std::to_string(i),
                value, conditions, groups));
      }
    return {};
  }

  FieldList take() { return std::move(out_); }

 private:
  Result<> add(std::string_view name, json::value const& node, json::object const& conditions,
               int groups) {
    if (node.is_bool() && !node.get_bool()) return {};
    LK_TRY(json::object props, extend(node, load_));
    auto const* const type = props.if_contains("type");
    bool const is_group =
        type && type->is_string() ? type->get_string() == "group" : name == "group";
    auto const* const when = props.if_contains("when");
    json::object all = conditions;
    if (when && when->is_object()) merge(all, when->get_object());
    if (is_group) {
      auto const* const fields = props.if_contains("fields");
      return fields && groups < deepest ? add_all(*fields, all, groups + 1) : Result<>();
    }
    if (!all.empty()) props["when"] = std::move(all);
    return add_field(name, std::move(props));
  }

  Result<> add_field(std::string_view name, json::object props) {
    if (!seen_.insert(lower(name)).second) {
      out_.push_back(error_field(
          name, "The field name \"" + std::string(name) + "\" is used twice in this blueprint."));
      return {};
    }
    fill(props, name);
    std::string type(props.at("type").get_string());
    if (!is_field_type(type)) {
      out_.push_back(error_field(name, "The field type \"" + type + "\" of \"" + std::string(name) +
                                           "\" does not exist."));
      return {};
    }
    Field field{std::string(name), std::move(type), std::move(props), {}, {}, {}};
    LK_CHECK(add_inner(field, load_, depth_));
    out_.push_back(std::move(field));
    return {};
  }

  Load const& load_;
  Names& seen_;
  int const depth_;
  FieldList out_;
};

}  // namespace

bool is_field_type(std::string_view type) {
  return std::ranges::find(field_types, type) != field_types.end();
}

Result<FieldList> make_fields(json::value const& node, Load const& load, Names& seen, int depth) {
  FieldMaker maker(load, seen, depth);
  LK_CHECK(maker.add_all(node, {}, 0));
  return maker.take();
}

}  // namespace latchkey::blueprint
