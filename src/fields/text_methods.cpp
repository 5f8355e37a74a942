// Methods of fields that give texts. Source: spec/content-api 18, "field".

#include <algorithm>

#include "accounts/names.h"
#include "core/text.h"
#include "fields/stored_field.h"
#include "fields/text_forms.h"
#include "formats/markdown.h"
#include "formats/slug.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

/// Addresses by uuid of pages and files ("/@/page/…") as their present ones.
std::string with_addresses(StoredField const& f) {
  std::string out;
  std::string_view rest = f.value;
  for (;;) {
    auto const at = std::min(rest.find("/@/"), rest.size());
    auto before = rest.substr(0, at);
    rest.remove_prefix(at);
    auto const kind = rest.substr(0, 8);
    if (rest.empty()) return out += before;
    std::size_t end = 8;
    while (end < rest.size() && (is_alnum(rest[end]) || rest[end] == '-')) ++end;
    auto const id = std::string(rest.substr(std::min<std::size_t>(8, rest.size()), end - 8));
    std::string address;
    if (kind == "/@/page/") {
      if (auto const page = f.world.find_page("page://" + id))
        address = content::page_url(*page, f.world.base, f.world.language, f.world.home);
    } else if (kind == "/@/file/") {
      if (auto const file = f.world.find_file("file://" + id, f.model))
        address =
            query::text_of(make_file(f.world, file)->call("url", {}).value_or(Value::text("")));
    }
    if (address.empty()) {
      out.append(before).append("/@/");
      rest.remove_prefix(3);
      continue;
    }
    if (before.ends_with(f.world.base)) before.remove_suffix(f.world.base.size());
    out.append(before).append(address);
    rest.remove_prefix(end);
  }
}

Value link_of(StoredField const& f, Values const& a) {
  auto address = query::text_argument(a, 0);
  if (address.empty()) {
    auto const url = make_object(f.world, f.model)->call("url", {});
    if (url) address = query::text_of(*url);
  }
  return f.changed("<a href=\"" + escape_html(address) + "\">" + escape_html(f.value) + "</a>");
}

Value excerpt_of(StoredField const& f, Values const& a) {
  auto const length = query::integer_argument(a, 0, 140);
  auto const mark = query::text_argument(a, 2, " …");
  bool const strips = a.size() < 2 || query::is_true(a[1]);
  auto const line = one_line(strips ? without_tags(f.value) : f.value);
  return f.changed(shorten(line, length, mark, true));
}

Value words_of(StoredField const& f, Values const&) {
  auto const line = one_line(without_tags(f.value));
  return number(line.empty() ? 0 : 1 + std::ranges::count(line, ' '));
}

Value replaced(StoredField const& f, Values const&) {
  StoredQueries const queries;
  if (!queries.may_run()) return f.changed(f.value);
  return f.changed(query::fill_template(f.value, scope_of(f.world, f.model)));
}

/// A member that changes the text alone.
template <auto change>
Value with_text(StoredField const& f, Values const&) {
  return f.changed(change(f.value));
}

}  // namespace

FieldMembers const& text_methods() {
  static FieldMembers const table{
      {"escape",
       [](StoredField const& f, Values const& a) {
         return f.changed(escaped_for(query::text_argument(a, 0, "html"), f.value));
       }},
      {"excerpt", excerpt_of},
      {"html", with_text<escape_html>},
      {"inline", with_text<inline_html>},
      {"kirbytags", [](StoredField const& f, Values const&) { return f.changed(f.value); }},
      {"kirbytext", with_text<formats::kirbytext>},
      {"kirbytextinline", with_text<formats::kirbytext_inline>},
      {"length",
       [](StoredField const& f, Values const&) {
         return number(static_cast<std::int64_t>(count_characters(f.value)));
       }},
      {"lower", with_text<accounts::lower_case>},
      {"markdown", with_text<formats::kirbytext>},
      {"nl2br", [](StoredField const& f,
                   Values const&) { return f.changed(replace_all(f.value, "\n", "<br />\n")); }},
      {"permalinksToUrls",
       [](StoredField const& f, Values const&) { return f.changed(with_addresses(f)); }},
      {"replace", replaced},
      {"short",
       [](StoredField const& f, Values const& a) {
         return f.changed(shorten(f.value, query::integer_argument(a, 0, 0),
                                  query::text_argument(a, 1, "…"), true));
       }},
      {"slug",
       [](StoredField const& f, Values const&) { return f.changed(formats::slug(f.value)); }},
      {"smartypants", with_text<with_smart_quotes>},
      {"toLink", link_of},
      {"ucfirst", with_text<accounts::upper_case_first>},
      {"upper", with_text<accounts::upper_case>},
      {"widont", with_text<without_widow>},
      {"words", words_of},
      {"xml", with_text<escape_html>},
  };
  return table;
}

}  // namespace latchkey::fields
