// KQL: questions about the whole site. Source: spec/content-api 18.

#include "api/form_view.h"
#include "api/query_views.h"
#include "api/route.h"
#include "api/scene.h"
#include "kql/answer.h"

namespace latchkey::api {
namespace {

/// What is asked: by the body, else by the query string.
json::object input_of(Call const& call) {
  json::object out;
  for (auto const* const key : {"query", "queries", "select", "pagination"}) {
    auto const* found = call.input(key);
    if (!found) found = call.query.all().if_contains(key);
    if (found) out[key] = *found;
  }
  return out;
}

/// As visitors see the site: nobody acts.
fields::World visitor_world(Call const& call, content::Snapshot const& content,
                            std::string const& language) {
  auto const& tools = call.services.tools;
  auto const& options = call.options();
  auto const base = call.address().base;
  PublicPlace place{content, tools, language, base + "/" + options.api.slug,
                    std::string(call.request.headers.get("Accept-Language"))};
  return {content,
          *call.users,
          nullptr,
          tools.blueprints,
          tools.random,
          tools.parse_yaml,
          base,
          language,
          options.home,
          options.error,
          unix_seconds(tools.clock.now()),
          make_visitor_views(std::move(place))};
}

Result<Answer> answer_in(Call const& call, fields::World world) {
  bool const is_url = http::is_safe(call.method);
  LK_TRY(auto const requests, kql::read_requests(input_of(call), is_url));
  kql::Access const access(call.options().kql);
  kql::Limits limits;
  // One worker is always left for others.
  limits.heavy_places = std::max(1, static_cast<int>(call.options().limits.worker_threads) - 1);
  kql::Warden warden(access, *call.services.heavy_queries, limits);
  world.guard = &warden;
  query::Watch const watch(&warden);
  LK_TRY(json::value result, kql::answer(requests, world, warden));
  return Answer(Raw{json::object{{"code", 200}, {"result", std::move(result)}, {"status", "ok"}}});
}

/// Everything is asked of one state of the site.
Result<Answer> answer_query(Call& call) {
  auto const content = call.services.content.snapshot();
  if (!call.actor)
    return answer_in(call, visitor_world(call, *content, language_of(call, *content->languages())));
  auto const context = make_context(call, *call.actor, *content);
  return answer_in(call, make_world(context));
}

constexpr Route query_rows[] = {
    {http::Method::get, "query", Access::query, Work::disk, answer_query,
     "Answers a query of the site; `query`, `select`, `pagination`, or `queries`"},
    {http::Method::post, "query", Access::query, Work::disk, answer_query,
     "The same, asked by a body"},
};

}  // namespace

std::span<Route const> query_routes() { return query_rows; }

}  // namespace latchkey::api
