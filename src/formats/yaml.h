#pragma once
// The YAML of sites: the original's own dialect (handler `spyc`), and plain YAML 1.2 for our
// config.yml. Source: spec/yaml.md.

#include <string>
#include <string_view>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::yaml {

/// Reads the dialect. Maps keep their order; a map whose keys are 0…n-1 in order is a list; an
/// empty map is []. Errors: invalid, "line L, column C: …" in `message`. Pure; never throws.
Result<json::value> parse_dialect(std::string_view text);

/// Which reader and writer a site uses: option `yaml.handler`.
enum class Handler { spyc, symfony };
using Parse = Result<json::value> (*)(std::string_view text);
/// By the handler's name: parse_symfony for "symfony", else parse_dialect.
Parse parser_of(std::string_view handler);

/// Reads as handler `symfony` does: near YAML 1.2, but dates are Unix seconds, equal keys are
/// errors, and a lone scalar is a list of one. Maps and errors as in parse_dialect.
Result<json::value> parse_symfony(std::string_view text);

/// Lists and maps as text that both readers read back as `v`, as close to the original's writer as
/// that allows; ends in a line feed. Where no such text exists, one that the handler's own reader
/// reads back; else the original's bytes. Files hold it trimmed.
std::string print_dialect(json::value const& v);
std::string print_symfony(json::value const& v);

/// Reads plain YAML 1.2 (core schema) with yaml-cpp, for config.yml. Errors: invalid with line and
/// column.
Result<json::value> parse_standard(std::string_view text);

}  // namespace latchkey::yaml
