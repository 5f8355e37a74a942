// Sessions begin and end: login, logout, change of password. Source: spec/auth 6, 8.

#include <algorithm>

#include "auth/device_cookie.h"
#include "auth/impl.h"
#include "core/log.h"
#include "core/text.h"

namespace latchkey::auth {
namespace {

/// Text of a login field: texts, numbers and `true` as the original casts them; "" for null, false
/// or missing. Errors: invalid for lists and maps.
Result<std::string> read_text(json::value const* value) {
  if (value == nullptr || value->is_null()) return std::string();
  switch (value->kind()) {
    case json::Kind::string: return std::string(value->get_string());
    case json::Kind::bool_: return std::string(value->get_bool() ? "1" : "");
    case json::Kind::int64: return std::to_string(value->get_int64());
    case json::Kind::uint64: return std::to_string(value->get_uint64());
    case json::Kind::double_: return value->get_double() == 0 ? "0" : json::print(*value);
    default: return Failure(bad_argument("A login field is not a text"));
  }
}

/// True for anything but "", "0", 0, false, null and nothing; so "false" is true.
Result<bool> read_flag(json::value const* value) {
  LK_TRY(std::string const text, read_text(value));
  return !text.empty() && text != "0";
}

struct Fields {
  std::string email;
  bool has_email = false, is_long = false;
  Secret password;
  bool has_password() const { return !password.empty() && password.expose() != "0"; }
};

Result<Fields> read_fields(json::object const& body) {
  Fields out;
  auto const* email = find_member(body, "email");
  LK_TRY(out.email, read_text(email));
  out.has_email = email != nullptr && !email->is_null();
  LK_TRY(std::string password, read_text(find_member(body, "password")));
  out.password = Secret(std::move(password));
  LK_TRY(out.is_long, read_flag(find_member(body, "long")));
  return out;
}

std::string agent_of(http::Request const& request) {
  return std::string(request.headers.get("User-Agent").substr(0, 200));
}

std::optional<std::string> mode_without_password(config::AuthMethods const& methods) {
  if (methods.code) return "login";
  if (methods.password_reset) return "password-reset";
  return std::nullopt;
}

}  // namespace

json::value const* find_member(json::object const& body, std::string_view key) {
  json::value const* out = nullptr;
  for (auto const& [name, value] : body)
    if (iequals(name, key)) out = &value;
  return out;
}

accounts::Actor Auth::Impl::actor_of(std::shared_ptr<accounts::User const> const& user,
                                     accounts::Means means, Instant proven_at) const {
  return {user, parts.accounts.snapshot()->role_of(*user), means, proven_at};
}

std::string Auth::Impl::stamp_of(std::string_view account) const {
  auto const file = parts.accounts.password(account);
  return file && *file ? (*file)->stamp : "";
}

/// A session with the seed, the length and the right age of the one this visit has.
Session Auth::Impl::fresh_session(Visit::State& state, bool is_long) const {
  auto const& options = state.options->session;
  auto const& old = state.cookie_session;
  Session out;
  out.is_long = is_long || (old && old->is_long);  // never downgraded
  out.duration = (out.is_long ? options.duration_long : options.duration_normal).count();
  out.expires = unix_seconds(now()) + out.duration;
  out.idle_limit = options.timeout ? options.timeout->count() : 0;
  out.seed = old ? old->seed : state.anonymous ? state.anonymous->seed : make_seed(parts.random);
  out.token_handed_out = old ? old->token_handed_out : state.anonymous.has_value();
  out.address = state.address.client;
  out.agent = agent_of(state.request);
  return out;
}

Result<accounts::Actor> Auth::Impl::log_in(Visit::State& state, Entering const& entering) {
  look(state);
  auto const& user = *entering.user;
  Session session = fresh_session(state, entering.is_long);
  session.user = user.id;
  session.login_ms = entering.proven_at.time_since_epoch().count();
  session.may_reset = entering.may_reset;
  auto const replaced =
      state.cookie_session ? std::optional(state.cookie_session->key) : std::nullopt;
  LK_TRY(SessionStore::Begun begun,
         sessions.begin(std::move(session), replaced, entering.only_once));

  // Who changed the password while ours was checked has ended all sessions before this one began.
  bool const is_stale = time_of(stamp_of(user.id)) != time_of(entering.stamp) ||
                        !parts.accounts.snapshot()->by_id(user.id);
  if (is_stale) {
    LK_CHECK(sessions.end(begun.session->key));
    state.cookie_session = nullptr;
    return Failure(masked_login());
  }
  state.cookie_session = begun.session;
  state.anonymous.reset();
  emit_session(state, *begun.session, begun.token);
  auto attempt = attempt_of(state, user.id);
  if (state.options->auth.device) {
    if (attempt.device.empty()) attempt.device = make_device_id(parts.random);
    state.device_value = print_device(keys.device, user.id, attempt.device, unix_seconds(now()));
  }
  if (auto const known = throttle.succeed(attempt); !known)
    log::error("throttle.unwritable", {{"cause", known.error().cause}});
  log::info("login.succeeded", {{"user", user.id},
                                {"session", public_id(*begun.session)},
                                {"means", std::string(entering.means)},
                                {"client", state.address.client}});
  auto actor = actor_of(entering.user, accounts::Means::session, entering.proven_at);
  state.session_actor = actor;
  return actor;
}

Result<> Auth::Impl::log_out(Visit::State& state) {
  look(state);
  auto const session = state.main_session();
  state.session_actor = std::optional<accounts::Actor>();
  if (!session) return {};
  bool const in_cookie = state.cookie_session && state.cookie_session->key == session->key;
  if (state.by_header) state.header_session = nullptr;
  if (in_cookie) {
    state.cookie_session = nullptr;
    if (session->token_handed_out)
      emit_anonymous(state, session->seed);
    else
      state.emit = Visit::State::Emit::remove;
  }
  if (!session->user.empty())
    log::info("logout", {{"user", session->user},
                         {"session", public_id(*session)},
                         {"client", state.address.client}});
  LK_CHECK(sessions.end(session->key));
  return {};
}

Result<LoginAnswer> Auth::login(Visit& visit, json::object const& body) {
  LK_CHECK(check_csrf(visit));
  auto& state = visit.state();
  auto const& methods = state.options->auth.methods;
  if (methods.contradiction) return Failure(bad_argument(*methods.contradiction));
  LK_TRY(Fields fields, read_fields(body));
  if (!fields.has_password()) {
    auto const mode = mode_without_password(methods);
    if (!mode) return Failure(bad_argument("Login without password is not enabled"));
    if (!fields.has_email) return Failure(bad_argument("The email is missing"));
    LK_TRY(auto challenge, impl_->ask(state, {fields.email, *mode, fields.is_long, ""}));
    return LoginAnswer{std::nullopt, std::move(challenge)};
  }
  if (!methods.password) return Failure(bad_argument("Login with password is not enabled"));
  if (!fields.has_email) return Failure(bad_argument("The email is missing"));
  LK_TRY(auto verified, impl_->check_password(state, fields.email, fields.password));
  if (methods.two_factor) {
    LK_TRY(auto challenge,
           impl_->ask(state, {fields.email, "2fa", fields.is_long, verified.file.stamp}));
    return LoginAnswer{std::nullopt, std::move(challenge)};
  }
  LK_TRY(accounts::Actor actor,
         impl_->log_in(state, {verified.user, verified.proven_at, fields.is_long, false, false,
                               verified.file.stamp, "password"}));
  impl_->upgrade(state, verified, fields.password);
  return LoginAnswer{std::move(actor), std::nullopt};
}

Result<> Auth::logout(Visit& visit) { return impl_->log_out(visit.state()); }

void Auth::ping(Visit& visit) { (void)session_actor(visit); }

Result<accounts::Actor> Auth::begin_session(Visit& visit,
                                            std::shared_ptr<accounts::User const> const& user,
                                            bool is_long) {
  return impl_->log_in(visit.state(), {user, impl_->now(), is_long, false, false,
                                       impl_->stamp_of(user->id), "install"});
}

Result<> Auth::password_changed(Visit& visit, accounts::Actor const& actor,
                                std::string_view user_id) {
  auto& state = visit.state();
  impl_->proofs.forget(user_id);
  bool const is_own = actor.means() == accounts::Means::session && actor.user().id == user_id;
  if (is_own) impl_->look(state);
  auto const session = is_own ? state.main_session() : nullptr;
  LK_TRY(auto const ended,
         impl_->sessions.end_user(user_id, session ? std::optional(session->key) : std::nullopt));
  log::info("password.changed", {{"user", std::string(user_id)},
                                 {"by", actor.user().id},
                                 {"client", state.address.client},
                                 {"sessions_ended", std::to_string(ended)}});
  if (!session) return {};
  auto const renew = [&](Session& s) {
    s.login_ms = impl_->now().time_since_epoch().count();
    s.may_reset = false;
    s.challenge = nullptr;
  };
  if (state.by_header) {  // a session named in a header keeps its token
    LK_TRY(state.header_session, impl_->sessions.change(session->key, renew));
    return {};
  }
  Session next = *session;
  renew(next);
  LK_TRY(auto begun, impl_->sessions.begin(std::move(next), session->key));
  state.cookie_session = begun.session;
  impl_->emit_session(state, *begun.session, begun.token);
  return {};
}

Result<> Auth::account_removed(std::string_view user_id) {
  impl_->proofs.forget(user_id);
  LK_TRY(auto const ended, impl_->sessions.end_user(user_id));
  log::info("account.removed",
            {{"user", std::string(user_id)}, {"sessions_ended", std::to_string(ended)}});
  LK_CHECK(impl_->totp_steps.forget(user_id));
  return impl_->throttle.forget_account(user_id);
}

void Auth::account_changed(std::string_view user_id) { impl_->proofs.forget(user_id); }

}  // namespace latchkey::auth
