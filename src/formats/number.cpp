#include "formats/number.h"

#include <array>
#include <charconv>
#include <cmath>

namespace latchkey::formats {
namespace {

std::string digits_of(double number, std::chars_format format) {
  std::array<char, 400> out{};
  return {out.data(), std::to_chars(out.data(), out.data() + out.size(), number, format).ptr};
}

/// "1e-07" as "1.0e-7".
std::string with_exponent(double number) {
  auto const text = digits_of(number, std::chars_format::scientific);
  auto const at = text.find('e');
  auto mantissa = text.substr(0, at), exponent = text.substr(at + 2);
  if (mantissa.find('.') == mantissa.npos) mantissa += ".0";
  exponent.erase(0, std::min(exponent.find_first_not_of('0'), exponent.size() - 1));
  return mantissa + 'e' + text[at + 1] + exponent;
}

}  // namespace

std::string print_float(double number) {
  if (std::isnan(number)) return "NAN";
  if (std::isinf(number)) return number < 0 ? "-INF" : "INF";
  auto const size = std::fabs(number);
  bool const is_plain = size == 0 || (size >= 1e-4 && size < 1e17);
  return is_plain ? digits_of(number, std::chars_format::fixed) : with_exponent(number);
}

}  // namespace latchkey::formats
