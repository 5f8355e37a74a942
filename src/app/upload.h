#pragma once
// A request that brings files, between the judging of its head and its answer.

#include <atomic>
#include <memory>

#include "auth/auth.h"
#include "http/intake.h"

namespace latchkey::app {

/// Holds who was judged, so that the answer is given to the same session, whose token may be
/// renewed while the body comes; and takes the body once there is a form for it.
class Upload final : public http::Intake {
 public:
  /// Counts in `running` as long as it lives. `request` outlives it.
  Upload(http::Request const& request, auth::SiteAddress address,
         std::shared_ptr<config::Options const> options, std::atomic<std::size_t>& running)
      : address_(std::move(address)),
        visit_(request, address_, std::move(options)),
        running_(running) {
    ++running_;
  }
  Upload(Upload const&) = delete;
  Upload& operator=(Upload const&) = delete;
  ~Upload() override { --running_; }

  auth::Visit& visit() { return visit_; }
  void use(std::unique_ptr<http::Intake> form) { form_ = std::move(form); }

  bool take(std::string_view bytes) override { return form_->take(bytes); }
  std::vector<http::Part> parts() const override { return form_->parts(); }
  std::optional<Error> failure() const override { return form_->failure(); }

 private:
  auth::SiteAddress address_;
  auth::Visit visit_;
  std::atomic<std::size_t>& running_;
  std::unique_ptr<http::Intake> form_;
};

}  // namespace latchkey::app
