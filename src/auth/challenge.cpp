// Second steps: asking for a code and answering with one. Source: spec/auth 9.

#include <algorithm>

#include "auth/impl.h"
#include "core/log.h"

namespace latchkey::auth {
namespace {

constexpr int last_wrong_code = 5;

std::string print_destroyed(bool destroyed) {
  return destroyed ? R"({"challengeDestroyed":true})" : R"({"challengeDestroyed":false})";
}

Error wrong_code() { return {Kind::forbidden, "error.access.code", "Invalid code", {}, {}}; }

Error no_challenge(bool destroyed) {
  auto error = bad_argument("No authentication challenge is active");
  error.details = print_destroyed(destroyed);
  return error;
}

Error timed_out() {
  return {Kind::forbidden,
          "error.permission",
          "Authentication challenge timeout",
          print_destroyed(true),
          {}};
}

Error masked(bool destroyed) {
  auto error = wrong_code();
  error.details = print_destroyed(destroyed);
  return error;
}

std::optional<std::string> last_type(config::AuthOptions const& options) {
  return options.challenges.empty() ? std::nullopt : std::optional(options.challenges.back());
}

}  // namespace

/// Steps 1 to 4. The real reason where none can be made; the caller hides it.
Result<Challenge> Auth::Impl::make_challenge(Visit::State& state, std::string_view name,
                                             std::string_view mode) {
  auto ticket = throttle.admit(attempt_by_name(state, name), limits(state));
  if (!ticket) return Failure(rate_limited());
  LK_CHECK(throttle.count_request(*std::move(ticket), limits(state)));
  auto const user = parts.accounts.snapshot()->find(name);
  if (!user) return Failure(unknown_user(name));
  LK_TRY(auto const file, parts.accounts.password(user->id));
  for (auto const& type : state.options->auth.challenges) {
    Challenge out{type, std::string(name), std::string(mode), user->id, "", 0, 0, ""};
    if (type == "totp" && file && file->totp) return out;
    if (type != "email" || user->email.empty()) continue;
    auto const code = make_code(parts.random);
    out.code_hash = hash_code(keys.code, user->id, code.expose());
    LK_CHECK(send_code(state, user, mode, code));
    return out;
  }
  return fail(Kind::invalid, "error.logic", "Could not find a suitable authentication challenge");
}

/// Puts `challenge` (or none) in place of any earlier one, in the session there is or a new one.
Result<> Auth::Impl::keep_challenge(Visit::State& state, std::shared_ptr<Challenge const> challenge,
                                    bool is_long) {
  look(state);
  if (auto const session = state.cookie_session) {
    bool const lengthens = is_long && !session->is_long;
    auto const fresh = fresh_session(state, is_long);
    LK_TRY(auto changed, sessions.change(session->key, [&](Session& s) {
      s.challenge = challenge;
      if (!lengthens) return;
      s.is_long = true;
      s.duration = fresh.duration;
      s.expires = fresh.expires;
    }));
    if (changed) {
      state.cookie_session = std::move(changed);
      if (lengthens && state.cookie_token)
        emit_session(state, *state.cookie_session, Secret(*state.cookie_token));
      return {};
    }
  }
  if (!challenge) return {};
  Session fresh = fresh_session(state, is_long);
  fresh.challenge = std::move(challenge);
  LK_TRY(auto begun, sessions.begin(std::move(fresh), std::nullopt));
  state.cookie_session = begun.session;
  state.anonymous.reset();
  emit_session(state, *begun.session, begun.token);
  return {};
}

Result<std::optional<std::string>> Auth::Impl::ask(Visit::State& state, Asking const& asking) {
  bool const was_logged_in = session_actor(state).has_value();
  auto made = make_challenge(state, asking.name, asking.mode);
  if (!made) {
    auto const& reason = made.error();
    log::warn("code.not_sent",
              {{"client", state.address.client},
               {"reason", state.options->auth.debug == config::AuthDebug::off ? "" : reason.key},
               {"cause", reason.cause}});
    if (state.debug_on_wire()) {
      LK_CHECK(keep_challenge(state, nullptr, false));
      return Failure(reason);
    }
  }
  // A decoy: nobody's account, nobody's code, the same life.
  auto challenge = made ? *made
                        : Challenge{last_type(state.options->auth).value_or(""),
                                    std::string(asking.name.substr(0, 1000)),
                                    std::string(asking.mode),
                                    "",
                                    crypto::random_bytes(parts.random, 32),
                                    0,
                                    0,
                                    ""};
  challenge.expires = unix_seconds(now()) + state.options->auth.challenge_timeout.count();
  challenge.stamp = asking.stamp;
  LK_CHECK(keep_challenge(state, std::make_shared<Challenge const>(challenge), asking.is_long));
  delay(state, 50, 300);
  if (was_logged_in || challenge.type.empty()) return std::nullopt;
  return challenge.type;
}

Result<LoginAnswer> Auth::answer_code(Visit& visit, json::object const& body) {
  LK_CHECK(check_csrf(visit));
  auto& state = visit.state();
  if (state.options->auth.methods.contradiction)
    return Failure(bad_argument(*state.options->auth.methods.contradiction));
  auto actor = impl_->try_code(state, read_code(find_member(body, "code")));
  if (!actor) return tl::make_unexpected(std::move(actor).error());
  return LoginAnswer{*std::move(actor), std::nullopt};
}

namespace {

/// One of the five tries of a challenge; none left or none there: no challenge.
struct Reserved {
  std::shared_ptr<Challenge const> challenge;
  bool is_last = false, is_over = false;
};

/// Expired, or its first step was proven against a password that was changed since, if only by hand
/// (S4). `stamp`: of the account's password file now.
bool has_ended(Challenge const& challenge, std::string_view stamp, std::int64_t now) {
  if (now >= challenge.expires) return true;
  bool const has_first_step = !challenge.stamp.empty() && !challenge.account_id.empty();
  return has_first_step && time_of(challenge.stamp) != time_of(stamp);
}

/// Takes a try before the code is looked at, so that parallel guesses have no more. Errors:
/// internal.
Result<Reserved> reserve_try(SessionStore& sessions, Session const& session, std::string_view stamp,
                             std::int64_t now) {
  Reserved out;
  LK_CHECK(sessions.change(session.key, [&](Session& s) {
    out.challenge = s.challenge;
    if (!s.challenge) return;
    auto next = std::make_shared<Challenge>(*s.challenge);
    out.is_over = has_ended(*next, stamp, now);
    out.is_last = ++next->wrong_codes >= last_wrong_code;
    if (out.is_over || out.is_last)
      s.challenge = nullptr;
    else
      s.challenge = std::move(next);
  }));
  return out;
}

}  // namespace

/// Whether the code is right. Decoys cost the same and never are.
Result<bool> Auth::Impl::is_right_code(Challenge const& challenge, std::string_view typed) {
  auto const& account = challenge.account_id;
  if (challenge.type != "totp")
    return is_mailed_code(keys.code, account, challenge.code_hash, typed) && !account.empty();
  LK_TRY(auto const file, parts.accounts.password(account.empty() ? "-" : account));
  if (account.empty() || !file || !file->totp) return false;
  return totp_steps.accept(account, *file->totp, typed, unix_seconds(now()));
}

Result<accounts::Actor> Auth::Impl::try_code(Visit::State& state, std::string_view typed) {
  look(state);
  auto const session = state.cookie_session;
  auto const refuse = [&](Error reason, bool destroyed) -> Result<accounts::Actor> {
    log::warn("code.failed",
              {{"client", state.address.client},
               {"user", session && session->challenge ? session->challenge->account_id : ""},
               {"reason", state.options->auth.debug == config::AuthDebug::off ? "" : reason.key}});
    delay(state, 10, 2000);
    return Failure(state.debug_on_wire() ? std::move(reason) : masked(destroyed));
  };
  if (!session || !session->challenge) return refuse(no_challenge(true), true);

  auto const challenge = session->challenge;
  auto const account = challenge->account_id;
  auto ticket = throttle.admit(
      account.empty() ? attempt_by_name(state, challenge->name) : attempt_of(state, account),
      limits(state));
  auto const stamp = account.empty() ? "" : stamp_of(account);
  if (!ticket && !has_ended(*challenge, stamp, unix_seconds(now())))
    return refuse(rate_limited(), false);
  LK_TRY(Reserved reserved, reserve_try(sessions, *session, stamp, unix_seconds(now())));
  if (!reserved.challenge || reserved.challenge->account_id != account)
    return refuse(no_challenge(true), true);

  auto const user = account.empty() ? nullptr : parts.accounts.snapshot()->by_id(account);
  if (!reserved.is_over && ticket) {
    auto const proven_at = now();
    LK_TRY(bool const is_right, is_right_code(*reserved.challenge, typed));
    if (is_right && user) {
      // Of two requests with the right code only one finds the session still there.
      auto actor = log_in(
          state, {user, proven_at, session->is_long, reserved.challenge->mode == "password-reset",
                  true, stamp, challenge->type});
      if (actor || actor.error().kind != Kind::not_found) return actor;
    }
  }
  if (ticket)
    if (auto const counted = throttle.fail(*std::move(ticket), limits(state)); !counted)
      log::error("throttle.unwritable", {{"cause", counted.error().cause}});
  if (reserved.is_over) return refuse(timed_out(), true);
  if (!account.empty() && !user) return refuse(unknown_user(challenge->name), reserved.is_last);
  if (account.empty()) return refuse(no_challenge(reserved.is_last), reserved.is_last);
  return refuse(wrong_code(), reserved.is_last);
}

AuthStatus Auth::status(Visit& visit) {
  auto& state = visit.state();
  if (session_actor(visit)) return {"active", {}, {}, {}};
  impl_->look(state);
  auto const challenge = state.cookie_session ? state.cookie_session->challenge : nullptr;
  if (!challenge || unix_seconds(impl_->now()) >= challenge->expires) return {};
  auto const type = challenge->type.empty() ? std::nullopt : std::optional(challenge->type);
  return {"pending", type, challenge->name, challenge->mode};
}

}  // namespace latchkey::auth
