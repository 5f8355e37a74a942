#include "fields/validate.h"

#include <fmt/format.h>

#include <algorithm>

#include "accounts/accounts.h"
#include "core/text.h"
#include "fields/addresses.h"
#include "fields/own_rules.h"
#include "fields/text_forms.h"
#include "fields/words.h"
#include "formats/date.h"
#include "formats/pattern.h"
#include "query/value.h"

namespace latchkey::fields {
namespace {

using blueprint::Field;
using blueprint::FieldList;

/// Anchored, without regard to case; one that cannot be read forbids nothing.
bool fits_pattern(std::string_view pattern, std::string_view text) {
  auto const made = formats::Pattern::read(pattern);
  return !made || made->matches_whole(text);
}

/// Fields that judge themselves even where they are empty. Recorded case field-limits.
bool is_list_of_forms(std::string_view type) {
  return is_one_of(type, {"blocks", "layout", "entries"});
}
bool is_list(std::string_view type) {
  return is_list_of_forms(type) || is_one_of(type, {"pages", "files", "users", "structure", "tags",
                                                    "multiselect", "checkboxes"});
}

bool is_empty(json::value const& value) {
  if (value.is_string()) return value.get_string().empty();
  if (value.is_array()) return value.get_array().empty();
  return value.is_null() || (value.is_object() && value.get_object().empty());
}

std::optional<double> limit_of(Field const& field, std::string_view prop) {
  auto const* const said = field.find(prop);
  return said && !said->is_bool() ? query::parse_number(query::text_of(*said)) : std::nullopt;
}

std::size_t size_of(json::value const& value) {
  return value.is_array() ? value.get_array().size() : 0;
}

class FieldCheck {
 public:
  FieldCheck(World const& world, Field const& field, json::value const& value, bool active)
      : world_(world), field_(field), value_(value), active_(active) {}

  /// Rule -> text.
  json::object failures() && {
    bool const empty = is_empty(value_);
    bool const off = field_.type == "toggle" && value_.is_bool() && !value_.get_bool();
    if (active_ && (empty || off) && is_required()) refuse("required", "Please enter something");
    if (!empty || is_list_of_forms(field_.type)) check_type();
    if (!empty) check_own_rules();
    return std::move(out_);
  }

 private:
  void refuse(std::string_view rule, std::string_view text) { out_[rule] = json::text(text); }

  bool is_required() const {
    return field_.is_true("required") ||
           (is_list(field_.type) && limit_of(field_, "min").value_or(0) > 0);
  }

  void check_type() {
    auto const& type = field_.type;
    if (is_one_of(type, {"text", "textarea", "email", "url", "writer", "list"})) check_text();
    if (is_one_of(type, {"number", "range"})) check_number();
    if (type == "date" || type == "time") check_date();
    if (type == "toggle" && !value_.is_bool()) refuse("boolean", "Please confirm or deny");
    if (type == "color" && !is_color(field_, text()))
      refuse("color", "Please enter a color in the format of the field");
    if (type == "link" && !is_link(field_, text())) refuse("value", "Please enter a valid link");
    if (is_list(type)) check_list();
    if (type == "object" && value_.is_object() && !is_valid(field_.fields, value_.get_object()))
      refuse("object", "Something in this object is not valid");
  }

  std::string text() const { return query::text_of(value_); }

  void check_text() {
    auto const whole = is_one_of(field_.type, {"writer", "list"}) ? without_tags(text()) : text();
    auto const length = static_cast<double>(count_characters(whole));
    if (auto const least = limit_of(field_, "minlength"); least && length < *least)
      refuse("minlength", fmt::format("Please enter at least {} characters", *least));
    if (auto const most = limit_of(field_, "maxlength"); most && length > *most)
      refuse("maxlength", fmt::format("Please enter no more than {} characters", *most));
    auto const pattern = field_.text("pattern");
    if (!pattern.empty() && !fits_pattern(pattern, whole))
      refuse("pattern", "The value does not match the expected pattern");
    if (field_.type == "email" && !accounts::parse_email(whole))
      refuse("email", "Please enter a valid email address");
    if (field_.type == "url" && !is_url(whole)) refuse("url", "Please enter a valid URL");
  }

  void check_number() {
    auto const number = query::parse_number(text()).value_or(0);
    auto const range = field_.type == "range";
    auto const least = limit_of(field_, "min"), most = limit_of(field_, "max");
    if (least && number < *least)
      refuse("min", fmt::format("Please enter a number of {} or more", *least));
    auto const top = !most && range ? std::optional<double>(100) : most;
    if (top && number > *top)
      refuse("max", fmt::format("Please enter a number of {} or less", *top));
  }

  std::optional<std::int64_t> moment(std::string_view prop) const {
    auto const* const said = field_.find(prop);
    if (!said) return std::nullopt;
    if (said->is_int64()) return said->get_int64();
    return said->is_string() ? formats::parse_date(said->get_string(), world_.now) : std::nullopt;
  }

  void check_date() {
    auto const at = formats::parse_date(text(), world_.now);
    if (!at) return refuse(field_.type, "Please enter a valid " + field_.type);
    auto const least = moment("min"), most = moment("max");
    if ((least && *at < *least) || (most && *at > *most))
      refuse("minMax", "The value is not between the limits of the field");
  }

