#pragma once
// Floats as the original's language prints them.

#include <string>

namespace latchkey::formats {

/// The shortest digits that read back as `number`: "0.1", "12", "1.0e+25"; with an exponent below
/// 0.0001 and from 1e17 on. "INF", "-INF" or "NAN" for what is no number.
std::string print_float(double number);

}  // namespace latchkey::formats
