#pragma once
// How a model or collection travels: a validator, nothing where the client has it already, fewer
// bytes where it asks for a coding. Source: spec/content-api 20; RFC 9110, 8.8.3, 13.1.2.

#include <string>
#include <string_view>
#include <vector>

#include "api/route.h"
#include "http/message.h"

namespace latchkey::api {

/// Whether answers of that row are delivered so: models and collections of the content, users and
/// languages; never what answers logins or may carry a token of the session (BREACH).
bool is_deliverable(Route const& row, Answer const& answer);

/// `reply` is a 200 to GET or HEAD with the JSON of `answer`. Adds ETag; makes it a 304 where
/// If-None-Match names it; compresses more than two kilobytes unless they hold the token of a
/// preview. `vary` receives the names that this depends on.
void deliver(http::Request const& request, Answer const& answer, http::Reply& reply,
             std::vector<std::string>& vary);

/// To a write: the validator of the model as it is now, so that the next write can name it.
void add_etag(Answer const& answer, http::Reply& reply);

}  // namespace latchkey::api
