#include "auth/cross_site.h"

#include <algorithm>

#include "core/text.h"

namespace latchkey::auth {
namespace {

bool is_json(http::Request const& request) {
  return iequals(trim(cut(request.headers.get("Content-Type"), ';').first), "application/json");
}

/// Something a page of another site cannot send without asking first (a preflight, which `*`
/// without credentials answers): it proves that the browser knows CORS and keeps cookies and
/// remembered passwords to itself.
bool has_preflight_mark(http::Request const& request) {
  auto const& headers = request.headers;
  return headers.find("X-CSRF") || headers.find("X-Requested-With") || is_json(request);
}

bool is_bearer(http::Request const& request) {
  auto const authorization = request.headers.get("Authorization");
  return authorization.find(' ') != authorization.npos &&
         iequals(cut(authorization, ' ').first, "Bearer");
}

bool is_allowed_by_cors(http::Request const& request, config::CorsOptions const& cors) {
  if (!cors.enabled) return false;
  if (cors.any_origin) return !cors.credentials && has_preflight_mark(request);
  auto const origin = request.headers.find("Origin");
  return origin && is_named_origin(*origin, cors);
}

/// Whether the browser, or for want of its word the Origin field, says that our own site (or
/// nobody's page) asks.
bool is_same_site_request(http::Request const& request, SiteAddress const& address) {
  if (auto const site = request.headers.find("Sec-Fetch-Site"))
    return iequals(*site, "same-origin") || iequals(*site, "none");
  if (auto const origin = request.headers.find("Origin")) return is_own_origin(*origin, address);
  return true;  // no browser of this decade
}

}  // namespace

bool is_named_origin(std::string_view origin, config::CorsOptions const& cors) {
  if (!cors.enabled || cors.any_origin || iequals(origin, "null")) return false;
  return std::ranges::any_of(cors.origins, [&](auto const& name) { return iequals(name, origin); });
}

Result<> check_cross_site(http::Request const& request, http::Method method,
                          SiteAddress const& address, config::CorsOptions const& cors) {
  if (http::is_safe(method) && http::is_safe(request.method)) return {};
  if (is_bearer(request) || is_same_site_request(request, address) ||
      is_allowed_by_cors(request, cors))
    return {};
  return fail(Kind::forbidden, "error.permission", "Requests from other sites are not allowed");
}

}  // namespace latchkey::auth
