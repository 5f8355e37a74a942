#include "fields/scalars.h"

#include <algorithm>
#include <chrono>

#include "accounts/names.h"
#include "core/text.h"
#include "fields/rich_text.h"
#include "formats/date.h"
#include "formats/slug.h"
#include "query/value.h"

namespace latchkey::fields {
namespace {

namespace chr = std::chrono;

std::string convert(std::string_view converter, std::string text) {
  if (converter == "lower") return accounts::lower_case(text);
  if (converter == "upper") return accounts::upper_case(text);
  if (converter == "ucfirst") return accounts::upper_case_first(text);
  if (converter == "slug") return formats::slug(text);
  return text;
}

struct DateStep {
  std::string unit = "day";
  std::int64_t size = 1;
};

DateStep read_step(json::value const* node, DateStep out) {
  if (!node) return out;
  if (node->is_string()) out = {lower(node->get_string()), 1};
  if (node->is_int64()) out.size = node->get_int64();
  if (node->is_object()) {
    auto const& map = node->get_object();
    if (auto const* const unit = map.if_contains("unit"); unit && unit->is_string())
      out.unit = lower(unit->get_string());
    if (auto const* const size = map.if_contains("size"); size && size->is_int64())
      out.size = size->get_int64();
  }
  if (out.size < 1) out.size = 1;
  return out;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a >= 0 ? a / b : (a - b + 1) / b; }

std::int64_t nearest_multiple(std::int64_t at, std::int64_t of) {
  return floor_div(at + of / 2, of) * of;
}

/// The nearer of the starts of this and the next month or year.
std::int64_t nearest_period(std::int64_t at, bool year) {
  chr::sys_days const day{chr::days{floor_div(at, 86400)}};
  chr::year_month_day const date{day};
  auto const month = year ? chr::January : date.month();
  chr::year_month const from{date.year(), month};
  auto const to = year ? from + chr::years(1) : from + chr::months(1);
  auto const start = chr::sys_seconds(chr::sys_days(from / 1)).time_since_epoch().count();
  auto const end = chr::sys_seconds(chr::sys_days(to / 1)).time_since_epoch().count();
  return at - start < end - at ? start : end;
}

std::int64_t nearest_step(std::int64_t at, DateStep const& step) {
  constexpr std::int64_t day = 86400;
  if (step.unit == "month") return nearest_period(at, false);
  if (step.unit == "year") return nearest_period(at, true);
  if (step.unit == "day") return nearest_multiple(at, day);
  auto const unit = step.unit == "hour" ? 3600 : step.unit == "second" ? 1 : 60;
  auto const midnight = floor_div(at, day) * day;
  return midnight + nearest_multiple(at - midnight, std::min<std::int64_t>(day, step.size * unit));
}

}  // namespace

std::string stored_text(json::value const& stored) {
  if (stored.is_string()) return std::string(stored.get_string());
  return query::text_of(stored);
}

json::value default_value(blueprint::Field const& field) {
  auto const* const said = field.find("default");
  if (!said) return nullptr;
  bool const is_color = field.type == "color" && said->is_string();
  return is_color ? json::text(lower(said->get_string())) : *said;
}

json::value text_value(blueprint::Field const& field, json::value const& stored) {
  auto text = stored_text(stored);
  if (field.type == "text") return json::text(convert(field.text("converter"), std::move(text)));
  if (field.type == "textarea") return json::text(trim(text));
  if (field.type == "writer") return json::text(clean_rich_text(trim(text)));
  if (field.type == "list") return json::text(clean_rich_text(trim(text)));
  return json::text(text);
}

json::value number_value(json::value const& stored) {
  if (stored.is_number()) return stored;
  auto const whole = stored_text(stored);
  auto const text = trim(whole);
  if (text.empty()) return "";
  auto const pointed = replace_all(text, ",", ".");
  return query::json_number(query::parse_number(pointed).value_or(0));
}

json::value toggle_value(blueprint::Field const& field, json::value const& stored) {
  if (stored.is_null()) return field.is_true("default");
  if (stored.is_bool()) return stored;
  auto const text = stored_text(stored);
  return text == "true" || text == "1" || text == "on";
}

json::value date_value(blueprint::Field const& field, json::value const& stored, std::int64_t now) {
  auto const at = formats::parse_date(stored_text(stored), now);
  if (!at) return "";
  bool const timed = field.is_true("time");
  auto const* step = field.find("step");
  if (auto const* const time = field.find("time"); timed && time->is_object())
    if (auto const* const own = time->get_object().if_contains("step")) step = own;
  auto const rounded =
      nearest_step(*at, read_step(step, timed ? DateStep{"minute", 5} : DateStep{"day", 1}));
  return json::text(formats::format_date(rounded, "Y-m-d H:i:s"));
}

json::value time_value(blueprint::Field const& field, json::value const& stored, std::int64_t now) {
  auto const at = formats::parse_date(stored_text(stored), now);
  if (!at) return "";
  auto const rounded = nearest_step(*at, read_step(field.find("step"), {"minute", 5}));
  return json::text(formats::format_date(rounded, "H:i:s"));
}

std::vector<std::string> list_items(blueprint::Field const& field, json::value const& stored) {
  std::vector<std::string> out;
  auto const add = [&](std::string_view item) {
    if (auto const text = trim(item); !text.empty()) out.emplace_back(text);
  };
  if (stored.is_array()) {
    for (auto const& item : stored.get_array()) {
      auto const* const value = item.is_object() ? item.get_object().if_contains("value") : &item;
      if (value) add(stored_text(*value));
    }
    return out;
  }
  auto const said = field.text("separator");
  std::string const separator(said.empty() ? "," : said);
  auto const text = stored_text(stored);
  for (std::size_t from = 0; from <= text.size();) {
    auto const at = std::min(text.find(separator, from), text.size());
    add(std::string_view(text).substr(from, at - from));
    from = at + separator.size();
  }
  return out;
}

}  // namespace latchkey::fields
