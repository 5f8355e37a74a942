// The mail that carries a code. Source: spec/auth 9, last part.

#include "auth/impl.h"
#include "core/log.h"

namespace latchkey::auth {
namespace {

/// Everything a mail needs, so that it can be made after the answer has left.
struct CodeMail {
  mail::Message message;
  std::string user_name, code, template_name;
  std::int64_t minutes = 0;
  std::shared_ptr<config::Options const> options;
};

CodeMail begin_mail(Visit::State const& state, accounts::User const& user, std::string_view mode,
                    Secret const& code) {
  auto const& options = state.options->auth;
  bool const is_reset = mode == "password-reset";
  CodeMail out;
  out.message.to = user.email;
  out.message.from = options.challenge_from.value_or("noreply@" + state.address.host);
  out.message.from_name = options.challenge_from_name.value_or("");
  out.message.subject = options.challenge_subject.value_or(
      is_reset ? "Your code to set a new password" : "Your login code");
  out.user_name = user.username();
  out.code = spaced(code);
  out.template_name = is_reset ? "password-reset" : "login";
  out.minutes = std::max<std::int64_t>(1, (options.challenge_timeout.count() + 30) / 60);
  out.options = state.options;
  return out;
}

std::string own_words(CodeMail const& mail, std::string const& site) {
  bool const is_reset = mail.template_name == "password-reset";
  return "Hello " + mail.user_name + ",\n\n" +
         (is_reset ? "somebody asked to set a new password for your account at "
                   : "somebody asked to log in to your account at ") +
         site + ".\nThis is the code for it:\n\n" + mail.code + "\n\nIt works once, within " +
         std::to_string(mail.minutes) +
         " minutes. If it was not you, do nothing and keep the code to yourself.\n";
}

Result<> send(Auth::Parts& parts, CodeMail mail) {
  auto const site = parts.site_title ? parts.site_title() : std::string();
  if (mail.message.from_name.empty()) mail.message.from_name = site;
  json::object const variables{{"user", json::text(mail.user_name)},
                               {"site", json::text(site)},
                               {"code", mail.code},
                               {"timeout", mail.minutes}};
  auto const rendered =
      parts.mail_template ? parts.mail_template(mail.template_name, variables) : std::nullopt;
  mail.message.text = rendered ? *rendered : own_words(mail, site);
  return parts.mailer.send(mail.message, mail.options->mail);
}

std::string reason_of(Error const& error) {
  return error.cause.empty() ? error.message : error.cause;
}

/// Whatever keeps a mail from leaving is the server's failure, not the client's.
Result<> send_now(Auth::Parts& parts, CodeMail mail) {
  auto const sent = send(parts, std::move(mail));
  if (sent) return {};
  return fail(Kind::internal, "", "The mail could not be sent", reason_of(sent.error()));
}

}  // namespace

/// In the background, so that neither time nor a failure tells; at once with `auth.debug`, whose
/// answer names errors.
Result<> Auth::Impl::send_code(Visit::State const& state,
                               std::shared_ptr<accounts::User const> const& user,
                               std::string_view mode, Secret const& code) {
  auto mail = begin_mail(state, *user, mode, code);
  if (state.debug_on_wire()) return send_now(parts, std::move(mail));
  mails.post([this, mail = std::move(mail), id = user->id]() mutable {
    if (auto const sent = send(parts, std::move(mail)); !sent)
      log::warn("mail.failed", {{"user", id}, {"cause", reason_of(sent.error())}});
  });
  return {};
}

}  // namespace latchkey::auth
