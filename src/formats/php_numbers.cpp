// Numbers and the few operators between literals, with PHP's rules; whatever PHP versions or
// settings could decide differently has no value here.
#include <charconv>
#include <cmath>
#include <limits>

#include "core/text.h"
#include "formats/php_parser.h"

namespace latchkey::php {
namespace {

using Value = Node::Value;

constexpr double too_large = std::numeric_limits<double>::infinity();

int digit_value(char c) {
  return is_digit(c) ? c - '0' : is_alpha(c) ? to_lower(c) - 'a' + 10 : 99;
}

std::optional<Value> integer(std::string_view digits, int base) {
  if (digits.empty()) return std::nullopt;
  std::int64_t whole = 0;
  bool fits = true;
  for (char const c : digits) {
    int const d = digit_value(c);
    if (d >= base) return std::nullopt;
    fits = fits && !__builtin_mul_overflow(whole, base, &whole) &&
           !__builtin_add_overflow(whole, d, &whole);
  }
  if (!fits) return Value(too_large);
  return Value(whole);
}

std::optional<Value> floating(std::string_view text) {
  double out = 0;
  auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failed == std::errc::result_out_of_range) return Value(too_large);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return Value(out);
}

std::optional<double> as_double(Value const& value) {
  if (auto const* i = std::get_if<std::int64_t>(&value)) return static_cast<double>(*i);
  if (auto const* d = std::get_if<double>(&value)) return *d;
  return std::nullopt;
}

std::optional<Value> finite(double d) {
  return std::isfinite(d) ? std::optional(Value(d)) : std::nullopt;
}

/// Integers only; none on overflow and where the result is no integer.
std::optional<std::int64_t> exact(char op, std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  bool const edge = b == 0 || (b == -1 && a == std::numeric_limits<std::int64_t>::min());
  switch (op) {
    case '+': return __builtin_add_overflow(a, b, &out) ? std::nullopt : std::optional(out);
    case '-': return __builtin_sub_overflow(a, b, &out) ? std::nullopt : std::optional(out);
    case '*': return __builtin_mul_overflow(a, b, &out) ? std::nullopt : std::optional(out);
    case '/': return edge || a % b != 0 ? std::nullopt : std::optional(a / b);
    default: return edge ? std::nullopt : std::optional(a % b);
  }
}

std::optional<Value> arithmetic(char op, Value const& left, Value const& right) {
  auto const* const a = std::get_if<std::int64_t>(&left);
  auto const* const b = std::get_if<std::int64_t>(&right);
  if (a != nullptr && b != nullptr) {
    if (auto const whole = exact(op, *a, *b)) return Value(*whole);
    if (op != '/' || *b == 0) return std::nullopt;
  }
  auto const x = as_double(left), y = as_double(right);
  if (!x || !y || op == '%') return std::nullopt;
  switch (op) {
    case '+': return finite(*x + *y);
    case '-': return finite(*x - *y);
    case '*': return finite(*x * *y);
    default: return *y == 0 ? std::nullopt : finite(*x / *y);
  }
}

/// As PHP writes it in a text; floats depend on a setting.
std::optional<std::string> as_text(Value const& value) {
  if (auto const* s = std::get_if<std::string>(&value)) return *s;
  if (auto const* i = std::get_if<std::int64_t>(&value)) return std::to_string(*i);
  if (auto const* b = std::get_if<bool>(&value)) return *b ? "1" : "";
  if (std::holds_alternative<std::nullptr_t>(value)) return "";
  return std::nullopt;
}

bool is_truthy(Value const& value) {
  if (std::holds_alternative<std::nullptr_t>(value)) return false;
  if (auto const* b = std::get_if<bool>(&value)) return *b;
  if (auto const* s = std::get_if<std::string>(&value)) return !s->empty() && *s != "0";
  if (auto const* a = std::get_if<Array>(&value)) return !a->items.empty();
  return as_double(value) != 0.0;
}

}  // namespace

std::optional<Value> number_value(std::string_view text) {
  auto const plain = replace_all(text, "_", "");
  char const mark = plain.size() > 1 && plain[0] == '0' ? to_lower(plain[1]) : ' ';
  std::string_view const digits = plain;
  if (mark == 'x') return integer(digits.substr(2), 16);
  if (mark == 'b') return integer(digits.substr(2), 2);
  if (mark == 'o') return integer(digits.substr(2), 8);
  if (plain.find_first_not_of("0123456789") != plain.npos) return floating(plain);
  if (mark != ' ') return integer(digits.substr(1), 8);
  auto const whole = integer(digits, 10);
  return whole && std::holds_alternative<double>(*whole) ? floating(plain) : whole;
}

std::optional<Value> negate(Value const& value) {
  if (auto const* i = std::get_if<std::int64_t>(&value))
    return arithmetic('-', Value(std::int64_t{0}), Value(*i));
  if (auto const* d = std::get_if<double>(&value)) return Value(-*d);
  return std::nullopt;
}

std::optional<Value> combine(std::string_view op, Value left, Value const& right) {
  if (op == "??") return std::holds_alternative<std::nullptr_t>(left) ? right : left;
  if (op == "?:") return is_truthy(left) ? left : right;
  if (op != ".") return arithmetic(op[0], left, right);
  auto const tail = as_text(right);
  if (!tail) return std::nullopt;
  if (auto* text = std::get_if<std::string>(&left)) {
    *text += *tail;
    return left;
  }
  auto head = as_text(left);
  if (!head) return std::nullopt;
  return Value(*head + *tail);
}

}  // namespace latchkey::php
