#include "api/api.h"

#include "api/delivery.h"
#include "api/reply.h"
#include "api/upload_intake.h"
#include "auth/cross_site.h"
#include "content/turn.h"
#include "core/log.h"
#include "core/text.h"
#include "fields/form.h"
#include "http/body.h"
#include "model/folder_name.h"

namespace latchkey::api {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view allowed_methods =
    "CONNECT, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE";

Style style_of(http::Query const& query, config::Options const& options, std::string_view route) {
  auto const pretty = query.find("pretty");
  return {pretty && !pretty->empty() && *pretty != "0", options.debug, route};
}

/// Whether this client is asked for Basic credentials: they are usable on this connection, and it
/// is no script of a page, whose browser would keep them. Source: security.md 2.
bool may_challenge(auth::Visit const& visit) {
  auto const& options = visit.options();
  auto const& headers = visit.request().headers;
  if (!options.api.basic_auth || !(visit.address().https || options.api.allow_insecure))
    return false;
  if (!options.auth.methods.password || options.auth.methods.two_factor) return false;
  if (headers.find("X-CSRF") || headers.find("X-Requested-With")) return false;
  auto const mode = headers.find("Sec-Fetch-Mode");
  return !mode || *mode == "navigate";
}

/// The site's title inside a quoted string (RFC 9110, 5.6.4), without bytes a header can't carry.
std::string challenge(std::string const& title) {
  std::string realm;
  for (char const c : title) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) continue;
    if (c == '"' || c == '\\') realm += '\\';
    realm += c;
  }
  return "Basic realm=\"" + realm + "\", charset=\"UTF-8\"";
}

/// The id of who asked, empty for visitors.
std::string name_of(auth::Auth& auth, auth::Visit& visit) {
  auto const actor = auth.find_actor(visit);
  return actor && *actor ? (*actor)->user().id : "";
}

void log_refusal(Error const& error, std::string_view route, auth::Auth& auth, auth::Visit& visit) {
  if (error.kind == Kind::forbidden && error.key.ends_with("permission"))
    log::warn("permission.refused", {{"route", std::string(route)},
                                     {"user", name_of(auth, visit)},
                                     {"key", error.key},
                                     {"message", error.message},
                                     {"client", visit.address().client}});
  if (error.kind == Kind::internal)
    log::error("request.failed", {{"request", std::to_string(visit.request().id)},
                                  {"route", std::string(route)},
                                  {"cause", error.cause.empty() ? error.message : error.cause}});
}

http::Input input_of(http::Request const& request) {
  auto input = http::parse_body(request);
  if (input.raw.is_array()) input.fields = {{"", std::move(input.raw)}};
  return input;
}

bool needs_login(Route const& row, config::Options const& options) {
  return row.access == Access::panel || (row.access == Access::query && options.kql.auth);
}

}  // namespace

std::optional<std::string_view> path_below_slug(std::string_view path,
                                                config::ApiOptions const& api) {
  if (!api.enabled) return std::nullopt;
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (!path.starts_with(api.slug)) return std::nullopt;
  path.remove_prefix(api.slug.size());
  if (!path.starts_with('/')) return std::nullopt;
  while (path.starts_with('/')) path.remove_prefix(1);
  return path;
}

/// Whether the rows of languages exist on this site. Source: spec/content-api 16, 21.8.
bool Api::has(Match const& match, config::Options const& options) const {
  bool const for_languages = match.route->pattern.starts_with("languages");
  return !for_languages || options.languages ||
         services_.content.snapshot()->languages()->multilang;
}

/// Nobody on open rows; whoever has a session on those that need no login.
Result<std::optional<accounts::Actor>> Api::identify(Match const& match, auth::Visit& visit) {
  auto const& request = visit.request();
  LK_CHECK(auth::check_cross_site(request, effective_method(request), visit.address(),
                                  visit.options().cors));
  if (needs_login(*match.route, visit.options())) {
    LK_TRY(auto actor, services_.auth.gate(visit));
    return std::optional(std::move(actor));
  }
  // The reference looks at the session on every route (spec/auth 2.3).
  auto actor = services_.auth.session_actor(visit);
  if (!actor || match.route->access != Access::query) return std::nullopt;
  auto proven = services_.auth.gate(visit);  // a session acts with its token only
  return proven ? std::optional(*std::move(proven)) : std::nullopt;
}

Result<Answer> Api::serve(Match& match, http::Query const& query, auth::Visit& visit) {
  auto const& request = visit.request();
  auto const method = effective_method(request);
  LK_TRY(auto const actor, identify(match, visit));
  if (request.intake)
    if (auto failure = request.intake->failure()) return Failure(*std::move(failure));
  auto const input =
      http::is_safe(method) && request.body.empty() ? http::Input() : input_of(request);
  if (!input.refused.empty())
    return fail(Kind::invalid, "error.invalidArgument", std::string(input.refused));
  auto const turn = gate_.enter(*match.route, request, visit.options());
  if (turn.alone) look_again();
  Call call{
      request, method,    std::move(match.args),         query,       input.fields,        visit,
      actor,   services_, services_.accounts.snapshot(), input.files, match.route->pattern};
  LK_CHECK(ensure_writable(call, *match.route));
  return match.route->handler(call);
}

