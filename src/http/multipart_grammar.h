#pragma once
// What the two readers of multipart bodies share. Private to http. Source: RFC 2046, 5.1.1.

#include <string_view>
#include <utility>

#include "http/multipart.h"

namespace latchkey::http {

inline constexpr std::string_view line_end = "\r\n";
/// Most spaces and tabs behind a boundary.
inline constexpr std::size_t max_padding = 128;

/// What follows a boundary: another part, the end, or neither, as the boundary was only the
/// beginning of some longer text.
enum class Mark { none, part, last };

/// The mark `text` begins with, and its length.
std::pair<Mark, std::size_t> read_mark(std::string_view text);

/// Reads the header lines of a part, each with its line end; false where they are malformed.
bool read_part_headers(Part& part, std::string_view headers);

}  // namespace latchkey::http
