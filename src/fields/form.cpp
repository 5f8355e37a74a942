#include "fields/form.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "fields/blocks.h"
#include "fields/options.h"
#include "fields/scalars.h"
#include "fields/words.h"
#include "query/value.h"

namespace latchkey::fields {
namespace {

using blueprint::Field;
using blueprint::FieldList;

json::array texts(std::vector<std::string> const& items) {
  json::array out;
  for (auto const& item : items) out.push_back(json::text(item));
  return out;
}

bool is_option(std::vector<Option> const& options, std::string_view item) {
  return std::ranges::any_of(options, [&](auto const& option) {
    return query::loosely_equal(option.value, json::text(item));
  });
}

/// A stored list or map: YAML in files, the value itself inside of other lists.
json::value stored_data(World const& world, json::value const& stored) {
  if (!stored.is_string()) return stored;
  auto const text = trim(std::string_view(stored.get_string()));
  if (text.empty()) return nullptr;
  auto parsed = world.parse_yaml(stored.get_string());
  return parsed ? std::move(*parsed) : json::value();
}

json::value const* find_key(json::object const& map, std::string_view name) {
  for (auto const& [key, value] : map)
    if (iequals(key, name)) return &value;
  return nullptr;
}

/// Whether `name` is a headline or the like: what is stored under it is not shown.
bool is_silent(FieldList const& fields, std::string_view name) {
  return std::ranges::any_of(fields, [&](Field const& field) {
    return is_without_value(field.type) && iequals(field.name, name);
  });
}

class ValueMaker {
 public:
  explicit ValueMaker(Form const& form) : form_(form), world_(form.world) {}

  Result<json::value> make(Field const& field, json::value const& stored) const {
    auto const& type = field.type;
    if (type == "number" || type == "range") return number_value(stored);
    if (type == "toggle") return toggle_value(field, stored);
    if (type == "date") return date_value(field, stored, world_.now);
    if (type == "time") return time_value(field, stored, world_.now);
    if (type == "color") return color(stored);
    if (type == "hidden") return stored;
    if (type == "tags") return json::value(texts(list_items(field, stored)));
    if (is_one_of(type, {"multiselect", "checkboxes"})) return chosen(field, stored);
    if (is_one_of(type, {"select", "radio", "toggles"})) return choice(field, stored);
    if (type == "pages") return pages(field, stored);
    if (type == "files") return files(field, stored);
    if (type == "users") return users(field, stored);
    if (type == "structure") return structure(field, stored);
    if (type == "object") return object(field, stored);
    if (type == "entries") return entries(field, stored);
    if (type == "blocks") return blocks_value(form_, field, stored);
    if (type == "layout") return layouts_value(form_, field, stored);
    return text_value(field, stored);
  }

  /// A row of a structure, an object or the content of a block.
  Result<json::object> row(FieldList const& fields, json::object const& stored) const {
    json::object out;
    for (auto const& field : fields) {
      if (is_without_value(field.type)) continue;
      auto const* const own = find_key(stored, field.name);
      // A toggle that a row lacks is neither on nor off: recorded case page-yaml-values.
      if (!own && field.type == "toggle") {
        out[lower(field.name)] = nullptr;
        continue;
      }
      LK_TRY(auto value, form_.value(field, own ? *own : json::value()));
      out[lower(field.name)] = std::move(value);
    }
    for (auto const& [key, value] : stored)
      if (auto const name = lower(key); !out.contains(name)) out[name] = value;
    return out;
  }

 private:
  static json::value color(json::value const& stored) {
    auto const text = stored_text(stored);
    return text.empty() ? json::value() : json::text(text);
  }

  Result<json::value> chosen(Field const& field, json::value const& stored) const {
    LK_TRY(auto const options, options_of(world_, form_.model, field));
    auto items = list_items(field, stored);
    if (are_elsewhere(field)) return json::value(texts(items));
    std::erase_if(items, [&](auto const& item) { return !is_option(options, item); });
    return json::value(texts(items));
  }

  Result<json::value> choice(Field const& field, json::value const& stored) const {
    LK_TRY(auto const options, options_of(world_, form_.model, field));
    auto const text = stored_text(stored);
    bool const fits = are_elsewhere(field) || is_option(options, text);
    return fits ? json::text(text) : json::value("");
  }

  static void add(json::array& out, json::object item) {
    if (!item.empty()) out.push_back(std::move(item));
  }

