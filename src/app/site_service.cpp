#include "app/site_service.h"

#include "app/upload.h"
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

/// Behind a proxy that speaks TLS; `net` adds it on connections of its own.
void add_hsts(auth::Visit const& visit, http::Reply& reply) {
  if (visit.address().https && !visit.request().peer.tls)
    reply.add(std::string(http::hsts_name), std::string(http::hsts_value));
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
  bool const parses_body = !request.body.empty() || request.intake;
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
      finish(visit, vary, reply);
  }
  add_hsts(visit, reply);
  return reply;
}

/// Headers of all answers but those to preflights.
void SiteService::finish(auth::Visit& visit, std::vector<std::string>& vary,
                         http::Reply& reply) const {
  auth::add_cors_headers(visit.request(), visit.options().cors, reply, vary);
  add_vary(reply, vary);
  application_.auth().finish(visit, reply);
}

SiteService::Aim SiteService::aim_of(http::Request const& request, config::Options const& options) {
  Aim aim{api_path(request, options), std::nullopt};
  if (aim.path) aim.match = api::match_route(api::effective_method(request), *aim.path);
  return aim;
}

std::optional<net::Lane> SiteService::judging_lane(http::Request const& request) {
  auto const options = options_for(request);
  auto const aim = aim_of(request, *options);
  if (!aim.match || !api::Api::takes_files(*aim.match, request)) return std::nullopt;
  auto const address = auth::resolve_address(request, *options);
  if (!address) return std::nullopt;
  auth::Visit visit(request, *address, options);
  bool const hashes = application_.auth().needs_hashing(visit, *aim.path);
  return hashes ? net::Lane::hashing : net::Lane::worker;
}

net::Judged SiteService::judge(http::Request const& request) {
  auto const started = std::chrono::steady_clock::now();
  auto const options = options_for(request);
  auto const address = auth::resolve_address(request, *options);
  auto aim = aim_of(request, *options);
  if (!address || !aim.match) return http::refusal(400, "The request changed its mind", true);
  auto upload = std::make_shared<Upload>(application_.auth(), request, *address, options);
  std::vector<std::string> vary;
  auto judged = application_.api().judge(*std::move(aim.match), upload->visit(), vary);
  if (auto* const form = std::get_if<std::unique_ptr<http::Intake>>(&judged)) {
    auto const sender = application_.auth().find_actor(upload->visit());
    auto place =
        uploads_.take(sender && *sender ? (*sender)->user().id : "", options->limits.uploads);
    if (!place) return too_many_uploads(request);
    upload->use(std::move(*form), std::move(place));
    return upload;
  }
  auto& reply = std::get<http::Reply>(judged);
  finish(upload->visit(), vary, reply);
  add_hsts(upload->visit(), reply);
  if (log_requests_) log_request(request, reply, started);
  return std::move(reply);
}

net::Started SiteService::run(http::Request const& request, bool may_leave) {
  auto const started = std::chrono::steady_clock::now();
  net::Started out;
  auto const options = options_for(request);
  if (request.intake) {
    auto& visit = static_cast<Upload&>(*request.intake).visit();  // nobody else makes one
    if (may_leave) application_.auth().look_again(visit);
    out = run(visit, may_leave);
  } else if (auto const address = auth::resolve_address(request, *options)) {
    auth::Visit visit(request, *address, options);
    out = run(visit, may_leave);
  } else {
    log::warn("address.refused", {{"host", request.host},
                                  {"client", request.peer.address},
                                  {"cause", address.error().message}});
    out.reply = refuse_address(address.error());
    dress(request, out.reply);
  }
  if (log_requests_ && out.lane == net::Lane::loop) log_request(request, out.reply, started);
  return out;
}

net::Started SiteService::run(auth::Visit& visit, bool may_leave) {
  net::Started out;
  auto aim = aim_of(visit.request(), visit.options());
  if (may_leave) out.lane = lane(visit, aim);
  if (out.lane == net::Lane::loop) out.reply = answer(visit, std::move(aim));
  return out;
}

http::Reply SiteService::too_many_uploads(http::Request const& request) const {
  auto reply = http::refusal(503, "Too many uploads at a time, try again later", true);
  reply.add("Retry-After", "5");
  dress(request, reply);
  return reply;
}

void SiteService::dress(http::Request const& request, http::Reply& reply) const {
  std::vector<std::string> vary;
  auth::add_cors_headers(request, options_for(request)->cors, reply, vary);
  add_vary(reply, vary);
}

}  // namespace latchkey::app
