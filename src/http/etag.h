#pragma once
// Validators: whether a client has already what it asks for.

#include <string>
#include <string_view>

#include "http/compress.h"

namespace latchkey::http {

/// A validator of these bytes, in quotes.
std::string etag_of(std::string_view bytes);
/// The same for bytes that show a model in the state `state` (any text), so that `matches_state`
/// knows it again.
std::string etag_of(std::string_view bytes, std::string_view state);
/// The validator of the same in that coding, which is another representation. Source: RFC 9110,
/// 8.8.3.3.
std::string coded_etag(std::string_view etag, Coding coding);

/// Whether `header` (If-None-Match) names `etag`, or is `*`. Weak comparison. Source: RFC
/// 9110, 13.1.2.
bool matches_etag(std::string_view header, std::string_view etag);

/// Whether `header` (If-Match) is `*` or names a validator that was given for `state`, in whatever
/// view and coding: a write changes the state, not a view of it. Strong comparison, so weak ones
/// never match. Source: RFC 9110, 8.8.3.2, 13.1.1.
bool matches_state(std::string_view header, std::string_view state);

}  // namespace latchkey::http
