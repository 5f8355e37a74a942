// Methods of fields that give other things than texts. Source: spec/content-api 18, "field".

#include "core/text.h"
#include "fields/own_rules.h"
#include "fields/stored_field.h"
#include "formats/date.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

bool truth(StoredField const& f, bool otherwise) {
  auto const small = lower(f.value);
  if (small.empty()) return otherwise;
  return small == "true" || small == "1" || small == "on" || small == "yes";
}

json::array pieces(std::string_view text, std::string_view separator) {
  json::array out;
  if (separator.empty()) separator = ",";
  while (!text.empty()) {
    auto const at = std::min(text.find(separator), text.size());
    if (auto const item = trim(text.substr(0, at)); !item.empty()) out.push_back(json::text(item));
    text.remove_prefix(std::min(text.size(), at + separator.size()));
  }
  return out;
}

Value split_value(StoredField const& f, Values const& a) {
  return json::value(pieces(f.value, query::text_argument(a, 0, ",")));
}

/// By a method: "yaml", "json", or what separates items; without one a list or map is read as such.
Value to_data(StoredField const& f, Values const& a) {
  auto const method = lower(query::text_argument(a, 0));
  bool const is_marked = f.value.starts_with('[') || f.value.starts_with('{');
  if (method == "yaml" || method == "json" || (method.empty() && is_marked)) return f.list();
  return json::value(pieces(f.value, method));
}

Value to_date(StoredField const& f, Values const& a) {
  auto const at =
      formats::parse_date(f.value.empty() ? query::text_argument(a, 1) : f.value, f.world.now);
  if (!at) return {};
  auto const format = query::text_argument(a, 0);
  return format.empty() ? number(*at) : text(formats::format_date(*at, format));
}

Value to_pages(StoredField const& f, Values const&) {
  std::vector<PagePtr> out;
  for (auto const& reference : f.references())
    if (auto page = f.world.find_page(reference)) out.push_back(std::move(page));
  return object(make_pages(f.world, std::move(out)));
}

Value to_files(StoredField const& f, Values const&) {
  std::vector<content::FilePtr> out;
  for (auto const& reference : f.references())
    if (auto file = f.world.find_file(reference, f.model)) out.push_back(std::move(file));
  return object(make_files(f.world, std::move(out)));
}

Value to_users(StoredField const& f, Values const&) {
  std::vector<UserPtr> out;
  for (auto const& reference : f.references())
    if (auto user = f.world.find_user(reference)) out.push_back(std::move(user));
  return object(make_users(f.world, std::move(out)));
}

/// The first of a list of references.
template <Value (*all)(StoredField const&, Values const&)>
Value first_of(StoredField const& f, Values const& a) {
  auto found = query::member(all(f, a), "first", {});
  return found ? std::move(*found) : Value();
}

json::array list_in(StoredField const& f) {
  auto const all = f.list();
  return all.is_array() ? all.get_array() : json::array();
}

/// Text that is no JSON is one block of text, as in form values.
json::array blocks_in(StoredField const& f) {
  if (trim(f.value).empty()) return {};
  if (auto parsed = json::parse(f.value); parsed && parsed->is_array()) return parsed->get_array();
  return {json::object{{"content", json::object{{"text", json::text(f.value)}}},
                       {"id", json::text(make_uuid_v4(f.world.random))},
                       {"isHidden", false},
                       {"type", "text"}}};
}

Value to_object(StoredField const& f, Values const&) {
  auto const all = f.list();
  return Value(make_content(f.world, f.model, all.is_object() ? all.get_object() : json::object()));
}

Value to_int(StoredField const& f, Values const& a) {
  return number(f.value.empty() ? query::integer_argument(a, 0, 0) : query::cast_integer(f.value));
}

Value to_float(StoredField const& f, Values const& a) {
  auto const from = f.value.empty() ? query::text_argument(a, 0) : f.value;
  return Value(json::value(query::cast_number(from)));
}

Value to_url(StoredField const& f, Values const&) {
  if (f.value.starts_with("page://")) {
    auto const page = f.world.find_page(f.value);
    if (page) return text(content::page_url(*page, f.world.base, f.world.language, f.world.home));
  }
  if (f.value.starts_with("file://"))
    if (auto const file = f.world.find_file(f.value, f.model))
      return make_file(f.world, file)->call("url", {}).value_or(Value());
  if (f.value.empty() || f.value.find("://") != f.value.npos || f.value.starts_with("mailto:") ||
      f.value.starts_with("tel:") || f.value.starts_with('#'))
    return text(f.value);
  return text(f.world.base + (f.value.starts_with('/') ? "" : "/") + f.value);
}

/// `isValid("email")`, `isValid("between", 1, 3)`.
Value is_valid(StoredField const& f, Values const& a) {
  json::array arguments;
  for (std::size_t at = 1; at < a.size(); ++at) arguments.push_back(query::data_of(a[at]));
  return flag(fits_rule(query::text_argument(a, 0), json::text(f.value), arguments, f.world.now));
}

}  // namespace

std::vector<std::string> StoredField::references() const {
  std::vector<std::string> out;
  auto const parsed = world.parse_yaml(value);
  if (parsed && parsed->is_array())
    for (auto const& item : parsed->get_array())
      if (item.is_string()) out.emplace_back(item.get_string());
  if (out.empty() && !value.empty() && !(parsed && parsed->is_array())) out.push_back(value);
  return out;
}

json::value StoredField::list() const {
  auto parsed = value.starts_with('[') || value.starts_with('{')
                    ? json::parse(value).value_or(nullptr)
                    : world.parse_yaml(value).value_or(nullptr);
  if (!parsed.is_array() && !parsed.is_object()) return json::array();
  return parsed;
}

FieldMembers const& value_methods() {
  static FieldMembers const table{
      {"isEmpty", [](StoredField const& f, Values const&) { return flag(trim(f.value).empty()); }},
      {"isFalse", [](StoredField const& f, Values const&) { return flag(!truth(f, false)); }},
      {"isNotEmpty",
       [](StoredField const& f, Values const&) { return flag(!trim(f.value).empty()); }},
      {"isTrue", [](StoredField const& f, Values const&) { return flag(truth(f, false)); }},
      {"isValid", is_valid},
      {"split", split_value},
      {"toBlocks",
       [](StoredField const& f, Values const&) {
         return Value(make_blocks(f.world, f.model, blocks_in(f)));
       }},
      {"toBool",
       [](StoredField const& f, Values const& a) {
         return flag(truth(f, !a.empty() && query::is_true(a.front())));
       }},
      {"toData", to_data},
      {"toDate", to_date},
      {"toEntries",
       [](StoredField const& f, Values const&) {
         return Value(make_entries(f.world, f.model, f.name, list_in(f)));
       }},
      {"toFile", first_of<to_files>},
      {"toFiles", to_files},
      {"toFloat", to_float},
      {"toInt", to_int},
      {"toLayouts",
       [](StoredField const& f, Values const&) {
         return Value(make_layouts(f.world, f.model, list_in(f)));
       }},
      {"toObject", to_object},
      {"toPage", first_of<to_pages>},
      {"toPages", to_pages},
      {"toStructure",
       [](StoredField const& f, Values const&) {
         return Value(make_structure(f.world, f.model, list_in(f)));
       }},
      {"toTimestamp", [](StoredField const& f, Values const&) { return to_date(f, {}); }},
      {"toUrl", to_url},
      {"toUser", first_of<to_users>},
      {"toUsers", to_users},
      {"yaml", [](StoredField const& f, Values const&) { return Value(f.list()); }},
  };
  return table;
}

}  // namespace latchkey::fields
