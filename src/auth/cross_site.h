#pragma once
// The verdict about requests from other sites; the same for every kind of credential. Source:
// security.md 2.

#include "auth/origin.h"
#include "core/result.h"

namespace latchkey::auth {

/// Passes, or forbidden error.permission. `method` is the effective one; unsafe if it or
/// request.method is. Pure.
Result<> check_cross_site(http::Request const& request, http::Method method,
                          SiteAddress const& address, config::CorsOptions const& cors);

/// Whether `origin` (an Origin header's value) is allowed by name in the cors option; `*` is no
/// name.
bool is_named_origin(std::string_view origin, config::CorsOptions const& cors);

}  // namespace latchkey::auth
