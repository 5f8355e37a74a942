// The reader of `yaml.handler: symfony`: close to YAML 1.2, with scalars and refusals of its own.

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "core/text.h"
#include "formats/yaml.h"
#include "formats/yaml_events.h"
#include "formats/yaml_scalar.h"

namespace latchkey::yaml {
namespace {

/// Takes 1 to `most` digits off `text`; none if there is none.
std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t size = 0;
  while (size < most && size < text.size() && is_digit(text[size])) ++size;
  if (size < least) return std::nullopt;
  int value = 0;
  std::from_chars(text.data(), text.data() + size, value);
  text.remove_prefix(size);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_seconds> take_date(std::string_view& text) {
  using namespace std::chrono;
  auto const year_number = take_number(text, 4, 4);
  if (!year_number || !take(text, '-')) return std::nullopt;
  auto const month_number = take_number(text, 1, 2);
  if (!month_number || !take(text, '-')) return std::nullopt;
  auto const day_number = take_number(text, 1, 2);
  if (!day_number) return std::nullopt;
  year_month_day const date{year{*year_number}, month{static_cast<unsigned>(*month_number)},
                            day{static_cast<unsigned>(*day_number)}};
  if (!date.ok()) return std::nullopt;
  return sys_seconds(sys_days(date));
}

/// Behind a date: `T10:00:00`, ` 10:00:00.5 +02:00`, or nothing. Seconds to add; none if malformed.
std::optional<double> read_time(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() != 'T' && text.front() != 't' && text.front() != ' ' && text.front() != '\t')
    return std::nullopt;
  text = trim_left(text.substr(1));
  auto const hour = take_number(text, 1, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  auto const minute = take_number(text, 2, 2);
  if (!minute || !take(text, ':')) return std::nullopt;
  auto const second = take_number(text, 2, 2);
  if (!second) return std::nullopt;
  double seconds = *hour * 3600 + *minute * 60 + *second;
  if (take(text, '.')) {
    double scale = 1;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1))
      seconds += (text.front() - '0') * (scale /= 10);
  }
  text = trim_left(text);
  if (text.empty() || text == "Z") return seconds;
  double const sign = text.front() == '-' ? 1 : -1;
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  auto const zone_hours = take_number(text, 1, 2);
  auto const zone_minutes = take(text, ':') ? take_number(text, 2, 2) : std::optional(0);
  if (!zone_hours || !zone_minutes || !text.empty()) return std::nullopt;
  return seconds + sign * (*zone_hours * 3600 + *zone_minutes * 60);
}

/// A date or time as Unix seconds, whole where they are whole.
std::optional<json::value> time_stamp(std::string_view text) {
  auto const date = take_date(text);
  if (!date) return std::nullopt;
  auto const time = read_time(text);
  if (!time) return std::nullopt;
  double const stamp = static_cast<double>(date->time_since_epoch().count()) + *time;
  if (stamp == std::floor(stamp)) return json::value(static_cast<std::int64_t>(stamp));
  return json::value(stamp);
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

/// Digits, perhaps with `_` between them, and a sign.
bool is_grouped_number(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && is_digit(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '_'; });
}

std::optional<double> decimal(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with('+') || text.find_first_not_of("0123456789+-.eE") != text.npos)
    return std::nullopt;
  double value = 0;
  auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::optional<std::int64_t> based(std::string_view text, std::string_view prefix, int base) {
  bool const negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!text.starts_with(prefix)) return std::nullopt;
  auto const digits = replace_all(text.substr(prefix.size()), "_", "");
  std::int64_t value = 0;
  auto const [end, failed] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (digits.empty() || digits.front() == '-' || failed != std::errc{} ||
      end != digits.data() + digits.size())
    return std::nullopt;
  return negative ? -value : value;
}

json::value number_or_text(std::string_view original) {
  std::string const text =
      is_grouped_number(original) ? replace_all(original, "_", "") : std::string(original);
  if (is_digits(text) || (text.starts_with('-') && is_digits(std::string_view(text).substr(1)))) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    if (std::to_string(value) == text) return value;
    return json::value(json::string(text));
  }
  if (auto const value = based(text, "0o", 8)) return *value;
  if (auto const value = based(text, "0x", 16)) return *value;
  if (auto const value = decimal(text)) return *value;
  if (auto const value = decimal(replace_all(text, "_", "")); value && is_digit(text.back()))
    return *value;
  if (auto const value = time_stamp(text)) return *value;
  return json::value(json::string(text));
}

