#pragma once
// JSON: Boost.JSON under our own name, strict parsing, compact and pretty printing.

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace latchkey::json {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using boost::json::value;
using boost::json::value_to;
using Kind = boost::json::kind;

/// The whole of `text` as JSON (RFC 8259), nested at most 64 deep; the last of equal keys wins.
std::optional<value> parse(std::string_view text);

/// Compact; `pretty` indents by four spaces. Non-ASCII is written as UTF-8; bytes that are no UTF-8
/// become U+FFFD.
std::string print(value const& v, bool pretty = false);

/// A JSON string from text of unknown origin; bytes that are no UTF-8 become U+FFFD.
value text(std::string_view s);

}  // namespace latchkey::json
