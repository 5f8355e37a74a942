#pragma once
// Regular expressions of blueprints.

#include <string_view>

namespace latchkey::fields {

/// Whether `pattern` matches all of `text`, or any part of it, without regard to case. Time grows
/// at most with the product of both, however the pattern is written. One that cannot be read (look
/// behind, back references) forbids nothing. Pure.
bool matches_whole(std::string_view pattern, std::string_view text);
bool matches_part(std::string_view pattern, std::string_view text);

}  // namespace latchkey::fields
