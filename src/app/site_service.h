#pragma once
// The answers of one site, as `net` asks for them: API or page, and the headers both need.

#include "app/application.h"
#include "app/upload_places.h"
#include "net/server.h"

namespace latchkey::app {

class SiteService final : public net::Service {
 public:
  SiteService(Application& application, bool log_requests)
      : application_(application), log_requests_(log_requests) {}

  std::optional<net::Lane> judging_lane(http::Request const& request) override;
  net::Judged judge(http::Request const& request) override;
  net::Started start(http::Request const& request) override { return run(request, true); }
  http::Reply answer(http::Request const& request) override { return run(request, false).reply; }
  void dress(http::Request const& request, http::Reply& reply) const override;

 private:
  /// The path below the API's slug, and its row; no path for all that is the site's.
  struct Aim {
    std::optional<std::string_view> path;
    std::optional<api::Match> match;
  };
  std::shared_ptr<config::Options const> options_for(http::Request const& request) const;
  static Aim aim_of(http::Request const& request, config::Options const& options);
  net::Started run(http::Request const& request, bool may_leave);
  net::Started run(auth::Visit& visit, bool may_leave);
  net::Lane lane(auth::Visit& visit, Aim const& aim);
  http::Reply answer(auth::Visit& visit, Aim aim);
  http::Reply too_many_uploads(http::Request const& request) const;
  void finish(auth::Visit& visit, std::vector<std::string>& vary, http::Reply& reply) const;

  Application& application_;
  bool log_requests_;
  UploadPlaces uploads_;
};

}  // namespace latchkey::app
