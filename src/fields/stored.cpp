#include "fields/stored.h"

#include <algorithm>

#include "core/text.h"
#include "fields/words.h"
#include "formats/date.h"
#include "query/value.h"

namespace latchkey::fields {
namespace {

using blueprint::Field;
using blueprint::FieldList;

Field const* field_of(FieldList const& fields, std::string_view key) {
  auto const at =
      std::ranges::find_if(fields, [&](Field const& field) { return iequals(field.name, key); });
  return at == fields.end() ? nullptr : &*at;
}

json::object stored_row(FieldList const& fields, json::object const& row) {
  json::object out;
  for (auto const& [key, value] : row) {
    auto const* const field = field_of(fields, key);
    out[key] = field ? stored_form(*field, value) : value;
  }
  return out;
}

json::value stored_date(Field const& field, json::value const& value) {
  auto const text = query::text_of(value);
  auto const at = formats::parse_date(text, 0);
  if (!at) return json::text(text);
  auto format = std::string(field.text("format"));
  if (format.empty() && field.type == "time") format = "H:i:s";
  if (format.empty()) format = field.is_true("time") ? "Y-m-d H:i:s" : "Y-m-d";
  return json::text(formats::format_date(*at, format));
}

json::value joined(Field const& field, json::value const& value) {
  auto const said = field.text("separator");
  std::string const separator = (said.empty() ? "," : std::string(trim(said))) + " ";
  std::string out;
  if (value.is_array())
    for (auto const& item : value.get_array()) {
      if (!out.empty()) out += separator;
      out += query::text_of(item);
    }
  return json::text(out);
}

json::value references(json::value const& value) {
  json::array out;
  if (value.is_array())
    for (auto const& item : value.get_array())
      if (item.is_object() && item.get_object().contains("uuid"))
        out.push_back(item.get_object().at("uuid"));
  return out;
}

template <class Each>
json::array each_map(json::value const* list, Each each) {
  json::array out;
  if (list && list->is_array())
    for (auto const& item : list->get_array())
      out.push_back(item.is_object() ? json::value(each(item.get_object())) : item);
  return out;
}

json::object stored_block(Field const& field, json::object block) {
  auto const* const type = block.if_contains("type");
  auto* const content = block.if_contains("content");
  if (!type || !type->is_string() || !content || !content->is_object()) return block;
  auto const set = std::ranges::find(field.fieldsets, std::string_view(type->get_string()),
                                     &blueprint::Fieldset::type);
  if (set != field.fieldsets.end()) *content = stored_row(set->fields, content->get_object());
  return block;
}

json::object stored_layout(Field const& field, json::object layout) {
  if (auto* const attrs = layout.if_contains("attrs"); attrs && attrs->is_object())
    *attrs = stored_row(field.settings, attrs->get_object());
  if (auto* const columns = layout.if_contains("columns"))
    *columns = each_map(columns, [&](json::object column) {
      if (auto* const blocks = column.if_contains("blocks"))
        *blocks =
            each_map(blocks, [&](json::object const& block) { return stored_block(field, block); });
      return column;
    });
  return layout;
}

json::value as_json_text(json::array const& list) {
  return list.empty() ? json::value("") : json::text(json::print(list));
}

json::object reference(std::string const& text) { return {{"uuid", json::text(text)}}; }

bool by_id(Field const& field) { return field.text("store") == "id"; }

}  // namespace

json::value stored_form(Field const& field, json::value const& value) {
  auto const& type = field.type;
  if (type == "toggle") {
    if (value.is_null()) return field.is_true("default") ? "true" : "false";
    return blueprint::is_truthy(value) ? "true" : "false";
  }
  if (is_one_of(type, {"date", "time"})) return stored_date(field, value);
  if (is_one_of(type, {"tags", "multiselect", "checkboxes"})) return joined(field, value);
  if (is_one_of(type, {"pages", "files", "users"})) return references(value);
  if (type == "structure")
    return each_map(&value, [&](json::object const& row) { return stored_row(field.fields, row); });
  if (type == "object" && value.is_object()) return stored_row(field.fields, value.get_object());
  if (type == "blocks")
    return as_json_text(
        each_map(&value, [&](json::object const& block) { return stored_block(field, block); }));
  if (type == "layout")
    return as_json_text(
        each_map(&value, [&](json::object const& layout) { return stored_layout(field, layout); }));
  if (type != "entries" || !value.is_array() || field.fields.empty()) return value;
  json::array out;
  for (auto const& item : value.get_array()) out.push_back(stored_form(field.fields.front(), item));
  return out;
}

json::object References::show_page(PagePtr const& page, Field const& field, Model const& of) const {
  if (visible_ && visible_->show_page(page, field, of).empty()) return {};
  auto const uuid = by_id(field) ? std::string() : world_.content.uuid(*page);
  return reference(uuid.empty() ? page->id : "page://" + uuid);
}

json::object References::show_file(content::FilePtr const& file, Field const& field,
                                   Model const& of) const {
  if (visible_ && visible_->show_file(file, field, of).empty()) return {};
  auto const uuid = by_id(field) ? std::string() : world_.content.uuid(*file);
  if (!uuid.empty()) return reference("file://" + uuid);
  auto const owner = of.owner();
  bool const is_own = owner.kind == file->owner.kind && owner.id == file->owner.id;
  return reference(is_own ? file->name : file->id);
}

json::object References::show_user(UserPtr const& user, Field const& field, Model const& of) const {
  if (visible_ && visible_->show_user(user, field, of).empty()) return {};
  bool const plain = by_id(field) || !world_.content.settings().uuid;
  return reference(plain ? user->id : "user://" + user->id);
}

}  // namespace latchkey::fields
