// layer: formats
// What was read is printed, compact and pretty, as text that reads back as the same value; a float
// without a fraction is printed as a whole number.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "formats/json.h"

namespace {

namespace json = latchkey::json;

bool same(json::value const& a, json::value const& b) {
  if (a.is_double() || b.is_double())
    return a.is_number() && b.is_number() && a.to_number<double>() == b.to_number<double>();
  if (a.is_array() && b.is_array()) return std::ranges::equal(a.get_array(), b.get_array(), same);
  if (a.is_object() && b.is_object())
    return std::ranges::equal(a.get_object(), b.get_object(), [](auto const& x, auto const& y) {
      return x.key() == y.key() && same(x.value(), y.value());
    });
  return a == b;
}

void check(std::optional<json::value> const& read, json::value const& expected) {
  if (!read || !same(*read, expected)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  if (auto const value = json::parse(text)) {
    check(json::parse(json::print(*value)), *value);
    check(json::parse(json::print(*value, true)), *value);
  }
  auto const quoted = json::text(text);
  check(json::parse(json::print(quoted)), quoted);
  return 0;
}
