#pragma once
// Dates as people write them into content, and as templates print them. All in UTC.
// Source: spec/content-api 11, 22 (times are UTC).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latchkey::formats {

/// Seconds since 1970 of "2024-06-30", "2024-06-30 14:35", "30.6.2024", "6/30/2024",
/// "30 June 2024 5pm", "June 30, 2024", "14:35", "@1700000000", "now", "today", "+2 days" and
/// mixtures of those; `now` fills in what the text leaves out (a time alone is today's). None for
/// all else, the empty text included.
std::optional<std::int64_t> parse_date(std::string_view text, std::int64_t now);

/// By the letters of PHP's date(): d D j l N S w z W F m M n t L o y Y a A g G h H i s u v e T P O
/// p c r U; a backslash keeps the next letter, everything else stays.
std::string format_date(std::int64_t seconds, std::string_view format);

}  // namespace latchkey::formats
