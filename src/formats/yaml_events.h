#pragma once
// What yaml-cpp reports, collected into a JSON value by the rules of one reader.

#include <string>
#include <string_view>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::yaml {

/// Where the readers on top of yaml-cpp differ. Errors are messages without a place.
struct Rules {
  /// A scalar; `tag` is "" for plain text, "!" for quoted text, else a full tag.
  Result<json::value> (*scalar)(std::string_view tag, std::string_view text);
  /// A key; `plain` if it had neither quotes nor tag.
  Result<std::string> (*key)(std::string_view text, bool plain);
  bool merges = false;             ///< `<<` merges maps
  bool pairs_need_values = false;  ///< `{a}` is an error
};

/// Why and where a text could not be read; line and column start at 1.
struct Misread {
  int line = 1, column = 1;
  std::string what;
};

/// Aliases are copied, so nodes are counted (100 000) and depth is limited (64): a small text can't
/// become a huge value. Text over 1 MiB, equal keys, keys that are lists or maps and a second
/// document are refused.
tl::expected<json::value, Misread> read_events(std::string_view text, Rules const& rules);

/// `misread` as an error: invalid, "line L, column C: what".
Failure fail_at(Misread const& misread);

}  // namespace latchkey::yaml
