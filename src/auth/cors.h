#pragma once
// CORS headers and the preflight answer. Source: spec/auth 14.

#include <optional>
#include <string>
#include <vector>

#include "config/options.h"
#include "http/message.h"

namespace latchkey::auth {

/// Origin headers every answer gets; appends to `vary` ("Origin").
void add_cors_headers(http::Request const& request, config::CorsOptions const& cors,
                      http::Reply& reply, std::vector<std::string>& vary);

enum class Preflight { none, allowed, refused };
/// OPTIONS with Access-Control-Request-Method and cors on: allowed (204 made in `reply`) or refused
/// (the site's 404).
Preflight answer_preflight(http::Request const& request, config::CorsOptions const& cors,
                           http::Reply& reply);

}  // namespace latchkey::auth
