#pragma once
// Finding ASCII in text without regard to case, sixteen bytes at a time.

#include <string_view>

namespace latchkey {

/// Where `needle`, which is ASCII in lower case, is in `text` from `from` on, but for the case of
/// ASCII letters; npos where it is not.
std::size_t find_folded(std::string_view text, std::string_view needle, std::size_t from = 0);

/// Whether all bytes are ASCII.
bool is_ascii(std::string_view text);

}  // namespace latchkey