Result<json::value> plain_value(std::string_view text) {
  if (text.empty() || text == "~" || iequals(text, "null")) return nullptr;
  if (iequals(text, "true")) return true;
  if (iequals(text, "false")) return false;
  bool const numeric =
      is_digit(text.front()) || std::string_view("+-.").find(text.front()) != text.npos;
  if (numeric) return number_or_text(text);
  return json::value(json::string(text));
}

Result<json::value> read_scalar(std::string_view tag, std::string_view text) {
  if (tag == "!" || tag == "tag:yaml.org,2002:str") return json::value(json::string(text));
  if (tag.empty()) return plain_value(text);
  return fail(Kind::invalid, "", "unknown tag " + std::string(tag));
}

/// Plain keys that would be null, a boolean or a fraction are refused.
Result<std::string> read_key(std::string_view text, bool plain) {
  if (plain && text != "<<") {
    LK_TRY(json::value value, plain_value(text));
    if (value.is_null() || value.is_bool() || value.is_double())
      return fail(Kind::invalid, "", "the key \"" + std::string(text) + "\" needs quotes");
  }
  return std::string(text);
}

constexpr Rules symfony{read_scalar, read_key, true, true};

/// Maps with the keys 0…n-1 are lists, and so are empty maps.
json::value with_lists(json::value v) {
  if (auto* const list = v.if_array()) {
    for (auto& member : *list) member = with_lists(std::move(member));
    return v;
  }
  auto* const map = v.if_object();
  if (map == nullptr) return v;
  std::size_t next = 0;
  for (auto& member : *map) {
    member.value() = with_lists(std::move(member.value()));
    if (member.key() == std::to_string(next)) ++next;
  }
  if (next != map->size()) return v;
  json::array list;
  for (auto& member : *map) list.push_back(std::move(member.value()));
  return list;
}

/// Refuses a first line that is indented.
Result<> check_first_line(std::string_view text) {
  int number = 0;
  for (auto const line : split(text, '\n')) {
    ++number;
    auto const content = trim(line);
    if (content.empty() || content.starts_with('#') || content.starts_with("---") ||
        content.starts_with('%'))
      continue;
    if (line.starts_with(' ') || line.starts_with('\t'))
      return fail_at(number, 1, "the first line is indented");
    return {};
  }
  return {};
}

/// Values may begin with `- ` or `? ` or end in a colon, which yaml-cpp refuses. Quotes the one at
/// `misread`; false if it is something else.
bool mend(std::string& text, Misread const& misread) {
  std::size_t start = 0;
  for (int i = 1; i < misread.line && start != std::string::npos; ++i)
    start = text.find('\n', start) + 1;
  auto const end = std::min(text.find_first_of("\r\n", start), text.size());
  auto const line = std::string_view(text).substr(start, end - start);
  auto const colon = line.find(": ");
  auto const at = static_cast<std::size_t>(misread.column - 1);
  if (colon == line.npos || at <= colon || at >= line.size()) return false;

  auto const value = trim(line.substr(colon + 1));
  bool const starts = at == static_cast<std::size_t>(value.data() - line.data()) &&
                      (value == "-" || value.starts_with("- ") || value.starts_with("? "));
  bool const ends =
      line[at] == ':' && trim(line.substr(at + 1)).empty() && value.find(": ") == value.npos;
  if ((!starts && !ends) || value.find_first_of("'\"#") != value.npos) return false;
  std::string const quoted = "'" + std::string(value) + "'";
  text.replace(start + static_cast<std::size_t>(value.data() - line.data()), value.size(), quoted);
  return true;
}

tl::expected<json::value, Misread> read_mended(std::string text) {
  constexpr int most_mends = 20;
  auto value = read_events(text, symfony);
  for (int i = 0; i < most_mends && !value && mend(text, value.error()); ++i)
    value = read_events(text, symfony);
  return value;
}

}  // namespace

Result<json::value> parse_symfony(std::string_view text) {
  LK_CHECK(check_first_line(text));
  auto read = read_mended(std::string(text));
  if (!read) return fail_at(read.error());
  auto value = *std::move(read);
  if (value.is_null()) return json::value(json::array());
  if (!value.is_object() && !value.is_array()) return json::value(json::array{std::move(value)});
  return with_lists(std::move(value));
}

}  // namespace latchkey::yaml
