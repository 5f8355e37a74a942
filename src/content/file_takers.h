#pragma once
// Which templates the sections and fields of a blueprint give to files.

#include "content/blueprint.h"

namespace latchkey::content {

/// Fills `file_templates` and `takes_any_file` from tabs, columns, sections and fields, with mixins
/// resolved. A files section without template takes any; a textarea or files field without one
/// takes "default". Mixins that cannot be read are left out. Source: recorded cases file-list,
/// upload-basic, upload-svg, upload-to-site-and-user.
void read_file_takers(BlueprintSource const& source, json::object const& blueprint, Rules& rules);

}  // namespace latchkey::content
