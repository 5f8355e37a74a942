#pragma once
// White space as the original's files know it: what PHP's trim() removes (NUL too, but no form
// feed).

#include <algorithm>
#include <string_view>

namespace latchkey::formats {

inline constexpr std::string_view trimmed_bytes{" \t\n\r\0\v", 6};

constexpr std::string_view trim_left_bytes(std::string_view text,
                                           std::string_view bytes = trimmed_bytes) {
  text.remove_prefix(std::min(text.find_first_not_of(bytes), text.size()));
  return text;
}
constexpr std::string_view trim_right_bytes(std::string_view text,
                                            std::string_view bytes = trimmed_bytes) {
  return text.substr(0, text.find_last_not_of(bytes) + 1);
}
constexpr std::string_view trim_bytes(std::string_view text) {
  return trim_left_bytes(trim_right_bytes(text));
}

}  // namespace latchkey::formats
