#include "formats/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace latchkey::formats {
namespace {

/// The shortest digits, and the power of ten of the first of them.
struct Digits {
  std::string text;
  int exponent = 0;
};

Digits digits_of(double size) {
  std::array<char, 32> out{};
  auto const end =
      std::to_chars(out.data(), out.data() + out.size(), size, std::chars_format::scientific).ptr;
  std::string text(out.data(), end);
  auto const at = text.find('e');
  Digits found{text.substr(0, 1), std::stoi(text.substr(at + 1))};
  if (at > 1) found.text += text.substr(2, at - 2);  // behind the point
  return found;
}

std::string with_point(Digits const& digits) {
  auto const count = static_cast<int>(digits.text.size());
  if (digits.exponent < 0)
    return "0." + std::string(static_cast<std::size_t>(-digits.exponent - 1), '0') + digits.text;
  if (digits.exponent >= count - 1)
    return digits.text + std::string(static_cast<std::size_t>(digits.exponent + 1 - count), '0');
  auto const whole = static_cast<std::size_t>(digits.exponent) + 1;
  return digits.text.substr(0, whole) + "." + digits.text.substr(whole);
}

/// A point in each mantissa: "1.0e-7".
std::string with_exponent(Digits const& digits) {
  auto const rest = digits.text.size() > 1 ? digits.text.substr(1) : "0";
  return digits.text.substr(0, 1) + "." + rest + (digits.exponent < 0 ? "e-" : "e+") +
         std::to_string(std::abs(digits.exponent));
}

}  // namespace

std::string print_float(double number) {
  if (std::isnan(number)) return "NAN";
  if (std::isinf(number)) return number < 0 ? "-INF" : "INF";
  auto const digits = digits_of(std::fabs(number));
  bool const is_plain = number == 0 || (digits.exponent >= -4 && digits.exponent < 17);
  return (std::signbit(number) ? "-" : "") +
         (is_plain ? with_point(digits) : with_exponent(digits));
}

}  // namespace latchkey::formats
