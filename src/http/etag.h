#pragma once
// Validators: whether a client has already what it asks for.

#include <string>
#include <string_view>

#include "http/compress.h"

namespace latchkey::http {

/// A validator of these bytes, in quotes.
std::string etag_of(std::string_view bytes);
/// The validator of the same in that coding, which is another representation. Source: RFC 9110,
/// 8.8.3.3.
std::string coded_etag(std::string_view etag, Coding coding);

/// Whether `header` (If-None-Match) names `etag`, or is `*`. Weak comparison. Source: RFC
/// 9110, 13.1.2.
bool matches_etag(std::string_view header, std::string_view etag);

}  // namespace latchkey::http
