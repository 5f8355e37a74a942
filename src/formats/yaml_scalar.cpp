#include "formats/yaml_scalar.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/text.h"

namespace latchkey::yaml {
namespace {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

std::string_view without_sign(std::string_view text) {
  return text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_number(std::string_view text) {
  auto const take_digits = [&] {
    auto const size = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(size);
    return size > 0;
  };
  text = without_sign(text);
  bool const whole = take_digits();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!take_digits() && !whole) return false;
  } else if (!whole) {
    return false;
  }
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text = without_sign(text.substr(1));
  return take_digits() && text.empty();
}

template <class Int>
std::optional<Int> whole_number(std::string_view digits, int base) {
  Int value{};
  auto const [end, failed] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (failed != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<json::value> based_number(std::string_view text) {
  int const base = text.starts_with("0x") ? 16 : text.starts_with("0o") ? 8 : 0;
  if (base == 0 || without_sign(text.substr(2)).size() + 2 != text.size()) return std::nullopt;
  if (auto const value = whole_number<std::int64_t>(text.substr(2), base))
    return json::value(*value);
  if (auto const value = whole_number<std::uint64_t>(text.substr(2), base))
    return json::value(*value);
  return std::nullopt;
}

std::optional<json::value> number(std::string_view text) {
  if (auto based = based_number(text)) return based;
  if (!is_number(text)) return std::nullopt;
  if (text.starts_with('+')) text.remove_prefix(1);
  if (auto const value = whole_number<std::int64_t>(text, 10)) return json::value(*value);
  if (auto const value = whole_number<std::uint64_t>(text, 10)) return json::value(*value);
  double value = 0;
  auto const failed = std::from_chars(text.data(), text.data() + text.size(), value).ec;
  if (failed != std::errc{} || !std::isfinite(value)) return std::nullopt;
  return json::value(value);
}

}  // namespace

json::value core_scalar(std::string_view text) {
  if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) return nullptr;
  if (is_one_of(text, {"true", "True", "TRUE"})) return true;
  if (is_one_of(text, {"false", "False", "FALSE"})) return false;
  if (auto value = number(text)) return *std::move(value);
  return json::value(json::string(text));
}

Failure fail_at(int line, int column, std::string_view what) {
  return fail(Kind::invalid, "",
              "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " +
                  std::string(what));
}

}  // namespace latchkey::yaml
