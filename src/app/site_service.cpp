#include "app/site_service.h"

#include "auth/cors.h"
#include "core/log.h"

namespace latchkey::app {
namespace {

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1";
}

std::optional<std::string_view> api_path(http::Request const& request,
                                         config::Options const& options) {
  return api::path_below_slug(request.path(), options.api);
}

/// An address that cannot be (400, as the API says it), or is none of the site's (500, a page).
http::Reply refuse_address(Error const& error) {
  if (error.kind == Kind::invalid) return http::refusal(400, error.message, false);
  http::Reply reply;
  reply.status = 500;
  reply.add("Content-Type", "text/html; charset=UTF-8");
  reply.add("Cache-Control", "no-store, private");
  reply.add("Content-Security-Policy", "default-src 'none'");
  reply.body = "<!doctype html><title>Error</title><p>This address is none of the site's.";
  return reply;
}

void add_vary(http::Reply& reply, std::vector<std::string> const& names) {
  if (names.empty()) return;
  std::string value;
  for (auto const& name : names) value += (value.empty() ? "" : ", ") + name;
  reply.add("Vary", std::move(value));
}

/// Never the query: tokens may stand there (security.md 2).
void log_request(http::Request const& request, http::Reply const& reply,
                 std::chrono::steady_clock::time_point started) {
  auto const spent = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - started);
  log::info("request", {{"id", std::to_string(request.id)},
                        {"client", request.peer.address},
                        {"method", std::string(http::method_name(request.method))},
                        {"path", std::string(request.path())},
                        {"status", std::to_string(reply.status)},
                        {"us", std::to_string(spent.count())}});
}

}  // namespace

std::shared_ptr<config::Options const> SiteService::options_for(
    http::Request const& request) const {
  return application_.config()->for_host(request.host, is_loopback(request.peer.address));
}

net::Lane SiteService::lane(auth::Visit& visit, Aim const& aim) {
  auto const& request = visit.request();
  if (!aim.path) return net::Lane::worker;  // templates and files: disk
  if (!aim.match) return net::Lane::loop;
  bool const may_hash = !http::is_safe(request.method) ||
                        !http::is_safe(api::effective_method(request)) || visit.is_basic();
  if (may_hash && application_.auth().needs_hashing(visit, *aim.path)) return net::Lane::hashing;
  bool const parses_body = !request.body.empty();
  return parses_body || !application_.api().is_quick(*aim.match, request) ? net::Lane::worker
                                                                          : net::Lane::loop;
}

http::Reply SiteService::answer(auth::Visit& visit, Aim aim) {
  auto const& request = visit.request();
  auto const& cors = visit.options().cors;
  http::Reply reply;
  std::vector<std::string> vary;
  switch (auth::answer_preflight(request, cors, reply)) {
    case auth::Preflight::allowed: break;
    case auth::Preflight::refused: reply = application_.site().not_found(visit); break;
    case auth::Preflight::none:
      reply = aim.path ? application_.api().answer(std::move(aim.match), visit, vary)
                       : application_.site().answer(visit, vary);
      auth::add_cors_headers(request, cors, reply, vary);
      add_vary(reply, vary);
      application_.auth().finish(visit, reply);
  }
  if (visit.address().https && !request.peer.tls)  // net adds it on connections of its own
    reply.add(std::string(http::hsts_name), std::string(http::hsts_value));
  return reply;
}

net::Started SiteService::run(http::Request const& request, bool may_leave) {
  auto const started = std::chrono::steady_clock::now();
  auto const options = options_for(request);
  net::Started out;
  if (auto const address = auth::resolve_address(request, *options)) {
    auth::Visit visit(request, *address, options);
    Aim aim{api_path(request, *options), std::nullopt};
    if (aim.path) aim.match = api::match_route(api::effective_method(request), *aim.path);
    if (may_leave) out.lane = lane(visit, aim);
    if (out.lane != net::Lane::loop) return out;
    out.reply = answer(visit, std::move(aim));
  } else {
    log::warn("address.refused", {{"host", request.host},
                                  {"client", request.peer.address},
                                  {"cause", address.error().message}});
    out.reply = refuse_address(address.error());
    dress(request, out.reply);
  }
  if (log_requests_) log_request(request, out.reply, started);
  return out;
}

void SiteService::dress(http::Request const& request, http::Reply& reply) const {
  std::vector<std::string> vary;
  auth::add_cors_headers(request, options_for(request)->cors, reply, vary);
  add_vary(reply, vary);
}

}  // namespace latchkey::app
