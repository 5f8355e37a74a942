#pragma once
// The right-hand sides of the YAML dialect: scalars, quoted text, `[a, b]` and `{a: 1}`.

#include <string_view>
#include <vector>

#include "core/result.h"
#include "formats/dialect_node.h"

namespace latchkey::yaml {

/// Reads a trimmed value. What looks like nothing else is plain text; `key: value` is a map of one.
/// Errors: invalid (message without a place) if nested more than 64 deep.
Result<Node> parse_value(std::string_view text);

/// An unquoted word: null, boolean, number or text.
json::value plain_scalar(std::string_view text);

/// The inside of a list or map at its commas, each piece trimmed. Commas in quotes and in closed,
/// not empty brackets do not count.
std::vector<std::string_view> split_flow(std::string_view text);

}  // namespace latchkey::yaml
