#pragma once
// The REST API: from a request and its visit to a finished reply. Order of checks: spec/auth 2.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/precondition.h"
#include "api/route.h"
#include "http/intake.h"

namespace latchkey::api {

/// The part of `path` below the API's slug, without slashes around it; none where the path is not
/// the API's (the API root itself, `api: false`). Any number of slashes before and after is
/// ignored.
std::optional<std::string_view> path_below_slug(std::string_view path,
                                                config::ApiOptions const& api);

class Api {
 public:
  explicit Api(Services services) : services_(std::move(services)) {}

  /// `match` is the row of a path below the slug, none where there is no such row. Adds cache
  /// headers; `vary` receives the names identity needs. Cookies are the visit's, CORS is the
  /// caller's. Safe from any thread.
  http::Reply answer(std::optional<Match> match, auth::Visit& visit,
                     std::vector<std::string>& vary);
  /// The same for a path below the slug.
  http::Reply answer(std::string_view path, auth::Visit& visit, std::vector<std::string>& vary) {
    return answer(match_route(effective_method(visit.request()), path), visit, vary);
  }

  /// Whether a matched request brings files, so that its head is judged before its body is taken.
  static bool takes_files(Match const& match, http::Request const& request);
  /// Judges the head of such a request as `answer` would: what takes its body, or the refusal.
  std::variant<http::Reply, std::unique_ptr<http::Intake>> judge(Match match, auth::Visit& visit,
                                                                 std::vector<std::string>& vary);

  /// Whether a matched request is answered without asking the disk for more than is known, so that
  /// it may run on the loop.
  bool is_quick(Match const& match, http::Request const& request) const;

 private:
  bool has(Match const& match, config::Options const& options) const;
  Result<std::optional<accounts::Actor>> identify(Match const& match, auth::Visit& visit);
  Result<Answer> serve(Match& match, http::Query const& query, auth::Visit& visit);
  Result<Admission> admit(Match& match, http::Query const& query, auth::Visit& visit);
  http::Reply finish(Match const* match, auth::Visit& visit, Result<Answer> const& result,
                     std::vector<std::string>& vary);

  void look_again();

  Services services_;
  WriteGate gate_;
};

}  // namespace latchkey::api
