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

net::Lane SiteService::lane(http::Request const& request) {
  auto const options = options_for(request);
  auto const path = api_path(request, *options);
  if (!path) return net::Lane::loop;
  auto const match = api::match_route(api::effective_method(request), *path);
  if (!match) return net::Lane::loop;
  bool const may_hash = !http::is_safe(request.method) ||
                        !http::is_safe(api::effective_method(request)) ||
                        request.headers.find("Authorization");
  if (may_hash)
    if (auto const address = auth::resolve_address(request, *options)) {
      auth::Visit const visit(request, *address, options);
      if (application_.auth().needs_hashing(visit, *path)) return net::Lane::hashing;
    }
  bool const parses_body = !request.body.empty();
  return parses_body || match->route->work == api::Work::disk ? net::Lane::worker : net::Lane::loop;
}

http::Reply SiteService::answer_api_or_page(auth::Visit& visit, std::vector<std::string>& vary) {
  if (auto const path = api_path(visit.request(), visit.options()))
    return application_.api().answer(*path, visit, vary);
  return application_.site().answer(visit, vary);
}

http::Reply SiteService::answer(http::Request const& request) {
  auto const started = std::chrono::steady_clock::now();
  auto const options = options_for(request);
  auto const address = auth::resolve_address(request, *options);
  if (!address) {
    log::warn("address.refused", {{"host", request.host},
                                  {"client", request.peer.address},
                                  {"cause", address.error().message}});
    return refuse_address(address.error());
  }
  http::Reply reply;
  std::vector<std::string> vary;
  auth::Visit visit(request, *address, options);
  switch (auth::answer_preflight(request, options->cors, reply)) {
    case auth::Preflight::allowed: break;
    case auth::Preflight::refused: reply = application_.site().not_found(visit); break;
    case auth::Preflight::none:
      reply = answer_api_or_page(visit, vary);
      auth::add_cors_headers(request, options->cors, reply, vary);
      add_vary(reply, vary);
      application_.auth().finish(visit, reply);
  }
  if (log_requests_) log_request(request, reply, started);
  return reply;
}

}  // namespace latchkey::app
