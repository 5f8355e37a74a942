#include "fields/submit.h"

#include <algorithm>

#include "core/text.h"
#include "fields/fitting.h"
#include "fields/scalars.h"
#include "fields/stored.h"
#include "fields/words.h"
#include "formats/slug.h"

namespace latchkey::fields {
namespace {

using blueprint::Field;
using blueprint::FieldList;

/// The last one where a field is sent twice in different case.
json::value const* given_for(json::object const& input, Field const& field) {
  json::value const* found = nullptr;
  for (auto const& [key, value] : input)
    if (iequals(key, field.name)) found = &value;
  return found;
}

bool is_field(FieldList const& fields, std::string_view key) {
  return std::ranges::any_of(fields, [&](Field const& field) {
    return iequals(field.name, key) && !is_without_value(field.type);
  });
}

json::value text_or_null(std::string const* text) { return text ? json::text(*text) : nullptr; }

/// The fields of a form as they go into a file, one after the other.
class Submitting {
 public:
  explicit Submitting(Form const& form)
      : form_(form), to_keep_(form.world, nullptr), to_take_(form.world, &form.pickers) {}

  /// From input, which names only what its sender sees, or from what is stored.
  Result<> add(Field const& field, json::value const& raw, bool is_input) {
    if (!is_input) return take(field, raw, false);
    LK_TRY(auto const shaped, fitting(field, raw));
    return take(field, shaped, true);
  }

  /// What is stored; where it cannot be read it stays as it is and is no matter of rules: a slip by
  /// hand must not cost the whole field.
  Result<> add_stored(Field const& field, std::string const* text) {
    LK_CHECK(add(field, text_or_null(text), false));
    if (!text || !is_unreadable(field, *text)) return {};
    fields_.set(lower(field.name), *text);
    unread_.push_back(field.name);
    return {};
  }

  /// In the shape the field takes.
  Result<> take(Field const& field, json::value const& raw, bool is_input) {
    LK_TRY(auto const* const value, read(field, raw, is_input));
    auto const stored = formats::stored_value(stored_form(field, *value));
    if (stored) fields_.set(lower(field.name), *stored);
    return {};
  }

  /// For the rules alone.
  Result<json::value const*> read(Field const& field, json::value const& raw, bool is_input) {
    Form const form{form_.world, form_.model, is_input ? to_take_ : to_keep_};
    LK_TRY(auto value, form.value(field, raw));
    auto& slot = values_[json::text(lower(field.name)).get_string()];
    slot = std::move(value);
    return &slot;
  }

  /// `title`, the fields, then `rest`.
  Submission finish(formats::Fields const& rest) && {
    formats::Fields out;
    auto const* const own = fields_.find("title");
    if (auto const* const title = own ? own : rest.find("title")) out.set("title", *title);
    for (auto const& [name, value] : fields_) out.set(name, value);
    for (auto const& [name, value] : rest) out.set(name, value);
    return {std::move(values_), std::move(out), std::move(unread_)};
  }

 private:
  /// Bytes of another encoding, lists and maps with a slip: what is stored as such and gave
  /// nothing.
  bool is_unreadable(Field const& field, std::string_view text) const {
    if (!is_utf8(text)) return true;
    auto const body = trim(text);
    if (field.type == "blocks")
      return (body.starts_with('[') || body.starts_with('{')) && !json::parse(body);
    auto const* const made = fields_.find(lower(field.name));
    bool const is_list = is_one_of(
        field.type, {"structure", "object", "entries", "layout", "pages", "files", "users"});
    if (!is_list || body.empty() || (made && !made->empty())) return false;
    return field.type == "layout" ? !json::parse(body) : !form_.world.parse_yaml(text);
  }

  Form const& form_;
  References const to_keep_, to_take_;
  json::object values_;
  formats::Fields fields_;
  std::vector<std::string> unread_;
};

/// Keys that are no field: null removes.
void take_unknown(formats::Fields& rest, FieldList const& fields, json::object const& input,
                  bool translation) {
  for (auto const& [key, value] : input) {
    auto const name = key_name(key);
    bool const fixed = translation && (name == "uuid" || name == "slug");
    if (name.empty() || is_field(fields, key) || fixed) continue;
    if (auto const stored = formats::stored_value(value))
      rest.set(name, *stored);
    else
      rest.erase(name);
  }
}

json::value default_of(World const& world, Field const& field) {
  auto said = default_value(field);
  bool const oneself = field.type == "users" && said.is_bool() && said.get_bool();
  auto const user = world.user();
  return oneself && user ? json::value(json::array{json::text(user->id)}) : said;
}

}  // namespace

std::string key_name(std::string_view key) {
  formats::SlugRules rules;
  rules.separator = '_';
  rules.max_length = key.size() * 4 + 1;
  return formats::slug(key, rules);
}

Result<Submission> submit(Form const& form, FieldList const& fields, Before const& before,
                          json::object const& input) {
  Submitting out(form);
  formats::Fields rest = before.own;
  for (auto const& field : fields) {
    if (is_without_value(field.type)) continue;
    auto const name = lower(field.name);
    rest.erase(name);
    auto const* const stored = before.shown.find(name);
    if (before.translation && !field.is_true("translate", true)) {
      LK_CHECK(out.read(field, text_or_null(stored), false));
      continue;
    }
    auto const* const given = given_for(input, field);
    LK_CHECK(given ? out.add(field, *given, true) : out.add_stored(field, stored));
  }
  if (before.translation) rest.erase("uuid");
  take_unknown(rest, fields, input, before.translation);
  return std::move(out).finish(rest);
}

Result<Submission> submit_new(Form const& form, FieldList const& fields,
                              json::object const& input) {
  Submitting out(form);
  for (auto const& field : fields) {
    if (is_without_value(field.type)) continue;
    auto const* const given = given_for(input, field);
    LK_CHECK(out.add(field, given ? *given : default_of(form.world, field), given != nullptr));
  }
  formats::Fields rest;
  take_unknown(rest, fields, input, false);
  return std::move(out).finish(rest);
}

Result<formats::Fields> convert_fields(Form const& form, FieldList const& old_fields,
                                       FieldList const& fields, formats::Fields const& stored) {
  Submitting out(form);
  formats::Fields rest = stored;
  for (auto const& field : fields) {
    if (is_without_value(field.type)) continue;
    auto const name = lower(field.name);
    auto const* const before = blueprint::find_field(old_fields, field.name);
    auto const* const text = stored.find(name);
    rest.erase(name);
    bool const keeps = text && (!before || before->type == field.type);
    LK_CHECK(keeps ? out.add_stored(field, text)
                   : out.add(field, default_of(form.world, field), false));
  }
  return std::move(out).finish(rest).stored;
}

}  // namespace latchkey::fields
