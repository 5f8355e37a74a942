#include "fields/fitting.h"

#include <algorithm>

#include "core/text.h"
#include "fields/words.h"

namespace latchkey::fields {
namespace {

using blueprint::Field;
using blueprint::FieldList;
using blueprint::Fieldset;

Failure wrong(Field const& field) {
  return fail(Kind::invalid, "error.invalidArgument",
              "The field \"" + field.name + "\" takes another kind of value");
}

bool is_numbered(json::object const& map) {
  return std::ranges::all_of(
      map, [](auto const& member) { return parse_unsigned(member.key()).has_value(); });
}

/// Maps that are no list are left as they are.
json::value as_list(json::value input) {
  auto* const map = input.if_object();
  if (!map || !is_numbered(*map)) return input;
  json::array out;
  for (auto& member : *map) out.push_back(std::move(member.value()));
  return out;
}

json::value as_map(json::value input) {
  auto* const list = input.if_array();
  if (!list || list->empty()) return input;
  json::object out;
  for (auto& item : *list) out[std::to_string(out.size())] = std::move(item);
  return out;
}

/// Every item of the list that `input` is or holds by number. Errors: as those of `each`, or
/// `wrong` for a map.
template <class Each>
Result<json::value> each_item(Field const& field, json::value input, Each each) {
  auto out = as_list(std::move(input));
  if (out.is_object()) return wrong(field);
  if (auto* const list = out.if_array())
    for (auto& item : *list) {
      LK_TRY(item, each(std::move(item)));
    }
  return out;
}

/// The keys that are fields; what is no map stays.
Result<json::value> row(FieldList const& fields, json::value input) {
  if (auto* const map = input.if_object())
    for (auto& member : *map) {
      auto const field = std::ranges::find_if(
          fields, [&](Field const& one) { return iequals(one.name, member.key()); });
      if (field != fields.end()) {
        LK_TRY(member.value(), fitting(*field, std::move(member.value())));
      }
    }
  return input;
}

Result<json::value> block(Field const& field, json::value input) {
  auto* const map = input.if_object();
  auto* const content = map ? map->if_contains("content") : nullptr;
  auto const* const type = map ? map->if_contains("type") : nullptr;
  if (!content || !type || !type->is_string()) return input;
  auto const set =
      std::ranges::find(field.fieldsets, std::string_view(type->get_string()), &Fieldset::type);
  if (set != field.fieldsets.end()) {
    LK_TRY(*content, row(set->fields, std::move(*content)));
  }
  return input;
}

Result<json::value> blocks(Field const& field, json::value input) {
  return each_item(field, std::move(input),
                   [&](json::value item) { return block(field, std::move(item)); });
}

Result<json::value> column(Field const& field, json::value input) {
  auto* const map = input.if_object();
  if (auto* const held = map ? map->if_contains("blocks") : nullptr) {
    LK_TRY(*held, blocks(field, std::move(*held)));
  }
  return input;
}

Result<json::value> layout(Field const& field, json::value input) {
  auto* const map = input.if_object();
  if (auto* const attrs = map ? map->if_contains("attrs") : nullptr) {
    LK_TRY(*attrs, row(field.settings, std::move(*attrs)));
  }
  if (auto* const columns = map ? map->if_contains("columns") : nullptr) {
    LK_TRY(*columns, each_item(field, std::move(*columns),
                               [&](json::value item) { return column(field, std::move(item)); }));
  }
  return input;
}

/// A list, or one model by its map.
Result<json::value> references(Field const& field, json::value input) {
  auto out = as_list(std::move(input));
  auto const* const map = out.if_object();
  bool const names_one = map && (map->contains("uuid") || map->contains("id") ||
                                 (field.type == "users" && map->contains("email")));
  if (map && !names_one) return wrong(field);
  return out;
}

Result<json::value> entry(Field const& field, json::value input) {
  if (field.fields.empty()) return input;
  return fitting(field.fields.front(), std::move(input));
}

}  // namespace

Result<json::value> fitting(Field const& field, json::value input) {
  auto const& type = field.type;
  auto const each = [&](auto shape) {
    return each_item(field, std::move(input),
                     [&](json::value item) { return shape(std::move(item)); });
  };
  if (type == "hidden") return input;
  if (is_one_of(type, {"pages", "files", "users"})) return references(field, std::move(input));
  if (is_one_of(type, {"tags", "multiselect", "checkboxes"}))
    return each([](json::value item) { return Result<json::value>(std::move(item)); });
  if (type == "structure")
    return each([&](json::value item) { return row(field.fields, std::move(item)); });
  if (type == "entries")
    return each([&](json::value item) { return entry(field, std::move(item)); });
  if (type == "blocks") return blocks(field, std::move(input));
  if (type == "layout")
    return each([&](json::value item) { return layout(field, std::move(item)); });
  if (type == "object") return row(field.fields, as_map(std::move(input)));
  if (input.is_array() || input.is_object()) return wrong(field);
  return input;
}

}  // namespace latchkey::fields
