// Kinds of blocks: the built-in ones and those of blueprints. Source: spec/content-api 11.

#include <array>

#include "blueprint/field_list.h"
#include "core/text.h"

namespace latchkey::blueprint {
namespace {

struct BuiltIn {
  std::string_view type;
  std::string_view fields;  ///< JSON
};

constexpr std::array<BuiltIn, 9> built_in{{
    {"code",
     R"({"code": {"type": "textarea", "buttons": false}, "language": {"type": "text", "default": "text"}})"},
    {"gallery",
     R"({"images": {"type": "files", "query": "model.images", "multiple": true},
         "caption": {"type": "writer", "inline": true}, "ratio": {"type": "text"}, "crop": {"type": "toggle"}})"},
    {"heading",
     R"({"level": {"type": "toggles", "options": ["h1", "h2", "h3", "h4", "h5", "h6"], "default": "h2"},
         "text": {"type": "writer", "inline": true}})"},
    {"image",
     R"({"location": {"type": "radio", "default": "kirby", "options": ["kirby", "web"]},
         "image": {"type": "files", "query": "model.images", "multiple": false},
         "src": {"type": "link"}, "alt": {"type": "text"}, "caption": {"type": "writer", "inline": true},
         "link": {"type": "text"}, "ratio": {"type": "text"}, "crop": {"type": "toggle"}})"},
    {"line", "{}"},
    {"list", R"({"text": {"type": "list"}})"},
    {"markdown", R"({"text": {"type": "textarea"}})"},
    {"quote",
     R"({"text": {"type": "writer", "inline": true}, "citation": {"type": "writer", "inline": true}})"},
    {"text", R"({"text": {"type": "writer"}})"},
}};
constexpr BuiltIn video{
    "video",
    R"({"location": {"type": "radio", "default": "web", "options": ["kirby", "web"]}, "url": {"type": "url"},
        "video": {"type": "files", "query": "model.videos", "multiple": false},
        "poster": {"type": "files", "query": "model.images", "multiple": false},
        "caption": {"type": "writer", "inline": true}, "autoplay": {"type": "toggle"},
        "muted": {"type": "toggle", "default": true}, "loop": {"type": "toggle"},
        "controls": {"type": "toggle", "default": true}, "preload": {"type": "text", "default": "auto"}})"};

std::optional<json::object> find_built_in(std::string_view type) {
  auto const made = [](BuiltIn const& kind) {
    return json::object{{"name", readable(kind.type)}, {"fields", *json::parse(kind.fields)}};
  };
  for (auto const& kind : built_in)
    if (kind.type == type) return made(kind);
  if (type == video.type) return made(video);
  return std::nullopt;
}

/// The site's own definition of a kind below the one it extends or, failing that, the built-in one.
Result<json::object> definition_of(std::string_view type, json::value const& node,
                                   Load const& load) {
  json::object out;
  bool const says_where = node.is_object() && node.get_object().contains("extends");
  if (!says_where) {
    LK_TRY(auto own, load("blocks/" + std::string(type)));
    if (own) {
      LK_TRY(out, extend(*own, load));
    } else if (auto found = find_built_in(type)) {
      out = std::move(*found);
    }
  }
  if (node.is_object()) {
    LK_TRY(auto const said, extend(node, load));
    merge(out, said);
  }
  return out;
}

class FieldsetMaker {
 public:
  FieldsetMaker(Load const& load, int depth) : load_(load), depth_(depth) {}

  Result<> add_all(json::value const& node, int groups) {
    if (node.is_array())
      for (auto const& item : node.get_array()) LK_CHECK(add_item(item, groups));
    if (node.is_object())
      for (auto const& [type, value] : node.get_object()) LK_CHECK(add(type, value, groups));
    return {};
  }

  std::vector<Fieldset> take() { return std::move(out_); }

 private:
  Result<> add_item(json::value const& item, int groups) {
    if (item.is_string()) return add(item.get_string(), true, groups);
    if (!item.is_object()) return {};
    auto const* const type = item.get_object().if_contains("type");
    if (type && type->is_string()) return add(type->get_string(), item, groups);
    return add_all(item, groups);
  }

  Result<> add(std::string_view name, json::value const& node, int groups) {
    if (node.is_bool() && !node.get_bool()) return {};
    if (node.is_string()) name = name.empty() ? node.get_string() : name;
    if (node.is_object()) {
      auto const* const type = node.get_object().if_contains("type");
      auto const* const below = node.get_object().if_contains("fieldsets");
      if (below && (!type || (type->is_string() && type->get_string() == "group")))
        return groups < 4 ? add_all(*below, groups + 1) : Result<>();
    }
    std::string_view type = name;
    if (type.starts_with("blocks/")) type.remove_prefix(7);
    json::value const said = node.is_string() ? json::value(json::object{{"extends", node}}) : node;
    LK_TRY(json::object props, definition_of(type, said, load_));
    Fieldset made{std::string(type), std::move(props), {}};
    LK_CHECK(add_fields(made));
    std::erase_if(out_, [&](auto const& other) { return other.type == made.type; });
    out_.push_back(std::move(made));
    return {};
  }

  Result<> add_fields(Fieldset& made) {
    Names seen;
    if (auto const* const tabs = made.props.if_contains("tabs"); tabs && tabs->is_object()) {
      for (auto const& [unused, tab] : tabs->get_object()) {
        LK_TRY(auto const whole, extend(tab, load_));
        if (auto const* const fields = whole.if_contains("fields"))
          LK_CHECK(append(made, *fields, seen));
      }
      return {};
    }
    auto const* const fields = made.props.if_contains("fields");
    return fields ? append(made, *fields, seen) : Result<>();
  }

  Result<> append(Fieldset& made, json::value const& fields, Names& seen) {
    LK_TRY(auto list, make_fields(fields, load_, seen, depth_));
    made.fields.insert(made.fields.end(), std::make_move_iterator(list.begin()),
                       std::make_move_iterator(list.end()));
    return {};
  }

  Load const& load_;
  int const depth_;
  std::vector<Fieldset> out_;
};

}  // namespace

Result<std::vector<Fieldset>> make_fieldsets(json::value const* node, Load const& load, int depth) {
  FieldsetMaker maker(load, depth);
  if (node && is_truthy(*node) && (node->is_array() || node->is_object())) {
    LK_CHECK(maker.add_all(*node, 0));
  } else {
    json::array names;
    for (auto const& kind : built_in) names.emplace_back(kind.type);
    names.emplace_back(video.type);
    LK_CHECK(maker.add_all(names, 0));
  }
  return maker.take();
}

}  // namespace latchkey::blueprint
