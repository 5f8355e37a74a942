#pragma once
// What the files of auth share behind the facade: the parts of Auth and the state of one visit.
// Private to auth.

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/accounts.h"
#include "accounts/actor.h"
#include "auth/anonymous_cookie.h"
#include "auth/auth.h"
#include "auth/codes.h"
#include "auth/keys.h"
#include "auth/mail_queue.h"
#include "auth/proofs.h"
#include "auth/session_store.h"
#include "auth/throttle.h"

namespace latchkey::auth {

using Steady = std::chrono::steady_clock;

/// The session is loaded once, on the first question that needs it.
struct Visit::State {
  State(http::Request const& r, SiteAddress const& a, std::shared_ptr<config::Options const> o);

  http::Request const& request;
  SiteAddress const& address;
  std::shared_ptr<config::Options const> options;
  bool is_basic = false;

  bool has_looked = false;   ///< at the session
  bool cookie_sent = false;  ///< the session's cookie, whatever its value
  std::shared_ptr<Session const> cookie_session;
  std::optional<Secret> cookie_token;        ///< none if the cookie holds a renewed token
  std::optional<AnonymousCookie> anonymous;  ///< where there is no stored session
  bool by_header = false;                    ///< `Authorization: Session` names the user
  std::shared_ptr<Session const> header_session;

  std::shared_ptr<accounts::Snapshot const> accounts;  ///< for the questions of the gate
  std::optional<std::optional<accounts::Actor>> session_actor;
  std::optional<Result<accounts::Actor>> basic;

  enum class Emit { nothing, set, remove } emit = Emit::nothing;
  std::string cookie_value;  ///< as sent, percent-encoded
  std::int64_t cookie_expires = 0;
  std::optional<std::string> device_value;
  Steady::time_point not_before{};

  /// The session that names the user.
  std::shared_ptr<Session const> const& main_session() const {
    return by_header ? header_session : cookie_session;
  }
  bool debug_on_wire() const { return options->auth.debug == config::AuthDebug::wire; }
};

struct Auth::Impl {
  explicit Impl(Parts given);

  Parts parts;
  Keys keys;
  SessionStore sessions;
  LoginThrottle throttle;
  Proofs proofs;
  TotpSteps totp_steps;
  MailQueue mails;
  std::atomic<std::int64_t> usual_check_us{0};  ///< least time of a failed password check
  std::atomic<std::size_t> delayed{0};

  Instant now() const { return parts.clock.now(); }
  std::shared_ptr<accounts::Snapshot const> const& accounts_of(Visit::State& state) const {
    if (!state.accounts) state.accounts = parts.accounts.snapshot();
    return state.accounts;
  }

  // visit.cpp: the cookie in and out
  void look(Visit::State& state);
  void emit_session(Visit::State& state, Session const& session, Secret const& token) const;
  void emit_anonymous(Visit::State& state, Seed const& seed) const;
  void delay(Visit::State& state, int least_ms, int most_ms);
  std::optional<std::string> device_of(Visit::State const& state, std::string_view account) const;

  // gate.cpp
  bool has_right_token(Visit::State& state);
  std::optional<accounts::Actor> session_actor(Visit::State& state);
  std::optional<accounts::Actor> load_session_actor(Visit::State& state);

  // password_check.cpp
  struct Verified {
    std::shared_ptr<accounts::User const> user;
    accounts::PasswordFile file;
    Instant proven_at;
  };
  ThrottleLimits limits(Visit::State const& state) const;
  Attempt attempt_by_name(Visit::State const& state, std::string_view name) const;
  Attempt attempt_of(Visit::State const& state, std::string_view account) const;
  Result<Verified> check_password(Visit::State& state, std::string_view name,
                                  Secret const& password);
  Result<Verified> verify(Visit::State const& state, std::string_view name, Secret const& password);
  /// The session of a fresh reset, if the target is the actor's own account; else none.
  std::shared_ptr<Session const> reset_session(Visit::State& state, accounts::Actor const& actor,
                                               std::string_view target_id);
  /// Rewrites an older hash, if the file still is the one that was verified.
  void upgrade(Visit::State const& state, Verified const& verified, Secret const& password);

  // basic.cpp
  Result<accounts::Actor> basic(Visit::State& state);
  std::optional<Result<accounts::Actor>> basic_at_once(Visit::State& state);
  Result<accounts::Actor> run_basic(Visit::State& state);

  // login.cpp
  struct Entering {
    std::shared_ptr<accounts::User const> user;
    Instant proven_at;
    bool is_long = false, may_reset = false;
    bool only_once = false;  ///< the session that is replaced must still be there
    std::string stamp;       ///< of the password file the proof was made against; "" for none
    std::string_view means;  ///< for the log
  };
  Session fresh_session(Visit::State& state, bool is_long) const;
  Result<accounts::Actor> log_in(Visit::State& state, Entering const& entering);
  Result<> log_out(Visit::State& state);
  std::string stamp_of(std::string_view account) const;
  accounts::Actor actor_of(std::shared_ptr<accounts::User const> const& user, accounts::Means means,
                           Instant proven_at) const;

  // challenge.cpp
  struct Asking {
    std::string_view name, mode;
    bool is_long = false;
    std::string stamp;  ///< of the password file a first step was proven against; "" without one
  };
  Result<std::optional<std::string>> ask(Visit::State& state, Asking const& asking);
  Result<Challenge> make_challenge(Visit::State& state, std::string_view name,
                                   std::string_view mode);
  Result<accounts::Actor> try_code(Visit::State& state, std::string_view typed);
  Result<bool> is_right_code(Challenge const& challenge, std::string_view typed);
  Result<> keep_challenge(Visit::State& state, std::shared_ptr<Challenge const> challenge,
                          bool is_long);

  // code_mail.cpp
  Result<> send_code(Visit::State const& state, std::shared_ptr<accounts::User const> const& user,
                     std::string_view mode, Secret const& code);
};

/// Member of a body whose name equals `key` without case; the last of several. Null if missing.
json::value const* find_member(json::object const& body, std::string_view key);

/// The part of a password file's stamp that an upgrade of the hash by another login keeps.
inline std::string_view time_of(std::string_view stamp) { return stamp.substr(0, stamp.find('-')); }

Error masked_login();  ///< 403 error.access.login
Error rate_limited();  ///< 403 error.permission, for `auth.debug`
Error unknown_user(std::string_view name);
Error bad_argument(std::string_view message);  ///< 400 error.invalidArgument

}  // namespace latchkey::auth
