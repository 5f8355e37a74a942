#pragma once
// JSON: Boost.JSON under our own name, strict parsing, compact and pretty printing.

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace latchkey::json {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using boost::json::value;
using boost::json::value_to;
using Kind = boost::json::kind;

inline constexpr std::size_t max_depth = 64;

struct Document {
  value root;
  bool has_overflow = false;  ///< a number beyond all floats, which is infinite here
};
enum class Unread { malformed, too_deep };

/// The whole of `text` as JSON (RFC 8259), nested at most `depth` deep; the last of equal keys
/// wins.
tl::expected<Document, Unread> read(std::string_view text, std::size_t depth = max_depth);
/// The same for who asks no more than whether it can be read.
std::optional<value> parse(std::string_view text);

/// Compact; `pretty` indents by four spaces. Non-ASCII is written as UTF-8, floats as print_float
/// has them.
std::string print(value const& v, bool pretty = false);

/// A JSON string from text of unknown origin; bytes that are no UTF-8 become U+FFFD.
value text(std::string_view s);

}  // namespace latchkey::json
