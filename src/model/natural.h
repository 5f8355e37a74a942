#pragma once
// Natural order of names: runs of digits compare as numbers. The order of folders, texts and files
// in listings.

#include <string_view>

namespace latchkey::model {

/// Whether `a` comes before `b`: "2_x" before "10_x"; everything else by byte. Equal numbers of
/// different length
/// ("01", "1") go by the rest, then by byte, so this is a strict weak order. Source:
/// spec/content-api 3.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace latchkey::model
