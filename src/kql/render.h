#pragma once
// What is shown of a value without a selection. Source: spec/content-api 18, "Rendering without
// select".

#include "kql/warden.h"

namespace latchkey::kql {

/// Members that may not be asked are left out. Errors: those of the warden and of members.
Result<json::value> render(query::Value const& value, Warden& warden);

/// `"?"`: the kind of a value, what may be asked of it, and how it is shown.
Result<json::value> describe(query::Value const& value, Warden& warden);

/// Maps as the wire has them: empty ones are lists.
json::value map_or_list(json::object map);

}  // namespace latchkey::kql
