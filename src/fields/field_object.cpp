// A stored value and what can be asked of it. Source: spec/content-api 18, "field".

#include <algorithm>

#include "accounts/names.h"
#include "core/text.h"
#include "fields/members.h"
#include "fields/objects.h"
#include "formats/date.h"
#include "formats/markdown.h"
#include "formats/slug.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

class FieldObject final : public query::Object {
 public:
  FieldObject(World const& in, Model of, std::string called, std::string stored)
      : world(in), model(std::move(of)), name(std::move(called)), value(std::move(stored)) {}

  std::string_view type() const override { return "field"; }
  Result<Value> call(std::string_view member, Values const& arguments) const override;
  std::string text() const override { return value; }
  json::value data() const override { return json::text(value); }

  query::ObjectPtr changed(std::string text) const {
    return make_field(world, model, name, std::move(text));
  }
  /// Stored lists: YAML, else the value itself.
  std::vector<std::string> references() const {
    std::vector<std::string> out;
    auto const parsed = world.parse_yaml(value);
    if (parsed && parsed->is_array())
      for (auto const& item : parsed->get_array())
        if (item.is_string()) out.emplace_back(item.get_string());
    if (out.empty() && !value.empty() && !(parsed && parsed->is_array())) out.push_back(value);
    return out;
  }

  World const& world;
  Model model;
  std::string name, value;
};

using Field = FieldObject;

/// At most `length` characters, cut between words where `whole`, with `mark` behind a cut.
std::string shorten(std::string_view value, std::int64_t length, std::string_view mark,
                    bool whole) {
  if (length <= 0 || count_characters(value) <= static_cast<std::size_t>(length))
    return std::string(value);
  std::size_t at = 0;
  for (std::int64_t seen = 0; at < value.size(); ++at) {
    bool const starts = (static_cast<unsigned char>(value[at]) & 0xc0) != 0x80;
    if (starts && seen++ == length) break;
  }
  auto cut = value.substr(0, at);
  if (whole)
    if (auto const space = cut.rfind(' '); space != cut.npos && space > 0)
      cut = cut.substr(0, space);
  return std::string(trim_right(cut)) + std::string(mark);
}

std::string without_tags(std::string_view value) {
  std::string out;
  bool inside = false;
  for (char const c : value) {
    if (c == '<') inside = true;
    if (!inside) out += c;
    if (c == '>') inside = false;
  }
  return out;
}

