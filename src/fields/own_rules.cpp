#include "fields/own_rules.h"

#include <algorithm>
#include <array>

#include "accounts/accounts.h"
#include "core/text.h"
#include "fields/addresses.h"
#include "formats/date.h"
#include "formats/pattern.h"
#include "query/value.h"

namespace latchkey::fields {
namespace {

/// A value and what its rule was given.
struct Asked {
  json::value const& value;
  json::array const& arguments;
  std::int64_t now;

  std::string text() const { return query::text_of(value); }
  std::string argument(std::size_t at) const {
    return at < arguments.size() ? query::text_of(arguments[at]) : std::string();
  }
  double limit(std::size_t at) const { return query::parse_number(argument(at)).value_or(0); }
  double number() const { return query::parse_number(text()).value_or(0); }
  double length() const { return static_cast<double>(count_characters(text())); }
};

double words_in(std::string_view text) {
  double out = 0;
  bool inside = false;
  for (char const c : text) {
    if (!is_space(c) && !inside) ++out;
    inside = !is_space(c);
  }
  return out;
}

/// Of a list its length, of text the number of characters, of numbers the value.
double size_of(Asked const& asked) {
  if (asked.value.is_array()) return static_cast<double>(asked.value.get_array().size());
  return asked.value.is_number() ? asked.number() : asked.length();
}

bool is_letter(char c) { return is_alpha(c) || static_cast<unsigned char>(c) >= 0x80; }

bool is_among(Asked const& asked) {
  auto const& list = asked.arguments.size() == 1 && asked.arguments[0].is_array()
                         ? asked.arguments[0].get_array()
                         : asked.arguments;
  return std::ranges::any_of(
      list, [&](json::value const& one) { return query::loosely_equal(one, asked.value); });
}

bool is_integer(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return parse_unsigned(text).has_value();
}

bool is_ipv4(std::string_view text) {
  auto const parts = split(text, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
           auto const number = parse_unsigned(part);
           return number && *number <= 255;
         });
}

bool is_file_name(std::string_view text) {
  return text.size() > 2 && std::ranges::all_of(text, [](char c) {
           return is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '@';
         });
}

struct OwnRule {
  std::string_view name;  ///< in lower case
  bool (*fits)(Asked const& asked);
};

bool is_on(Asked const& asked) {
  auto const text = lower(asked.text());
  return text == "1" || text == "true" || text == "yes" || text == "on";
}

constexpr OwnRule own_rules[] = {
    {"accepted", is_on},
    {"alpha", [](Asked const& a) { return std::ranges::all_of(a.text(), is_letter); }},
    {"alphanum",
     [](Asked const& a) {
       return std::ranges::all_of(a.text(), [](char c) { return is_letter(c) || is_digit(c); });
     }},
    {"between",
     [](Asked const& a) { return size_of(a) >= a.limit(0) && size_of(a) <= a.limit(1); }},
    {"contains",
     [](Asked const& a) {
       return lower(a.text()).find(lower(a.argument(0))) != std::string::npos;
     }},
    {"date", [](Asked const& a) { return formats::parse_date(a.text(), a.now).has_value(); }},
    {"denied", [](Asked const& a) { return !is_on(a); }},
    {"different",
     [](Asked const& a) {
       return a.arguments.empty() || !query::loosely_equal(a.value, a.arguments[0]);
     }},
    {"email", [](Asked const& a) { return accounts::parse_email(a.text()).has_value(); }},
    {"endswith", [](Asked const& a) { return a.text().ends_with(a.argument(0)); }},
    {"filename", [](Asked const& a) { return is_file_name(a.text()); }},
    {"in", is_among},
    {"integer", [](Asked const& a) { return is_integer(a.text()); }},
    {"ip", [](Asked const& a) { return is_ipv4(a.text()); }},
    {"json", [](Asked const& a) { return json::parse(a.text()).has_value(); }},
    {"less", [](Asked const& a) { return size_of(a) < a.limit(0); }},
    {"match",
     [](Asked const& a) {
       auto const made = formats::Pattern::read_delimited(a.argument(0));
       return !made || made->matches_part(a.text());
     }},
    {"max", [](Asked const& a) { return a.number() <= a.limit(0); }},
    {"maxlength", [](Asked const& a) { return a.length() <= a.limit(0); }},
    {"maxwords", [](Asked const& a) { return words_in(a.text()) <= a.limit(0); }},
    {"min", [](Asked const& a) { return a.number() >= a.limit(0); }},
    {"minlength", [](Asked const& a) { return a.length() >= a.limit(0); }},
    {"minwords", [](Asked const& a) { return words_in(a.text()) >= a.limit(0); }},
    {"more", [](Asked const& a) { return size_of(a) > a.limit(0); }},
    {"notcontains",
     [](Asked const& a) {
       return lower(a.text()).find(lower(a.argument(0))) == std::string::npos;
     }},
    {"notin", [](Asked const& a) { return !is_among(a); }},
    {"num", [](Asked const& a) { return query::parse_number(a.text()).has_value(); }},
    {"same",
     [](Asked const& a) {
       return a.arguments.empty() || query::loosely_equal(a.value, a.arguments[0]);
     }},
    {"size", [](Asked const& a) { return size_of(a) == a.limit(0); }},
    {"startswith", [](Asked const& a) { return a.text().starts_with(a.argument(0)); }},
    {"time", [](Asked const& a) { return formats::parse_date(a.text(), a.now).has_value(); }},
    {"url", [](Asked const& a) { return is_url(a.text()); }},
};

}  // namespace

bool fits_rule(std::string_view name, json::value const& value, json::value const& arguments,
               std::int64_t now) {
  auto const known = lower(name);
  auto const* const rule = std::ranges::find(own_rules, known, &OwnRule::name);
  if (rule == std::end(own_rules)) return true;
  auto const list = arguments.is_array() ? arguments.get_array() : json::array{arguments};
  return rule->fits({value, list, now});
}

json::object rules_of(blueprint::Field const& field) {
  json::object out;
  auto const* const said = field.find("validate");
  if (!said) return out;
  if (said->is_string()) out[said->get_string()] = true;
  if (auto const* const list = said->if_array())
    for (auto const& name : *list)
      if (name.is_string()) out[name.get_string()] = true;
  if (auto const* const map = said->if_object()) out = *map;
  return out;
}

}  // namespace latchkey::fields