  Result<json::value> pages(Field const& field, json::value const& stored) const {
    json::array out;
    for (auto const& reference : read_references(world_, stored))
      if (auto const page = world_.find_page(reference))
        add(out, form_.pickers.show_page(page, field, form_.model));
    return json::value(std::move(out));
  }
  Result<json::value> files(Field const& field, json::value const& stored) const {
    json::array out;
    for (auto const& reference : read_references(world_, stored))
      if (auto const file = world_.find_file(reference, form_.model))
        add(out, form_.pickers.show_file(file, field, form_.model));
    return json::value(std::move(out));
  }
  Result<json::value> users(Field const& field, json::value const& stored) const {
    json::array out;
    for (auto const& reference : read_references(world_, stored))
      if (auto const user = world_.find_user(reference))
        add(out, form_.pickers.show_user(user, field, form_.model));
    return json::value(std::move(out));
  }

  Result<json::value> structure(Field const& field, json::value const& stored) const {
    json::array out;
    auto const data = stored_data(world_, stored);
    if (data.is_array())
      for (auto const& item : data.get_array()) {
        if (!item.is_object()) continue;
        LK_TRY(auto made, row(field.fields, item.get_object()));
        out.push_back(std::move(made));
      }
    return json::value(std::move(out));
  }

  Result<json::value> object(Field const& field, json::value const& stored) const {
    auto const data = stored_data(world_, stored);
    if (!data.is_object() || data.get_object().empty()) return json::value("");
    LK_TRY(auto made, row(field.fields, data.get_object()));
    return json::value(std::move(made));
  }

  Result<json::value> entries(Field const& field, json::value const& stored) const {
    json::array out;
    auto const data = stored_data(world_, stored);
    if (data.is_array() && !field.fields.empty())
      for (auto const& item : data.get_array()) {
        LK_TRY(auto made, form_.value(field.fields.front(), item));
        out.push_back(std::move(made));
      }
    return json::value(std::move(out));
  }

  Form const& form_;
  World const& world_;
};

bool is_plain(Field const& field) {
  if (is_one_of(field.type, {"pages", "files", "users"})) return false;
  if (is_one_of(field.type, {"select", "radio", "toggles", "multiselect", "checkboxes"})) {
    auto const* const options = field.find("options");
    bool const asks =
        options &&
        (options->is_string() || (options->is_object() && options->get_object().contains("query")));
    if (asks) return false;
  }
  // What a day is, or which id a block gets, is another answer each time.
  return !is_one_of(field.type, {"date", "time", "blocks", "layout"}) &&
         std::ranges::all_of(field.fields, is_plain);
}

}  // namespace

bool is_without_value(std::string_view type) {
  return is_one_of(type, {"headline", "gap", "line", "info", "stats"});
}

bool is_self_contained(FieldList const& fields) { return std::ranges::all_of(fields, is_plain); }

std::vector<std::string> read_references(World const& world, json::value const& stored) {
  std::vector<std::string> out;
  auto const add = [&](json::value const& item) {
    if (item.is_string() && !item.get_string().empty()) out.emplace_back(item.get_string());
    if (item.is_number()) out.push_back(query::text_of(item));
    if (!item.is_object()) return;
    for (auto const* const key : {"uuid", "id", "email"})
      if (auto const* const value = item.get_object().if_contains(key);
          value && value->is_string()) {
        out.emplace_back(value->get_string());
        return;
      }
  };
  auto const data = stored_data(world, stored);
  if (data.is_array()) {
    for (auto const& item : data.get_array()) add(item);
  } else if (data.is_object() || !stored.is_string()) {
    add(data);
  } else {
    add(json::text(trim(std::string_view(stored.get_string()))));
  }
  return out;
}

Result<json::value> Form::value(Field const& field, json::value const& stored) const {
  return ValueMaker(*this).make(field, stored);
}

Result<json::object> row_values(Form const& form, FieldList const& fields,
                                json::object const& stored) {
  return ValueMaker(form).row(fields, stored);
}

Result<json::value> Form::values(FieldList const& fields, formats::Fields const& stored) const {
  json::object out;
  for (auto const& field : fields) {
    if (is_without_value(field.type)) continue;
    auto const name = lower(field.name);
    auto const* const text = stored.find(name);
    LK_TRY(auto made, value(field, text ? json::text(*text) : json::value()));
    out[json::text(name).get_string()] = std::move(made);
  }
  for (auto const& [name, text] : stored) {
    auto const key = json::text(name);
    if (!out.contains(key.get_string()) && !is_silent(fields, name))
      out[key.get_string()] = json::text(text);
  }
  return out.empty() ? json::value(json::array()) : json::value(std::move(out));
}

}  // namespace latchkey::fields
