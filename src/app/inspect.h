#pragma once
// `latchkey inspect`: shows as JSON what Latchkey reads in a file, or where it cannot read it.

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace latchkey::app {

enum class InspectAs { txt, php, yaml };

/// What `text` holds, as indented JSON with a line feed at its end. Expressions of PHP that are not
/// evaluated are `{"$opaque": "source"}`; bytes that are no UTF-8 become U+FFFD; YAML is read in
/// the dialect of sites. Errors: invalid, "line L, column C: what".
Result<std::string> inspect(std::string_view text, InspectAs as);

/// The kind a file name suggests: `.php`, `.yml` and `.yaml`, else a content file.
InspectAs guess_kind(std::string_view file_name);

/// Prints the file ("-": standard input) read as `as` ("txt", "php", "yaml") or by its name.
/// Returns 0, or 1 with `file:line:column: what` on `err` for what can't be read.
int inspect_command(std::optional<std::string> const& as, std::string const& file_or_dash,
                    std::ostream& out, std::ostream& err);

}  // namespace latchkey::app
