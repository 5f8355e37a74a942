#include "fields/field_props.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/text.h"
#include "fields/objects.h"
#include "fields/options.h"
#include "fields/scalars.h"
#include "formats/markdown.h"

namespace latchkey::fields {
namespace {

using blueprint::Field;

struct Defaults {
  std::string_view types;  ///< separated by spaces, with one at each end
  std::string_view props;  ///< JSON
};

constexpr std::array<Defaults, 17> defaults_by_type{{
    {" text slug tel url email ",
     R"({"counter": true, "font": "sans-serif", "spellcheck": false})"},
    {" textarea ",
     R"({"buttons": true, "counter": true, "font": "sans-serif", "spellcheck": true})"},
    {" writer ",
     R"({"counter": true, "inline": false, "marks": true, "nodes": true, "spellcheck": true})"},
    {" list ", R"({"marks": true})"},
    {" number range ", R"({"default": "", "step": ""})"},
    {" range ", R"({"max": 100, "min": 0, "tooltip": true})"},
    {" toggle ", R"({"default": false})"},
    {" select ", R"({"placeholder": "—"})"},
    {" checkboxes radio ", R"({"columns": 1})"},
    {" toggles ", R"({"grow": true, "labels": true, "reset": true})"},
    {" tags multiselect ",
     R"({"accept": "all", "layout": null, "search": true, "separator": ",", "sort": false})"},
    {" date ",
     R"({"calendar": true, "display": "YYYY-MM-DD", "format": "Y-m-d", "icon": "calendar", "time": false})"},
    {" time ", R"({"display": "HH:mm", "format": "H:i:s", "icon": "clock", "notation": 24})"},
    {" color ", R"({"alpha": false, "format": "hex", "mode": "picker"})"},
    {" pages files users ",
     R"({"layout": "list", "link": true, "multiple": true, "search": true, "size": "auto", "sortable": true, "store": "uuid"})"},
    {" structure ",
     R"({"batch": false, "duplicate": true, "limit": null, "prepend": false, "sortable": true})"},
    {" blocks ", R"({"group": "blocks", "pretty": false})"},
}};

json::value shown_text(Form const& form, json::value const& text, bool markdown) {
  auto const plain = blueprint::translate(text, form.world.user_language());
  if (!plain.is_string()) return nullptr;
  auto const filled = query::fill_template(plain.get_string(), scope_of(form.world, form.model),
                                           markdown ? query::Escape::html : query::Escape::none);
  return json::text(markdown ? formats::blueprint_html(filled) : filled);
}

class PropMaker {
 public:
  PropMaker(Form const& form, Field const& field) : form_(form), field_(field) {}

  Result<json::object> make() {
    set_common();
    for (auto const& row : defaults_by_type) {
      if (row.types.find(" " + field_.type + " ") == row.types.npos) continue;
      auto const parsed = json::parse(row.props).value_or(json::object());
      for (auto const& [name, value] : parsed.get_object()) props_[name] = value;
    }
    for (auto const& [name, value] : field_.props) props_[name] = value;
    props_["name"] = lower(field_.name);
    if (field_.find("default")) props_["default"] = default_value(field_);
    translate_texts();
    LK_CHECK(add_options());
    LK_CHECK(add_inner());
    json::object out;
    for (auto& [name, value] : props_)
      if (!value.is_null()) out[name] = std::move(value);
    return out;
  }

 private:
  void set_common() {
    bool const saves = !is_without_value(field_.type);
    props_["disabled"] = false;
    props_["hidden"] = field_.type == "hidden";
    props_["saveable"] = saves;
    if (saves) {
      props_["autofocus"] = false;
      props_["required"] = false;
      props_["translate"] = true;
    }
  }

  void translate_texts() {
    for (auto const* const name : {"label", "placeholder", "before", "after", "empty"})
      if (auto const at = props_.find(name); at != props_.end())
        at->second = shown_text(form_, at->second, false);
    for (auto const* const name : {"help"})
      if (auto const at = props_.find(name); at != props_.end())
        at->second = shown_text(form_, at->second, true);
    if (auto const at = props_.find("text"); at != props_.end())
      if (field_.type == "info") at->second = shown_text(form_, at->second, true);
  }

  Result<> add_options() {
    constexpr std::array<std::string_view, 6> types{"select",      "radio", "toggles",
                                                    "multiselect", "tags",  "checkboxes"};
    if (std::ranges::find(types, std::string_view(field_.type)) == types.end()) return {};
    LK_TRY(auto const options, options_of(form_.world, form_.model, field_));
    props_["options"] = render_options(options);
    props_.erase("query");
    return {};
  }

  Result<> add_inner() {
    if (field_.type == "structure" || field_.type == "object") {
      LK_TRY(props_["fields"], all_field_props(form_, field_.fields));
    } else if (field_.type == "entries" && !field_.fields.empty()) {
      LK_TRY(props_["field"], field_props(form_, field_.fields.front()));
    }
    if (field_.type != "blocks" && field_.type != "layout") return {};
    json::object sets;
    for (auto const& set : field_.fieldsets) {
      LK_TRY(auto fields, all_field_props(form_, set.fields));
      auto const* const name = set.props.if_contains("name");
      auto const* const icon = set.props.if_contains("icon");
      sets[set.type] = json::object{{"fields", std::move(fields)},
                                    {"icon", icon ? *icon : json::value()},
                                    {"name", name ? shown_text(form_, *name, false)
                                                  : json::text(blueprint::readable(set.type))},
                                    {"type", json::text(set.type)}};
    }
    props_["fieldsets"] = std::move(sets);
    return {};
  }

  Form const& form_;
  Field const& field_;
  std::map<std::string, json::value> props_;
};

}  // namespace

Result<json::object> field_props(Form const& form, Field const& field) {
  return PropMaker(form, field).make();
}

Result<json::value> all_field_props(Form const& form, blueprint::FieldList const& fields) {
  json::object out;
  for (auto const& field : fields) {
    LK_TRY(auto props, field_props(form, field));
    out[lower(field.name)] = std::move(props);
  }
  return out.empty() ? json::value(json::array()) : json::value(std::move(out));
}

}  // namespace latchkey::fields