std::string one_line(std::string_view value) {
  std::string out;
  for (char const c : value)
    if (!is_space(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  return std::string(trim(out));
}

bool truth(Field const& f, bool otherwise) {
  auto const small = lower(f.value);
  if (small.empty()) return otherwise;
  return small == "true" || small == "1" || small == "on" || small == "yes";
}

Value split_value(Field const& f, Values const& a) {
  auto const separator = query::text_argument(a, 0, ",");
  json::array out;
  for (auto const piece : split(f.value, separator.empty() ? ',' : separator.front()))
    if (auto const item = trim(piece); !item.empty()) out.push_back(json::text(item));
  return json::value(std::move(out));
}

Value to_date(Field const& f, Values const& a) {
  auto const at =
      formats::parse_date(f.value.empty() ? query::text_argument(a, 1) : f.value, f.world.now);
  if (!at) return Value();
  auto const format = query::text_argument(a, 0);
  return format.empty() ? number(*at) : text(formats::format_date(*at, format));
}

Value to_pages(Field const& f, Values const&) {
  std::vector<PagePtr> out;
  for (auto const& reference : f.references())
    if (auto page = f.world.find_page(reference)) out.push_back(std::move(page));
  return object(make_pages(f.world, std::move(out)));
}

Value to_files(Field const& f, Values const&) {
  std::vector<content::FilePtr> out;
  for (auto const& reference : f.references())
    if (auto file = f.world.find_file(reference, f.model)) out.push_back(std::move(file));
  return object(make_files(f.world, std::move(out)));
}

Value to_users(Field const& f, Values const&) {
  std::vector<UserPtr> out;
  for (auto const& reference : f.references())
    if (auto user = f.world.find_user(reference)) out.push_back(std::move(user));
  return object(make_users(f.world, std::move(out)));
}

Value to_list(Field const& f, Values const&) {
  auto parsed = f.value.starts_with('[') || f.value.starts_with('{')
                    ? json::parse(f.value).value_or(nullptr)
                    : f.world.parse_yaml(f.value).value_or(nullptr);
  if (!parsed.is_array() && !parsed.is_object()) parsed = json::array();
  return parsed;
}

bool is_hidden(json::value const& block) {
  auto const* const map = block.if_object();
  auto const* const hidden = map ? map->if_contains("isHidden") : nullptr;
  return hidden && blueprint::is_truthy(*hidden);
}

/// Without the hidden ones.
Value to_blocks(Field const& f, Values const& a) {
  auto all = to_list(f, a);
  auto const* const list = all.plain()->if_array();
  if (!list) return all;
  json::array out;
  for (auto const& block : *list)
    if (!is_hidden(block)) out.push_back(block);
  return json::value(std::move(out));
}

Value to_int(Field const& f, Values const& a) {
  return number(f.value.empty() ? query::integer_argument(a, 0, 0) : query::cast_integer(f.value));
}

Value to_float(Field const& f, Values const&) {
  return Value(json::value(query::cast_number(f.value)));
}

Value to_structure(Field const& f, Values const&) {
  auto const rows = f.world.parse_yaml(f.value);
  return make_structure(f.world, f.model,
                        rows && rows->is_array() ? rows->get_array() : json::array());
}

Value to_url(Field const& f, Values const&) {
  if (auto const page = f.world.find_page(f.value); page && f.value.starts_with("page://"))
    return text(content::page_url(*page, f.world.base, f.world.language, f.world.home));
  if (f.value.empty() || f.value.find("://") != f.value.npos || f.value.starts_with("mailto:"))
    return text(f.value);
  return text(f.world.base + (f.value.starts_with('/') ? "" : "/") + f.value);
}

Value to_slug(Field const& f, Values const&) { return object(f.changed(formats::slug(f.value))); }

Value either(Field const& f, Values const& a) {
  if (!f.value.empty()) return object(f.changed(f.value));
  if (a.empty()) return Value();
  return a.front().object() ? a.front() : object(f.changed(query::text_of(a.front())));
}

Members<Field> const& members() {
  static Members<Field> const table{
      {"exists",
       [](Field const& f, Values const&) {
         return flag(f.model.stored(f.world.language).find(f.name) != nullptr);
       }},
      {"key", [](Field const& f, Values const&) { return text(f.name); }},
      {"value", [](Field const& f, Values const&) { return text(f.value); }},
      {"toString", [](Field const& f, Values const&) { return text(f.value); }},
      {"isEmpty", [](Field const& f, Values const&) { return flag(trim(f.value).empty()); }},
      {"isNotEmpty", [](Field const& f, Values const&) { return flag(!trim(f.value).empty()); }},
      {"isTrue", [](Field const& f, Values const&) { return flag(truth(f, false)); }},
      {"isFalse", [](Field const& f, Values const&) { return flag(!truth(f, false)); }},
      {"toBool",
       [](Field const& f, Values const& a) {
         return flag(truth(f, !a.empty() && query::is_true(a.front())));
       }},
      {"toInt", to_int},
      {"toFloat", to_float},
      {"toDate", to_date},
      {"toTimestamp", [](Field const& f, Values const&) { return to_date(f, {}); }},
      {"toPages", to_pages},
      {"toPage",
       [](Field const& f, Values const&) {
         auto const all = f.references();
         auto page = all.empty() ? nullptr : f.world.find_page(all.front());
         return page ? object(make_page(f.world, std::move(page))) : Value();
       }},
      {"toUsers", to_users},
      {"toUser",
       [](Field const& f, Values const&) {
         auto const all = f.references();
         auto user = all.empty() ? nullptr : f.world.find_user(all.front());
         return user ? object(make_user(f.world, std::move(user))) : Value();
       }},
      {"toStructure", to_structure},
      {"toObject", to_list},
      {"toEntries", to_list},
      {"toData", to_list},
      {"yaml", to_list},
      {"toFiles", to_files},
      {"toFile",
       [](Field const& f, Values const&) {
         auto const all = f.references();
         auto file = all.empty() ? nullptr : f.world.find_file(all.front(), f.model);
         return file ? object(make_file(f.world, std::move(file))) : Value();
       }},
      {"toBlocks", to_blocks},
      {"toLayouts", to_list},
      {"toUrl", to_url},
      {"split", split_value},
      {"length",
       [](Field const& f, Values const&) {
         return number(static_cast<std::int64_t>(count_characters(f.value)));
       }},
      {"words",
       [](Field const& f, Values const&) {
         auto const line = one_line(without_tags(f.value));
         return number(line.empty() ? 0 : 1 + std::ranges::count(line, ' '));
       }},
      {"lower", [](Field const& f,
                   Values const&) { return object(f.changed(accounts::lower_case(f.value))); }},
      {"upper", [](Field const& f,
                   Values const&) { return object(f.changed(accounts::upper_case(f.value))); }},
      {"ucfirst",
       [](Field const& f, Values const&) {
         return object(f.changed(accounts::upper_case_first(f.value)));
       }},
      {"slug", to_slug},
      {"escape",
       [](Field const& f, Values const&) { return object(f.changed(escape_html(f.value))); }},
      {"html",
       [](Field const& f, Values const&) { return object(f.changed(escape_html(f.value))); }},
      {"xml",
       [](Field const& f, Values const&) { return object(f.changed(escape_html(f.value))); }},
      {"kirbytext", [](Field const& f,
                       Values const&) { return object(f.changed(formats::kirbytext(f.value))); }},
      {"kirbytextinline",
       [](Field const& f, Values const&) {
         return object(f.changed(formats::kirbytext_inline(f.value)));
       }},
      {"markdown", [](Field const& f,
                      Values const&) { return object(f.changed(formats::kirbytext(f.value))); }},
      {"excerpt",
       [](Field const& f, Values const& a) {
         return object(
             f.changed(shorten(one_line(without_tags(f.value)), query::integer_argument(a, 0, 140),
                               query::text_argument(a, 2, " …"), true)));
       }},
      {"short",
       [](Field const& f, Values const& a) {
         return object(f.changed(shorten(f.value, query::integer_argument(a, 0, 0),
                                         query::text_argument(a, 1, "…"), true)));
       }},
      {"replace",
       [](Field const& f, Values const&) {
         return object(f.changed(query::fill_template(f.value, scope_of(f.world, f.model))));
       }},
      {"or", either},
      {"nl2br",
       [](Field const& f, Values const&) {
         return object(f.changed(replace_all(f.value, "\n", "<br />\n")));
       }},
  };
  return table;
}

/// Short names of members.
std::string_view full_name(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> names[]{
      {"bool", "toBool"}, {"int", "toInt"},    {"float", "toFloat"},       {"esc", "escape"},
      {"h", "html"},      {"kt", "kirbytext"}, {"kti", "kirbytextinline"}, {"md", "markdown"},
      {"v", "value"},     {"x", "xml"},        {"link", "toUrl"}};
  for (auto const& [brief, full] : names)
    if (brief == name) return full;
  return name;
}

Result<Value> FieldObject::call(std::string_view member, Values const& arguments) const {
  auto const found = members().find(full_name(member));
  if (found == members().end()) return query::no_member("field", member);
  return found->second(*this, arguments);
}

}  // namespace

query::ObjectPtr make_field(World const& world, Model const& model, std::string name,
                            std::string value) {
  return std::make_shared<FieldObject const>(world, model, std::move(name), std::move(value));
}

}  // namespace latchkey::fields
