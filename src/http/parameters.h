#pragma once
// Header values with parameters, as in `form-data; name="a"; filename="b.jpg"`.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latchkey::http {

struct ParameterizedValue {
  std::string value;  ///< before the first ';', in lower case
  std::vector<std::pair<std::string, std::string>> parameters;  ///< names in lower case and unique

  std::string const* find(std::string_view name) const;
};

/// Tokens and quoted strings; in those, only `\"` and `\\` are escapes, since browsers send the
/// backslashes of Windows paths as they are. None where the grammar is broken or a name occurs
/// twice. Source: RFC 9110, 5.6.6.
std::optional<ParameterizedValue> parse_parameters(std::string_view text);

}  // namespace latchkey::http
