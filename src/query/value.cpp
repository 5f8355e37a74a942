#include "query/value.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "core/text.h"
#include "formats/number.h"
#include "query/syntax.h"

namespace latchkey::query {

Value::Value(ObjectPtr object) {
  if (object) data_ = std::move(object);
}

Object const* Value::object() const {
  auto const* const held = std::get_if<ObjectPtr>(&data_);
  return held ? held->get() : nullptr;
}

ObjectPtr Value::object_ptr() const {
  auto const* const held = std::get_if<ObjectPtr>(&data_);
  return held ? *held : nullptr;
}

Values const* Value::list() const {
  auto const* const held = std::get_if<std::shared_ptr<Values const>>(&data_);
  return held ? held->get() : nullptr;
}

Closure const* Value::closure() const {
  auto const* const held = std::get_if<std::shared_ptr<Closure const>>(&data_);
  return held ? held->get() : nullptr;
}

Failure no_member(std::string_view type, std::string_view name) {
  return fail(Kind::invalid, "error.invalidMethod",
              fmt::format("\"{}\" is no member of {}", name, type));
}

namespace {

std::string text_of_json(json::value const& value) {
  switch (value.kind()) {
    case json::Kind::bool_: return value.get_bool() ? "1" : "";
    case json::Kind::int64: return std::to_string(value.get_int64());
    case json::Kind::uint64: return std::to_string(value.get_uint64());
    case json::Kind::double_: return print_number(value.get_double());
    case json::Kind::string: return std::string(value.get_string());
    default: return {};
  }
}

bool is_true_json(json::value const& value) {
  switch (value.kind()) {
    case json::Kind::array: return !value.get_array().empty();
    case json::Kind::object: return !value.get_object().empty();
    default: break;
  }
  auto const text = text_of_json(value);
  return !text.empty() && text != "0";
}

std::size_t weight_of_json(json::value const& value) {
  std::size_t out = 1;
  if (auto const* const text = value.if_string()) return out + text->size() / 64;
  if (auto const* const list = value.if_array())
    for (auto const& item : *list) out += weight_of_json(item);
  if (auto const* const map = value.if_object())
    for (auto const& [key, item] : *map) out += weight_of_json(item);
  return out;
}

struct Leading {
  double value;
  std::string_view rest;
};

/// The number that `text` begins with.
std::optional<Leading> leading_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  auto const first = text.front() == '-' && text.size() > 1 ? text[1] : text.front();
  if (!is_digit(first) && first != '.') return std::nullopt;
  Leading out{0, {}};
  auto const end = text.data() + text.size();
  auto const [at, failed] = std::from_chars(text.data(), end, out.value);
  if (failed != std::errc() || !std::isfinite(out.value)) return std::nullopt;
  out.rest = text.substr(static_cast<std::size_t>(at - text.data()));
  return out;
}

}  // namespace

std::size_t weight_of(Value const& value) {
  if (auto const* const plain = value.plain()) return weight_of_json(*plain);
  if (auto const* const object = value.object()) return object->weight();
  std::size_t out = 1;
  if (auto const* const list = value.list())
    for (auto const& item : *list) out += weight_of(item);
  return out;
}

std::string text_of(Value const& value) {
  if (auto const* const plain = value.plain()) return text_of_json(*plain);
  return value.object() ? value.object()->text() : std::string();
}

json::value data_of(Value const& value) {
  if (auto const* const plain = value.plain()) return *plain;
  if (auto const* const object = value.object()) return object->data();
  json::array out;
  if (auto const* const list = value.list())
    for (auto const& item : *list) out.push_back(data_of(item));
  return value.list() ? json::value(std::move(out)) : json::value();
}

bool is_true(Value const& value) {
  if (auto const* const plain = value.plain()) return is_true_json(*plain);
  if (auto const* const list = value.list()) return !list->empty();
  return !value.object() || value.object()->is_true();
}

std::optional<double> parse_number(std::string_view text) {
  auto const found = leading_number(trim(text));
  return found && found->rest.empty() ? std::optional(found->value) : std::nullopt;
}

double cast_number(std::string_view text) {
  auto const found = leading_number(trim(text));
  return found ? found->value : 0;
}

std::int64_t cast_integer(std::string_view text) {
  using Limits = std::numeric_limits<std::int64_t>;
  text = trim(text);
  auto const end = text.data() + text.size();
  std::int64_t whole = 0;
  auto const [at, failed] = std::from_chars(text.data(), end, whole);
  bool const goes_on = at != end && (*at == '.' || to_lower(*at) == 'e');
  if (failed == std::errc() && !goes_on) return whole;
  auto const number = cast_number(text);
  constexpr double limit = 9223372036854775808.0;
  if (std::abs(number) < limit) return static_cast<std::int64_t>(number);
  return number < 0 ? Limits::min() : Limits::max();
}

std::optional<double> number_of(Value const& value) {
  if (auto const* const plain = value.plain(); plain && plain->is_number())
    return plain->to_number<double>();
  if (auto const* const plain = value.plain(); plain && plain->is_bool())
    return plain->get_bool() ? 1 : 0;
  return parse_number(text_of(value));
}

std::string print_number(double number) { return number == 0 ? "0" : formats::print_float(number); }

json::value json_number(double number) {
  constexpr double largest = 9007199254740992.0;
  if (std::trunc(number) == number && std::abs(number) <= largest)
    return static_cast<std::int64_t>(number);
  return number;
}

bool loosely_equal(Value const& a, Value const& b) {
  auto const is_bool = [](Value const& v) { return v.plain() && v.plain()->is_bool(); };
  if (is_bool(a) || is_bool(b) || a.is_null() || b.is_null()) {
    if ((a.is_null() && !is_bool(b)) || (b.is_null() && !is_bool(a)))
      return text_of(a).empty() && text_of(b).empty();
    return is_true(a) == is_true(b);
  }
  auto const x = number_of(a), y = number_of(b);
  if (x && y) return *x == *y;
  return text_of(a) == text_of(b);
}

int compare_naturally(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      auto const run = [](std::string_view text, std::size_t& at) {
        while (at < text.size() && text[at] == '0') ++at;
        auto const from = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        return text.substr(from, at - from);
      };
      auto const x = run(a, i), y = run(b, j);
      if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
      if (x != y) return x < y ? -1 : 1;
      continue;
    }
    auto const x = static_cast<unsigned char>(to_lower(a[i]));
    auto const y = static_cast<unsigned char>(to_lower(b[j]));
    if (x != y) return x < y ? -1 : 1;
    ++i;
    ++j;
  }
  if (i == a.size() && j == b.size()) return 0;
  return i == a.size() ? -1 : 1;
}

int compare(Value const& a, Value const& b) {
  auto const x = number_of(a), y = number_of(b);
  if (x && y) return *x < *y ? -1 : *x > *y ? 1 : 0;
  return compare_naturally(text_of(a), text_of(b));
}

std::string text_argument(Values const& arguments, std::size_t at, std::string_view otherwise) {
  return at < arguments.size() && !arguments[at].is_null() ? text_of(arguments[at])
                                                           : std::string(otherwise);
}

std::int64_t integer_argument(Values const& arguments, std::size_t at, std::int64_t otherwise) {
  if (at >= arguments.size()) return otherwise;
  auto const number = number_of(arguments[at]);
  if (!number || std::abs(*number) > 1e15) return otherwise;
  return static_cast<std::int64_t>(*number);
}

}  // namespace latchkey::query
