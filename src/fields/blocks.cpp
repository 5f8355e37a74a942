#include "fields/blocks.h"

#include <algorithm>

#include "core/text.h"
#include "fields/scalars.h"

namespace latchkey::fields {
namespace {

using blueprint::Field;
using blueprint::Fieldset;

Fieldset const* find_fieldset(Field const& field, std::string_view type) {
  auto const at = std::ranges::find(field.fieldsets, type, &Fieldset::type);
  return at == field.fieldsets.end() ? nullptr : &*at;
}

/// The list a field holds: JSON text, or the list itself inside of other fields.
json::value stored_list(json::value const& stored) {
  if (!stored.is_string()) return stored;
  auto parsed = json::parse(trim(std::string_view(stored.get_string())));
  return parsed ? std::move(*parsed) : json::value();
}

json::value map_or_list(json::object map) {
  return map.empty() ? json::value(json::array()) : json::value(std::move(map));
}

json::value id_of(Form const& form, json::object const& of) {
  auto const* const id = of.if_contains("id");
  return id && id->is_string() && !id->get_string().empty()
             ? *id
             : json::text(make_uuid_v4(form.world.random));
}

Result<json::value> attributes_of(Form const& form, blueprint::FieldList const& fields,
                                  json::value const* stored) {
  json::object const none;
  LK_TRY(auto made,
         row_values(form, fields, stored && stored->is_object() ? stored->get_object() : none));
  return map_or_list(std::move(made));
}

Result<json::object> block_of(Form const& form, Field const& field, json::object const& stored) {
  auto const* const said = stored.if_contains("type");
  std::string const type = said && said->is_string() ? std::string(said->get_string()) : "text";
  auto const* const content = stored.if_contains("content");
  bool const holds = content && (content->is_object() || content->is_array());
  json::value shown = holds ? *content : json::value(json::array());
  if (auto const* const fieldset = find_fieldset(field, type)) {
    LK_TRY(shown, attributes_of(form, fieldset->fields, content));
  }
  if (shown.is_object() && shown.get_object().empty()) shown = json::array();
  auto const* const hidden = stored.if_contains("isHidden");
  return json::object{{"content", std::move(shown)},
                      {"id", id_of(form, stored)},
                      {"isHidden", hidden && blueprint::is_truthy(*hidden)},
                      {"type", json::text(type)}};
}

/// Paragraphs of text as one block.
json::object text_block(std::string_view text) {
  std::string html(text);
  if (text.find('<') == text.npos) {
    html = "<p>" + replace_all(escape_html(text), "\n\n", "</p><p>") + "</p>";
  } else if (!text.starts_with('<')) {
    html = "<p>" + html + "</p>";
  }
  return {{"type", "text"}, {"content", json::object{{"text", json::text(html)}}}};
}

Result<json::array> block_list(Form const& form, Field const& field, json::value const* stored) {
  json::array out;
  auto const list = stored ? stored_list(*stored) : json::value();
  if (!list.is_array()) return out;
  for (auto const& item : list.get_array()) {
    if (!item.is_object()) continue;
    LK_TRY(auto block, block_of(form, field, item.get_object()));
    out.push_back(std::move(block));
  }
  return out;
}

Result<json::object> layout_of(Form const& form, Field const& field, json::object const& stored) {
  LK_TRY(auto attrs, attributes_of(form, field.settings, stored.if_contains("attrs")));
  json::array columns;
  auto const* const list = stored.if_contains("columns");
  if (list && list->is_array())
    for (auto const& item : list->get_array()) {
      if (!item.is_object()) continue;
      auto const& column = item.get_object();
      LK_TRY(auto blocks, block_list(form, field, column.if_contains("blocks")));
      auto const* const width = column.if_contains("width");
      columns.push_back(json::object{{"blocks", std::move(blocks)},
                                     {"id", id_of(form, column)},
                                     {"width", width ? *width : json::value("1/1")}});
    }
  return json::object{
      {"attrs", std::move(attrs)}, {"columns", std::move(columns)}, {"id", id_of(form, stored)}};
}

}  // namespace

Result<json::value> blocks_value(Form const& form, Field const& field, json::value const& stored) {
  auto const list = stored_list(stored);
  if (!list.is_array() && stored.is_string()) {
    auto const text = trim(std::string_view(stored.get_string()));
    if (text.empty()) return json::value(json::array());
    LK_TRY(auto block, block_of(form, field, text_block(text)));
    return json::value(json::array({json::value(std::move(block))}));
  }
  LK_TRY(auto blocks, block_list(form, field, &list));
  return json::value(std::move(blocks));
}

Result<json::value> layouts_value(Form const& form, Field const& field, json::value const& stored) {
  json::array out;
  auto const list = stored_list(stored);
  if (list.is_array())
    for (auto const& item : list.get_array()) {
      if (!item.is_object()) continue;
      LK_TRY(auto layout, layout_of(form, field, item.get_object()));
      out.push_back(std::move(layout));
    }
  return json::value(std::move(out));
}

Result<std::optional<json::object>> new_block(Form const& form, Field const& field,
                                              std::string_view type) {
  auto const* const fieldset = find_fieldset(field, type);
  if (!fieldset) return std::nullopt;
  json::object content;
  for (auto const& inner : fieldset->fields)
    if (inner.find("default")) content[inner.name] = default_value(inner);
  LK_TRY(auto block, block_of(form, field, {{"type", json::text(type)}, {"content", content}}));
  return block;
}

}  // namespace latchkey::fields
