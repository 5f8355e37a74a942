#pragma once
// What the YAML readers share: plain scalars of the core schema, and errors with a place.

#include <string>
#include <string_view>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::yaml {

/// An unquoted scalar as null, boolean, number or string. Numbers that fit no double stay strings,
/// and so do `.inf` and `.nan`, which JSON has no words for. Source: YAML 1.2.2, 10.3.2.
json::value core_scalar(std::string_view text);

/// `invalid` with "line L, column C: what" as message; both start at 1.
Failure fail_at(int line, int column, std::string_view what);

}  // namespace latchkey::yaml