bool Api::takes_files(Match const& match, http::Request const& request) {
  auto const& row = *match.route;
  bool const is_field = row.pattern.ends_with("{path...}");
  return row.admit != nullptr && request.method == http::Method::post &&
         (!is_field || match.args.get("path").ends_with("/upload")) &&
         http::find_boundary(request.headers.get("Content-Type"));
}

Result<Admission> Api::admit(Match& match, http::Query const& query, auth::Visit& visit) {
  static json::object const no_fields;
  static std::vector<http::Part> const no_files;
  LK_TRY(auto const actor, identify(match, visit));
  Call call{visit.request(), http::Method::post,  match.args,
            query,           no_fields,           visit,
            actor,           services_,           services_.accounts.snapshot(),
            no_files,        match.route->pattern};
  return match.route->admit(call);
}

std::variant<http::Reply, std::unique_ptr<http::Intake>> Api::judge(
    Match match, auth::Visit& visit, std::vector<std::string>& vary) {
  auto const& request = visit.request();
  http::Query const query(request.query());
  auto admitted = admit(match, query, visit);
  if (!admitted) return finish(&match, visit, tl::make_unexpected(admitted.error()), vary);
  if (admitted->refused) return finish(&match, visit, *std::move(admitted->refused), vary);
  auto const length = parse_unsigned(request.headers.get("Content-Length"));
  auto const short_body = visit.options().limits.body_bytes;
  bool const is_short = length && static_cast<std::uint64_t>(*length) <= short_body;
  auto boundary = http::find_boundary(request.headers.get("Content-Type")).value_or("");
  return std::make_unique<UploadIntake>(
      services_.spool,
      UploadIntake::Terms{std::move(boundary), std::move(admitted->longest), is_short});
}

/// What is judged before a write must be what the write finds.
void Api::look_again() {
  services_.content.settle(200ms);
  services_.accounts.refresh();
}

bool Api::is_quick(Match const& match, http::Request const& request) const {
  if (match.route->work != Work::page) return match.route->work == Work::memory;
  // Other views and members may list files and other pages.
  if (request.query().find("view") != std::string_view::npos ||
      request.query().find("select") != std::string_view::npos)
    return false;
  auto const page = services_.content.snapshot()->page(model::page_id_of(match.args.get("id")));
  if (!page || !content::is_quiet(*page)) return false;
  auto const blueprint = services_.tools.blueprints.find("pages/" + page->template_name());
  return !blueprint->broken && fields::is_self_contained(blueprint->fields);
}

http::Reply Api::answer(std::optional<Match> match, auth::Visit& visit,
                        std::vector<std::string>& vary) {
  auto const& request = visit.request();
  http::Query const query(request.query());
  if (effective_method(request) == http::Method::other) {
    auto reply =
        finish(nullptr, visit, fail(Kind::unsupported, "", "This method is not known"), vary);
    reply.add("Allow", std::string(allowed_methods));
    return reply;
  }
  if (match && !has(*match, visit.options())) match.reset();
  // Every request to the API is activity (spec/auth 2.3, 6).
  if (!match) services_.auth.ping(visit);
  auto const uuids_before = services_.content.uuids_made();
  auto const result = match ? serve(*match, query, visit)
                            : Result<Answer>(fail(Kind::not_found, "", "No such route or method"));
  auto reply = finish(match ? &*match : nullptr, visit, result, vary);
  // Written by a thread of its own; a client that looks at the disk after the answer finds them.
  if (services_.content.uuids_made() != uuids_before)
    reply.not_before = std::chrono::steady_clock::now() + 25ms;
  return reply;
}

/// The reply with its headers; `match` is null where there is no such row.
http::Reply Api::finish(Match const* match, auth::Visit& visit, Result<Answer> const& result,
                        std::vector<std::string>& vary) {
  auto const& request = visit.request();
  auto const style =
      style_of(http::Query(request.query()), visit.options(), match ? match->route->pattern : "");
  auto reply = result ? reply_to(*result, style) : reply_to(result.error(), style);
  if (!result) log_refusal(result.error(), style.route, services_.auth, visit);
  if (!result && result.error().key == "error.auth" && may_challenge(visit))
    reply.add("WWW-Authenticate", challenge(services_.content.snapshot()->site()->title()));

  bool const reads = match && match->route->method == http::Method::get;
  std::vector<std::string> coding_names;
  bool const is_public = result && match->route->access == Access::open && reply.status == 200;
  if (result && reads && reply.status == 200 && is_deliverable(*match->route, *result))
    deliver(request, *result, reply, coding_names);
  else if (result && match && !reads)
    add_etag(*result, reply);
  if (is_public && !services_.auth.is_private(visit)) {
    vary = services_.auth.vary(visit);
  } else {
    reply.add("Cache-Control", "no-store, private");
  }
  for (auto& name : coding_names) vary.push_back(std::move(name));
  return reply;
}

}  // namespace latchkey::api
