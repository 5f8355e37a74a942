#pragma once
// Routes as data: one row drives dispatch, access, lane, documentation and the coverage test.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "accounts/actor.h"
#include "auth/auth.h"
#include "config/options.h"
#include "content/site.h"
#include "core/result.h"
#include "fields/world.h"
#include "formats/json.h"
#include "http/message.h"
#include "http/multipart.h"
#include "http/query.h"
#include "kql/warden.h"

namespace latchkey::store {
class Spool;
}

namespace latchkey::api {

/// What handlers work with, built once by app.
struct Services {
  auth::Auth& auth;
  accounts::Accounts& accounts;
  content::Content& content;
  store::Files& files;
  Clock const& clock;
  fields::Tools tools;
  store::Spool& spool;  ///< for files on their way in
  std::shared_ptr<kql::HeavyWork> heavy_queries = std::make_shared<kql::HeavyWork>();
};

/// Values of the `{name}` parts of a route, percent-decoded where the row's pattern says `{name%}`.
struct Args {
  std::vector<std::pair<std::string_view, std::string>> values{};
  std::string const& get(std::string_view name) const;  ///< must be in the pattern
};

/// One request on its way through a handler, with one snapshot of everything for the whole request.
struct Call {
  http::Request const& request;
  http::Method method;  ///< effective, after X-HTTP-Method-Override
  Args args;
  http::Query const& query;
  json::object const& body;  ///< top-level members; arrays of a JSON body are under ""
  auth::Visit& visit;
  std::optional<accounts::Actor> actor;  ///< set on every panel row
  Services& services;
  std::shared_ptr<accounts::Snapshot const> users;
  std::vector<http::Part> const& files;  ///< of a form; they may borrow from the request
  std::string_view pattern;              ///< of the row
  config::Options const& options() const { return visit.options(); }
  auth::SiteAddress const& address() const { return visit.address(); }
  /// A member of the body whose name equals `key` without case; null if missing.
  json::value const* input(std::string_view key) const;
  /// As `input`, but only text: numbers and booleans as the original casts them; missing or null:
  /// none. Errors: 400 error.invalidArgument for lists and maps.
  Result<std::optional<std::string>> text_input(std::string_view key) const;
};

/// What a handler returns; api/reply.cpp turns it into bytes.
struct Model {
  json::object data;
  std::string state{};  ///< of a model that If-Match can name (api/state.h); else empty
};
struct Collection {
  json::array data;
  std::int64_t page = 1, total = 0, offset = 0, limit = 100;
};
struct Done {};      ///< {"status":"ok","message":"ok","code":200}
struct NotFound {};  ///< {"status":"error","message":"not found","code":404}
struct Raw {         ///< sent as it is
  json::value body;
  int status = 200;
};
class RenderedPage;
struct Cached {  ///< a finished JSON text, shared with a cache (api/page_cache.h)
  std::shared_ptr<RenderedPage const> page;
};
using Answer = std::variant<Model, Collection, Done, NotFound, Raw, Cached>;

using Handler = Result<Answer> (*)(Call& call);

/// What the head of a request that brings files is told: the refusal, or how long a file of that
/// template may be (none: as long as the request).
struct Admission {
  std::optional<Answer> refused;
  std::function<std::optional<std::uint64_t>(std::string_view template_name)> longest;
};
/// Judges a head, for a call without a body.
using Admit = Result<Admission> (*)(Call& call);

/// query: as panel, but open to visitors where the option `kql.auth` is off.
enum class Access { open, panel, query };
/// disk: the worker pool; page: that, too, unless the fields of the page look at nothing else.
enum class Work { memory, disk, page };

struct Route {
  http::Method method;
  std::string_view pattern;  ///< "users/{id%}/email"; parts without braces match exactly; a last
                             ///< `{name...}` is the rest, a first one whatever no other row has
  Access access;
  Work work;
  Handler handler;
  std::string_view summary;  ///< for docs/api.md
  Admit admit = nullptr;     ///< of rows that take files: asked before their bytes are
};

/// The tables, one per file of handlers.
std::span<Route const> auth_routes();
std::span<Route const> system_routes();
std::span<Route const> user_routes();
std::span<Route const> role_routes();
std::span<Route const> page_routes();
std::span<Route const> page_write_routes();
std::span<Route const> page_move_routes();
std::span<Route const> file_routes();
std::span<Route const> file_change_routes();
std::span<Route const> upload_routes();
std::span<Route const> change_routes();
std::span<Route const> refused_change_routes();
std::span<Route const> language_routes();
std::span<Route const> blueprint_routes();
std::span<Route const> section_routes();
std::span<Route const> field_routes();
std::span<Route const> openapi_routes();
std::span<Route const> translation_routes();
std::span<Route const> query_routes();

struct Match {
  Route const* route;
  Args args;
};
/// The row for an effective method and a path below the slug (slashes trimmed); HEAD finds GET
/// rows.
std::optional<Match> match_route(http::Method method, std::string_view path);

/// Every row of every table, for documentation and the coverage test.
std::vector<Route const*> all_routes();

/// The method after X-HTTP-Method-Override (spec/auth 1); an unknown value or an unknown real
/// method changes nothing.
http::Method effective_method(http::Request const& request);

}  // namespace latchkey::api
