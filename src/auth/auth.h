#pragma once
// The facade the API and the site talk to: one Visit per request, from cookie and headers to an
// Actor and back to cookies. Source: spec/auth 2-10, security.md 2, 3.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/actor.h"
#include "auth/origin.h"
#include "config/options.h"
#include "core/result.h"
#include "formats/json.h"
#include "http/message.h"
#include "mail/mailer.h"
#include "store/state_store.h"

namespace latchkey::auth {

/// auth status for `system`: status "inactive" | "pending" | "active".
struct AuthStatus {
  std::string status = "inactive";
  std::optional<std::string> challenge, email, mode;
};

/// Answer of a login: a user, or a pending challenge (`user` null).
struct LoginAnswer {
  std::optional<accounts::Actor> user;
  std::optional<std::string>
      challenge;  ///< null in JSON where none; always set or null when user is absent
};

/// What one request carries and what its answer must carry back. Not shared between threads.
class Visit {
 public:
  Visit(http::Request const& request, SiteAddress const& address,
        std::shared_ptr<config::Options const> options);
  ~Visit();
  Visit(Visit&&) noexcept;

  http::Request const& request() const;
  SiteAddress const& address() const;
  config::Options const& options() const;
  bool is_basic() const;  ///< request type of spec/auth 2.5.1

  struct State;  ///< defined in auth, nobody else's business
  State& state() const { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

class Auth {
 public:
  struct Parts {
    accounts::Accounts& accounts;
    store::StateStore& state;
    mail::Mailer& mailer;
    store::Files& files;  ///< for .logins, once, when `state_is_new`
    Clock const& clock;
    Random& random;
    Secret site_key;  ///< 32 bytes, site/latchkey/secret
    bool state_is_new = false;
    /// Title of the site, for mails; asked when needed.
    std::function<std::string()> site_title;
    /// Rendered mail template `emails/auth/<name>` if the site has one.
    std::function<std::optional<std::string>(std::string_view name, json::object const& variables)>
        mail_template;
  };
  explicit Auth(Parts parts);
  ~Auth();

  /// Whether answering needs a password hash (login, code, password change, install, user create
  /// with password, Basic whose proof is not remembered): the hashing lane. Cheap; runs on the
  /// loop, and what it found out the gate does not ask again. `path` is the path below the API's
  /// slug.
  bool needs_hashing(Visit& visit, std::string_view path) const;

  /// The gate of spec/auth 2.5: CSRF, Basic, user, access.panel.
  Result<accounts::Actor> gate(Visit& visit);
  /// For `system`: a session's user without token, or Basic (its errors are raised); none for
  /// visitors.
  Result<std::optional<accounts::Actor>> find_actor(Visit& visit);
  /// Who is signed in by session, leniently, for templates and messages; never runs Basic, never an
  /// error.
  std::optional<accounts::Actor> session_actor(Visit& visit);

  /// "Own check" of spec/auth 3: 400 Invalid CSRF token; skipped for Basic.
  Result<> check_csrf(Visit& visit);
  /// The token to print into a page or to hand out; sets the cookie where needed; never stores a
  /// row.
  std::string csrf_token(Visit& visit);

  /// `email`, `password`, `long` of the body, untyped (spec/auth 8; wrong types are 400
  /// error.invalidArgument).
  Result<LoginAnswer> login(Visit& visit, json::object const& body);
  Result<LoginAnswer> answer_code(Visit& visit, json::object const& body);
  Result<> logout(Visit& visit);
  void ping(Visit& visit);
  AuthStatus status(Visit& visit);
  /// Names after normalisation; error 400 for a contradiction in debug mode (spec/auth 15).
  Result<std::vector<std::string>> login_methods(config::Options const& options) const;

  /// Logs `user` in at once (install). New token, cookie.
  Result<accounts::Actor> begin_session(Visit& visit,
                                        std::shared_ptr<accounts::User const> const& user,
                                        bool is_long);

  /// The acting user's current password for a password change of `target_id` (body member
  /// currentPassword): passes at once with a fresh reset of one's own account, once. Errors: 400
  /// error.user.password.invalid, 401 …wrong. Counted by account.
  Result<> check_current_password(Visit& visit, accounts::Actor const& actor,
                                  std::string_view target_id, json::value const* current_password);
  /// Before the file is written: takes the right of a fresh reset, if that is what passed
  /// check_current_password, so that of several requests one uses it. Errors: 400
  /// error.user.password.invalid for those that come late; internal.
  Result<> spend_reset(Visit& visit, accounts::Actor const& actor, std::string_view target_id);
  /// After the file was written: ends all other sessions of the account at once; if it is the
  /// actor's own and by session, logs this session in again with a new token.
  Result<> password_changed(Visit& visit, accounts::Actor const& actor, std::string_view user_id);
  /// After an account was deleted: ends its sessions, challenges, devices, counters.
  Result<> account_removed(std::string_view user_id);
  /// After e-mail or role changed: forget remembered Basic proofs.
  void account_changed(std::string_view user_id);

  /// For the command line: sessions as {id (short public id), user, created, last_seen, expires,
  /// address, agent, long}.
  Result<json::array> list_sessions(std::string_view user_id_or_empty);
  /// By public id, or all of a user. Returns how many ended.
  Result<std::size_t> end_sessions(std::string_view user_id_or_empty,
                                   std::string_view public_id_or_empty);

  /// Before a visit that was judged some time ago is judged once more: what was found out counts no
  /// longer. Only its session stays the same one, though its token may have been renewed meanwhile.
  void look_again(Visit& visit);

  /// Puts cookies and the earliest moment of sending into the reply, and tells whether the answer
  /// is private and which `Vary` names identity needs (spec/auth 14).
  void finish(Visit& visit, http::Reply& reply);
  /// A cookie the visit looked at was sent or is being set, or Authorization mattered and was sent.
  bool is_private(Visit const& visit) const;
  /// Vary names in order: Authorization (Basic on), Cookie (session looked at).
  std::vector<std::string> vary(Visit const& visit) const;

  /// Housekeeping: writes last-seen stamps behind, drops expired rows. Called about once a second
  /// by app.
  void tick();
  /// Makes everything durable; before exit.
  void flush();
  /// For metrics and tests.
  struct Counts {
    std::size_t sessions = 0, remembered_proofs = 0, delayed = 0;
  };
  Counts counts() const;

  struct Impl;  ///< defined in auth, nobody else's business

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace latchkey::auth
