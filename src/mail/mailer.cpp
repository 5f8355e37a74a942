#include "mail/mailer.h"

#include <fmt/format.h>

#include "mail/address.h"
#include "mail/outbox.h"
#include "mail/smtp.h"

namespace latchkey::mail {
namespace {

/// Unique without telling anything: 128 random bits, at the sender's host. Source: RFC 5322, 3.6.4.
std::string make_message_id(Message const& message, Random& random) {
  std::string id;
  for (int i = 0; i < 26; ++i) id += "abcdefghijklmnopqrstuvwxyz234567"[random.below(32)];
  return fmt::format("{}@{}", id, host_of(message.from));
}

class RealMailer final : public Mailer {
 public:
  RealMailer(std::filesystem::path outbox, Clock const& clock, Random& random)
      : outbox_(std::move(outbox)), clock_(clock), random_(random) {}

  Result<> send(Message const& message, config::MailOptions const& options) override {
    if (is_ip_address(host_of(message.from))) {
      return fail(
          Kind::invalid, "error.invalidArgument", "The sender of the mail is invalid",
          fmt::format("the sender {} has an IP address for a host; set auth.challenge.email.from",
                      message.from));
    }
    LK_TRY(auto const text, render(message, clock_.now(), make_message_id(message, random_)));
    if (options.type.empty()) return put_into_outbox(outbox_, text, clock_.now(), random_);
    if (options.type != "smtp")
      return fail_internal("email.transport.type is \"" + options.type + "\"; only smtp is known");
    return send_by_smtp(options, message.from, message.to, text);
  }

 private:
  std::filesystem::path outbox_;
  Clock const& clock_;
  Random& random_;
};

}  // namespace

std::unique_ptr<Mailer> make_mailer(std::filesystem::path outbox, Clock const& clock,
                                    Random& random) {
  return std::make_unique<RealMailer>(std::move(outbox), clock, random);
}

}  // namespace latchkey::mail
