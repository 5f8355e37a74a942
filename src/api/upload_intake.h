#pragma once
// Takes the form of an upload while it arrives: files go to the spool, fields stay in memory.
// Source: security S16.

#include <string>
#include <vector>

#include "api/route.h"
#include "http/intake.h"

namespace latchkey::api {

class UploadIntake final : public http::Intake {
 public:
  struct Terms {
    std::string boundary;
    decltype(Admission::longest) longest;
    /// A file that is too long is passed over, and the others are still read, only where the whole
    /// body is short; else the request ends there.
    bool is_short = false;
  };
  UploadIntake(store::Spool& spool, Terms terms);

  bool take(std::string_view bytes) override;
  std::vector<http::Part> parts() const override;
  std::optional<Error> failure() const override { return failure_; }

 private:
  Result<> begin(http::Part head);
  Result<> add(std::string_view bytes);
  Result<> add_to_field(std::string_view bytes);
  Result<> add_to_file(std::string_view bytes);
  Result<> end();

  store::Spool& spool_;
  Terms const terms_;
  http::MultipartReader reader_;
  std::vector<http::Part> parts_;
  http::Part part_;  ///< the one that is being read
  std::shared_ptr<SpooledFile> file_;
  std::optional<std::uint64_t> most_;  ///< bytes of it
  std::string text_, template_name_;
  std::size_t files_ = 0;
  std::size_t field_bytes_ = 0;  ///< of all fields
  bool is_ended_ = false;        ///< by a file that is too long
  std::optional<Error> failure_;
};

}  // namespace latchkey::api
