#pragma once
// `latchkey inspect`: shows as JSON what Latchkey reads in a file, or where it cannot read it.

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "formats/yaml.h"

namespace latchkey::app {

enum class InspectAs { txt, php, yaml };

/// What `text` holds, as indented JSON with a line feed at its end. Expressions of PHP that are not
/// evaluated are `{"$opaque": "source"}`; bytes that are no UTF-8 become U+FFFD; `read_yaml` reads
/// YAML. Errors: invalid, "line L, column C: what".
Result<std::string> inspect(std::string_view text, InspectAs as,
                            yaml::Parse read_yaml = yaml::parse_dialect);

/// The kind a file name suggests: `.php`, `.yml` and `.yaml`, else a content file.
InspectAs guess_kind(std::string_view file_name);

struct InspectArguments {
  std::optional<std::string> as;  ///< "txt", "php", "yaml", "blueprint"; none: by the file's name
  std::string handler = "spyc";   ///< as option `yaml.handler`
  std::string file;               ///< "-": standard input
};

/// Prints what the file holds. Returns 0, or 1 with `file:line:column: what` on `err` for what
/// can't be read.
int inspect_command(InspectArguments const& arguments, std::ostream& out, std::ostream& err);

}  // namespace latchkey::app
