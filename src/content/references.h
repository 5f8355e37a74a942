#pragma once
// References by id inside of stored values, for copies.

#include <map>
#include <string>
#include <string_view>

namespace latchkey::content {

/// Old id -> new id; empty: what it names stays behind.
using NewIds = std::map<std::string, std::string, std::less<>>;

/// `value` with every page://id and file://id by `ids`; an item of a list that leads to what stays
/// behind vanishes with its line. Others stay as they are. Pure. Source: spec/content-api 12.
std::string with_new_ids(std::string_view value, NewIds const& ids);

}  // namespace latchkey::content
