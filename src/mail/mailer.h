#pragma once
// Mail: by SMTP through libcurl, or into a readable outbox folder where no transport is configured.

#include <filesystem>
#include <memory>
#include <string>

#include "config/options.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"

namespace latchkey::mail {

struct Message {
  std::string to, from, from_name, subject, text;  ///< UTF-8; text lines end in LF
};

class Mailer {
 public:
  virtual ~Mailer() = default;
  /// Blocks until the server took the message (at most 20 s). Errors: invalid for an address with
  /// control characters or a sender whose host is an IP address; internal with the cause otherwise.
  virtual Result<> send(Message const& message, config::MailOptions const& options) = 0;
};

/// `outbox`: site/latchkey/outbox; files 0600 named `<time>-<random>.eml`, and a log line names the
/// file, not its text.
std::unique_ptr<Mailer> make_mailer(std::filesystem::path outbox, Clock const& clock,
                                    Random& random);

/// The message as RFC 5322 text with MIME headers; header values encoded (RFC 2047), CR and LF
/// refused before.
Result<std::string> render(Message const& message, Instant now, std::string_view message_id);

}  // namespace latchkey::mail
