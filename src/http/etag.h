#pragma once
// Validators: whether a client has already what it asks for.

#include <string_view>

namespace latchkey::http {

/// Whether `header` (If-None-Match) names `etag`, or is `*`. Weak comparison. Source: RFC
/// 9110, 13.1.2.
bool matches_etag(std::string_view header, std::string_view etag);

}  // namespace latchkey::http
