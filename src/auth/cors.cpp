#include "auth/cors.h"

#include "auth/cross_site.h"
#include "core/text.h"

namespace latchkey::auth {
namespace {

std::string join(std::vector<std::string> const& words) {
  std::string out;
  for (auto const& word : words) (out += out.empty() ? "" : ", ") += word;
  return out;
}

bool is_allowed(http::Request const& request, config::CorsOptions const& cors) {
  if (cors.any_origin) return true;
  auto const origin = request.headers.find("Origin");
  return origin && is_named_origin(*origin, cors);
}

}  // namespace

void add_cors_headers(http::Request const& request, config::CorsOptions const& cors,
                      http::Reply& reply, std::vector<std::string>& vary) {
  if (!cors.enabled || !is_allowed(request, cors)) return;
  // The request's own spelling is echoed.
  reply.add("Access-Control-Allow-Origin",
            cors.any_origin ? "*" : std::string(request.headers.get("Origin")));
  if (!cors.any_origin) vary.emplace_back("Origin");
  if (cors.credentials && !cors.any_origin) reply.add("Access-Control-Allow-Credentials", "true");
  if (!cors.expose_headers.empty())
    reply.add("Access-Control-Expose-Headers", join(cors.expose_headers));
}

Preflight answer_preflight(http::Request const& request, config::CorsOptions const& cors,
                           http::Reply& reply) {
  if (!cors.enabled || request.method != http::Method::options) return Preflight::none;
  if (!request.headers.find("Access-Control-Request-Method")) return Preflight::none;
  if (!is_allowed(request, cors)) return Preflight::refused;

  std::vector<std::string> vary;
  reply.status = 204;
  add_cors_headers(request, cors, reply, vary);
  if (!cors.allow_methods.empty())
    reply.add("Access-Control-Allow-Methods", join(cors.allow_methods));
  std::string const headers =
      cors.echo_headers ? std::string(request.headers.get("Access-Control-Request-Headers"))
                        : join(cors.allow_headers);
  if (!headers.empty()) {
    reply.add("Access-Control-Allow-Headers", headers);
    vary.emplace_back("Access-Control-Request-Headers");
  }
  if (cors.max_age) reply.add("Access-Control-Max-Age", std::to_string(*cors.max_age));
  if (!vary.empty()) reply.add("Vary", join(vary));
  return Preflight::allowed;
}

}  // namespace latchkey::auth
