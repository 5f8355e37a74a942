#include "blueprint/blueprint.h"

#include <algorithm>

#include "core/text.h"

namespace latchkey::blueprint {

std::string_view Field::text(std::string_view prop) const {
  auto const* const value = find(prop);
  return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

bool Field::is_true(std::string_view prop, bool otherwise) const {
  auto const* const value = find(prop);
  return value ? is_truthy(*value) : otherwise;
}

Field const* find_field(FieldList const& fields, std::string_view name) {
  auto const at =
      std::ranges::find_if(fields, [&](Field const& field) { return iequals(field.name, name); });
  return at == fields.end() ? nullptr : &*at;
}

Section const* Blueprint::section(std::string_view section_name) const {
  auto const at = std::ranges::find(sections, section_name, &Section::name);
  return at == sections.end() ? nullptr : &*at;
}

json::value translate(json::value const& text, std::string_view language) {
  if (text.is_string()) return text;
  if (!text.is_object()) return nullptr;
  auto const& texts = text.get_object();
  for (auto const key : {language, std::string_view("en")})
    if (auto const* const found = texts.if_contains(key); found && found->is_string())
      return *found;
  auto const first =
      std::ranges::find_if(texts, [](auto const& item) { return item.value().is_string(); });
  return first == texts.end() ? json::value() : first->value();
}

std::string readable(std::string_view name) {
  std::string out(name);
  std::ranges::replace_if(
      out, [](char c) { return c == '_' || c == '-'; }, ' ');
  out = std::string(trim(out));
  if (!out.empty()) out.front() = to_upper(out.front());
  return out;
}

bool is_truthy(json::value const& value) {
  switch (value.kind()) {
    case json::Kind::bool_: return value.get_bool();
    case json::Kind::int64: return value.get_int64() != 0;
    case json::Kind::uint64: return value.get_uint64() != 0;
    case json::Kind::double_: return value.get_double() != 0;
    case json::Kind::string: return !value.get_string().empty() && value.get_string() != "0";
    case json::Kind::array: return !value.get_array().empty();
    case json::Kind::object: return !value.get_object().empty();
    case json::Kind::null: return false;
  }
  return false;
}

}  // namespace latchkey::blueprint
