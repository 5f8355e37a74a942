// email.transport.* and content.uuid. Source: spec/auth 15, spec/content-api 1.
#include "config/table.h"
#include "core/text.h"

namespace latchkey::config {

void read_mail_type(OptionReader& in, Options& out) {
  std::optional<std::string> type;
  in.text(type);
  if (!type) return;
  if (*type == "smtp")
    out.mail.type = std::move(*type);
  else
    in.wrong("\"smtp\" (there is no other transport; mails go to the outbox folder)");
}

/// Configurations often take the port from the environment, so digits in a text count.
void read_mail_port(OptionReader& in, Options& out) {
  auto const* value = in.own();
  auto const* text = value != nullptr ? value->as<std::string>() : nullptr;
  auto const digits = text != nullptr ? parse_unsigned(*text) : std::nullopt;
  std::size_t port = out.mail.port;
  if (digits && *digits >= 1 && *digits <= 65535)
    port = static_cast<std::size_t>(*digits);
  else
    in.count(port, 1, 65535);
  out.mail.port = static_cast<std::uint16_t>(port);
}

/// Runs after read_mail_port: `true` means ssl on port 465, else tls.
void read_mail_security(OptionReader& in, Options& out) {
  if (!in.is_set()) return;
  auto const* value = in.own();
  auto const* truth = value != nullptr ? value->as<bool>() : nullptr;
  auto const* word = value != nullptr ? value->as<std::string>() : nullptr;
  if (truth != nullptr)
    out.mail.security = !*truth ? "" : out.mail.port == 465 ? "ssl" : "tls";
  else if (word != nullptr && (iequals(*word, "tls") || iequals(*word, "ssl") || word->empty()))
    out.mail.security = lower(*word);
  else
    in.refuse(
        "should be \"tls\", \"ssl\", true or false; correct it, so that no password is sent in the "
        "clear");
}

void read_uuid(OptionReader& in, Options& out) {
  if (!in.is_set()) return;
  auto const* value = in.own();
  auto const* truth = value != nullptr ? value->as<bool>() : nullptr;
  auto const* word = value != nullptr ? value->as<std::string>() : nullptr;
  if (truth != nullptr)
    out.content_uuid = *truth;
  else if (word != nullptr && *word == "uuid-v4")
    out.content_uuid_v4 = true;
  else if (word == nullptr || *word != "nanoid")
    in.wrong("true, false, \"nanoid\" or \"uuid-v4\"");
}

}  // namespace latchkey::config
