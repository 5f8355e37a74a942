#pragma once
// Who takes a body while it arrives, where it is too long for the memory of its request.

#include <optional>
#include <string_view>
#include <vector>

#include "http/multipart.h"

namespace latchkey::http {

/// Made once the head of the request was judged. One thread at a time; may block. What was kept
/// goes with it.
class Intake {
 public:
  virtual ~Intake() = default;
  /// The next bytes. False: enough is known, the rest of the body is not wanted.
  virtual bool take(std::string_view bytes) = 0;
  /// What came, once everything was taken or no more is wanted: the parts of a form. A malformed
  /// body is an empty form, as in parse_body.
  virtual std::vector<Part> parts() const = 0;
  /// Why the body could not be taken at all.
  virtual std::optional<Error> failure() const = 0;
};

}  // namespace latchkey::http