  void check_list() {
    auto const size = static_cast<double>(size_of(value_));
    auto const least = limit_of(field_, "min"), most = limit_of(field_, "max");
    bool const few = least && size < *least, many = most && size > *most;
    if (is_list_of_forms(field_.type)) {
      if (few || many || !are_items_valid())
        refuse(field_.type, few    ? "There are too few entries"
                            : many ? "There are too many entries"
                                   : "One of the entries is not valid");
      return;
    }
    if (few) refuse("min", fmt::format("Please choose at least {}", *least));
    if (many) refuse("max", fmt::format("Please choose no more than {}", *most));
    if (field_.type == "structure" && !are_items_valid())
      refuse("structure", "One of the rows is not valid");
  }

  bool is_valid(FieldList const& fields, json::object const& values) const {
    return validate(world_, fields, values).empty();
  }

  bool are_items_valid() const {
    if (!value_.is_array()) return true;
    return std::ranges::all_of(value_.get_array(), [&](json::value const& item) {
      if (field_.type == "entries") return is_entry_valid(item);
      if (!item.is_object()) return true;
      auto const& map = item.get_object();
      if (field_.type == "blocks") return is_block_valid(map);
      return field_.type == "layout" ? is_layout_valid(map) : is_valid(field_.fields, map);
    });
  }

  bool is_entry_valid(json::value const& item) const {
    if (field_.fields.empty()) return true;
    auto const& inner = field_.fields.front();
    return FieldCheck(world_, inner, item, true).failures().empty();
  }

  bool is_block_valid(json::object const& block) const {
    auto const* const type = block.if_contains("type");
    auto const* const content = block.if_contains("content");
    if (!type || !type->is_string()) return true;
    auto const set = std::ranges::find(field_.fieldsets, std::string_view(type->get_string()),
                                       &blueprint::Fieldset::type);
    if (set == field_.fieldsets.end()) return true;
    return is_valid(set->fields,
                    content && content->is_object() ? content->get_object() : json::object());
  }

  bool is_layout_valid(json::object const& layout) const {
    auto const* const attrs = layout.if_contains("attrs");
    if (attrs && attrs->is_object() && !is_valid(field_.settings, attrs->get_object()))
      return false;
    auto const* const columns = layout.if_contains("columns");
    if (!columns || !columns->is_array()) return true;
    return std::ranges::all_of(columns->get_array(), [&](json::value const& column) {
      auto const* const map = column.if_object();
      auto const* const blocks = map ? map->if_contains("blocks") : nullptr;
      return !blocks || !blocks->is_array() ||
             std::ranges::all_of(blocks->get_array(), [&](json::value const& block) {
               return !block.is_object() || is_block_valid(block.get_object());
             });
    });
  }

  void check_own_rules() {
    for (auto const& [name, arguments] : rules_of(field_))
      if (!fits_rule(name, value_, arguments, world_.now))
        refuse(name, "The value does not fit the rule \"" + std::string(name) + "\"");
  }

  World const& world_;
  Field const& field_;
  json::value const& value_;
  bool const active_;
  json::object out_;
};

json::value label_of(World const& world, Field const& field) {
  auto const* const said = field.find("label");
  auto label = said ? blueprint::translate(*said, world.user_language()) : json::value();
  return label.is_string() ? label : json::text(blueprint::readable(field.name));
}

}  // namespace

bool is_active(Field const& field, json::object const& values) {
  auto const* const when = field.find("when");
  if (!when || !when->is_object()) return true;
  return std::ranges::all_of(when->get_object(), [&](auto const& condition) {
    auto const* const found = values.if_contains(lower(condition.key()));
    auto const& wanted = condition.value();
    auto const present = found ? *found : json::value();
    if (present.is_array() || wanted.is_array()) return present == wanted;
    return query::loosely_equal(present, wanted);
  });
}

json::object validate(World const& world, FieldList const& fields, json::object const& values) {
  json::object out;
  for (auto const& field : fields) {
    if (is_without_value(field.type)) continue;
    auto const name = lower(field.name);
    auto const* const found = values.if_contains(name);
    auto const value = found ? *found : json::value();
    auto failures = FieldCheck(world, field, value, is_active(field, values)).failures();
    if (!failures.empty())
      out[name] = json::object{{"label", label_of(world, field)}, {"message", std::move(failures)}};
  }
  return out;
}

json::object validate(World const& world, FieldList const& fields, Submission const& form) {
  auto out = validate(world, fields, form.values);
  for (auto const& name : form.unread) out.erase(lower(name));
  return out;
}

Result<> ensure_valid(World const& world, FieldList const& fields, Submission const& form) {
  auto const failures = validate(world, fields, form);
  if (failures.empty()) return {};
  Error error{Kind::invalid,
              "error.form.incomplete",
              "Please correct all errors of the form",
              json::print(failures),
              {},
              __builtin_FILE(),
              __builtin_LINE()};
  return tl::make_unexpected(std::move(error));
}

}  // namespace latchkey::fields
