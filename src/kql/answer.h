#pragma once
// From requests to their answers. Source: spec/content-api 18.

#include "fields/world.h"
#include "kql/request.h"
#include "kql/warden.h"

namespace latchkey::kql {

/// The result of `requests`: of one, or name -> result. `world` must be guarded by `warden`.
/// Errors: those of queries and of the warden; one failing query fails all.
Result<json::value> answer(Requests const& requests, fields::World const& world, Warden& warden);

}  // namespace latchkey::kql
