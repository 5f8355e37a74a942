#pragma once
// The answers of one site, as `net` asks for them: API or page, and the headers both need.

#include "app/application.h"
#include "net/server.h"

namespace latchkey::app {

class SiteService final : public net::Service {
 public:
  SiteService(Application& application, bool log_requests)
      : application_(application), log_requests_(log_requests) {}

  net::Lane lane(http::Request const& request) override;
  http::Reply answer(http::Request const& request) override;

 private:
  std::shared_ptr<config::Options const> options_for(http::Request const& request) const;
  http::Reply answer_api_or_page(auth::Visit& visit, std::vector<std::string>& vary);

  Application& application_;
  bool log_requests_;
};

}  // namespace latchkey::app
