#pragma once
// One logical line of the YAML dialect: what it adds to the table it belongs to.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "formats/dialect_node.h"

namespace latchkey::yaml {

struct Entry {
  std::optional<std::string> key;  ///< none: the next free number
  Node value;
};

/// A key inside the entry that takes deeper lines: in `- key:` they belong to `key`.
struct InnerKey {
  std::size_t offset;  ///< of the key in the line
  std::string key;
};

struct Line {
  std::vector<Entry> entries;  ///< several for `[a, b]` alone on a line
  std::optional<InnerKey> inner;
  std::string anchor;  ///< name behind '&', empty for none
  std::string alias;   ///< name behind '*', empty for none
};

/// Reads a line without its indent and comment:
///
///     key:  |  key: value  |  - value  |  - key:  |  [a, b]  |  text
///
/// with an anchor or alias at either end. Errors: invalid (message without a place) for `a: b: c`
/// and too deep nesting.
Result<Line> parse_line(std::string_view text);

}  // namespace latchkey::yaml
