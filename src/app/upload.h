#pragma once
// A request that brings files, between the judging of its head and its answer.

#include <memory>

#include "app/upload_places.h"
#include "auth/auth.h"
#include "http/intake.h"

namespace latchkey::app {

/// Holds who was judged, so that the answer is given to the same session, whose token may be
/// renewed while the body comes; and takes the body once there is a form for it.
class Upload final : public http::Intake {
 public:
  /// `auth` and `request` outlive it.
  Upload(auth::Auth& auth, http::Request const& request, auth::SiteAddress address,
         std::shared_ptr<config::Options const> options)
      : auth_(auth), address_(std::move(address)), visit_(request, address_, std::move(options)) {}

  auth::Visit& visit() { return visit_; }
  void use(std::unique_ptr<http::Intake> form, UploadPlaces::Place place) {
    form_ = std::move(form);
    place_ = std::move(place);
  }

  /// Counts as activity of the session: an upload may take longer than one may be idle.
  bool take(std::string_view bytes) override {
    auth_.look_again(visit_);
    return form_->take(bytes);
  }
  std::vector<http::Part> parts() const override { return form_->parts(); }
  std::optional<Error> failure() const override { return form_->failure(); }

 private:
  auth::Auth& auth_;
  auth::SiteAddress address_;
  auth::Visit visit_;
  UploadPlaces::Place place_;
  std::unique_ptr<http::Intake> form_;
};

}  // namespace latchkey::app
