#pragma once
// Query strings and form bodies in PHP style: `a[b]=1`, `a[]=1`; percent and plus decoding.

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace latchkey::http {

/// %XX decoded, broken escapes left as they are; `plus` makes '+' a space.
std::string percent_decode(std::string_view text, bool plus = false);
std::string percent_encode(std::string_view text);  ///< all but RFC 3986 unreserved

/// Parsed once per request. Values are strings, or nested objects for brackets.
class Query {
 public:
  Query() = default;
  explicit Query(std::string_view text);
  /// Value of a top-level key, compared without case (`csrf` and `pretty`: exactly); none for
  /// lists.
  std::optional<std::string_view> find(std::string_view key) const;
  bool has(std::string_view key) const;
  boost::json::object const& all() const { return values_; }

 private:
  boost::json::object values_;
};

/// Nested as PHP does it: `a[b][]=1`; at most 1000 values, 64 levels; later ones win.
boost::json::object parse_form(std::string_view text);

/// A form as the fields of a body: as `parse_form`, but what is below a key and numbered 0 to n-1
/// is a list, in the order in which it was sent, as PHP walks it. With gaps it stays a map.
boost::json::object parse_posted(std::string_view text);

}  // namespace latchkey::http
