#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/text.h"
#include "mail/address.h"
#include "mail/encoding.h"
#include "mail/mailer.h"

namespace latchkey::mail {
namespace {

/// RFC 5322, 3.3: "Tue, 24 Nov 2026 04:28:03 +0000", always in English.
std::string date_of(Instant now) {
  constexpr char const* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr char const* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto const t = fmt::gmtime(static_cast<std::time_t>(unix_seconds(now)));
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", days[t.tm_wday], t.tm_mday,
                     months[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

bool is_header_safe(std::string_view value) {
  return value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos;
}

Failure refused(std::string_view which) {
  return fail(Kind::invalid, "error.invalidArgument",
              fmt::format("The {} of the mail is invalid", which));
}

Result<> ensure_safe(Message const& message, std::string_view message_id) {
  if (!is_header_safe(message.subject)) return refused("subject");
  if (!is_header_safe(message.from_name)) return refused("sender's name");
  if (!is_address(message.from)) return refused("sender");
  if (!is_address(message.to)) return refused("recipient");
  if (!is_header_safe(message_id)) return refused("id");
  return {};
}

}  // namespace

Result<std::string> render(Message const& message, Instant now, std::string_view message_id) {
  LK_CHECK(ensure_safe(message, message_id));
  auto const from = message.from_name.empty()
                        ? message.from
                        : fmt::format("{} <{}>", to_phrase(message.from_name), message.from);
  auto const text = replace_all(replace_all(message.text, "\r\n", "\n"), "\r", "\n");
  return fmt::format(
      "Date: {}\r\nFrom: {}\r\nTo: {}\r\nMessage-ID: <{}>\r\nSubject: {}\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
      "Auto-Submitted: auto-generated\r\n\r\n{}",
      date_of(now), from, message.to, message_id, to_header_text(message.subject),
      to_quoted_printable(text));
}

}  // namespace latchkey::mail
