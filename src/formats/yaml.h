#pragma once
// The YAML of sites: the original's own dialect (handler `spyc`), and plain YAML 1.2 for our config.yml.
// Source: spec/yaml.md.

#include <string>
#include <string_view>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::yaml {

/// Reads the dialect. Maps keep their order; a map whose keys are 0…n-1 in order is a list; an empty map is [].
/// Errors: invalid, "line L, column C: …" in `message`. Pure; never throws.
Result<json::value> parse_dialect(std::string_view text);

/// Reads plain YAML 1.2 (core schema) with yaml-cpp, for config.yml. Errors: invalid with line and column.
Result<json::value> parse_standard(std::string_view text);

}  // namespace latchkey::yaml
