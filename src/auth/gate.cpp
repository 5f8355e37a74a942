// Who may pass: the CSRF check, the user of a session, the gate. Source: spec/auth 2, 5, 6.

#include "auth/impl.h"
#include "core/log.h"

namespace latchkey::auth {
namespace {

Failure unauthenticated() { return fail(Kind::unauthenticated, "error.auth", "Unauthenticated"); }

}  // namespace

bool Auth::Impl::has_right_token(Visit::State& state) {
  auto const& options = *state.options;
  std::string made;
  std::string_view expected;
  if (options.api.csrf) {
    expected = *options.api.csrf;
  } else if (options.panel_dev) {
    expected = "dev";
  } else {
    look(state);
    if (state.anonymous) made = make_csrf_token(keys.csrf, state.anonymous->seed);
    expected = state.cookie_session ? std::string_view(state.cookie_session->csrf) : made;
  }
  if (expected.empty()) return false;
  if (auto const header = state.request.headers.find("X-CSRF"))
    return is_same_token(expected, *header);
  auto const parameter = csrf_parameter(state.request);
  return parameter && is_same_token(expected, *parameter);
}

std::optional<accounts::Actor> Auth::Impl::session_actor(Visit::State& state) {
  if (!state.session_actor) state.session_actor = load_session_actor(state);
  return *state.session_actor;
}

std::optional<accounts::Actor> Auth::Impl::load_session_actor(Visit::State& state) {
  look(state);
  auto const session = state.main_session();
  if (!session || session->user.empty()) return std::nullopt;
  auto const& accounts = accounts_of(state);
  auto user = accounts->by_id(session->user);
  if (!user) return std::nullopt;
  auto const changed = parts.accounts.password_time(user->id);
  if (!changed) {
    log::error("session.password_unreadable",
               {{"user", user->id}, {"cause", changed.error().cause}});
    return std::nullopt;
  }
  Instant const proven_at{std::chrono::milliseconds(session->login_ms)};
  if (*changed && (session->login_ms == 0 || unix_seconds(proven_at) < **changed)) {
    log::info(
        "session.ended",
        {{"user", user->id}, {"session", public_id(*session)}, {"reason", "password changed"}});
    if (auto const ended = log_out(state); !ended)
      log::error("session.end_failed", {{"cause", ended.error().cause}});
    return std::nullopt;
  }
  auto role = accounts->role_of(*user);
  return accounts::Actor(std::move(user), std::move(role), accounts::Means::session, proven_at);
}

Result<accounts::Actor> Auth::gate(Visit& visit) {
  auto& state = visit.state();
  if (!state.is_basic && !impl_->has_right_token(state)) return unauthenticated();
  LK_TRY(std::optional<accounts::Actor> actor, find_actor(visit));
  if (!actor) return unauthenticated();
  if (auto const& error = impl_->accounts_of(state)->role_error) return Failure(*error);
  if (!actor->role().permissions.allows("access", "panel"))
    return fail(Kind::unauthenticated, "error.access.panel",
                "You are not allowed to access the panel");
  return *std::move(actor);
}

Result<std::optional<accounts::Actor>> Auth::find_actor(Visit& visit) {
  auto& state = visit.state();
  if (!state.is_basic) return impl_->session_actor(state);
  LK_TRY(accounts::Actor actor, impl_->basic(state));
  return std::optional(std::move(actor));
}

std::optional<accounts::Actor> Auth::session_actor(Visit& visit) {
  // Basic goes before the session, which is then not touched.
  return visit.is_basic() ? std::nullopt : impl_->session_actor(visit.state());
}

Result<> Auth::check_csrf(Visit& visit) {
  if (visit.is_basic() || impl_->has_right_token(visit.state())) return {};
  return Failure(bad_argument("Invalid CSRF token"));
}

std::string Auth::csrf_token(Visit& visit) {
  auto& state = visit.state();
  impl_->session_actor(state);  // a login that is over ends first
  if (auto const session = state.cookie_session) {
    if (!session->token_handed_out)
      if (auto changed =
              impl_->sessions.change(session->key, [](Session& s) { s.token_handed_out = true; });
          changed && *changed)
        state.cookie_session = *std::move(changed);
    return session->csrf;
  }
  if (!state.anonymous) {
    impl_->emit_anonymous(state, make_seed(impl_->parts.random));
  } else if (state.anonymous->renewal_due(unix_seconds(impl_->now()))) {
    impl_->emit_anonymous(state, state.anonymous->seed);
  }
  return make_csrf_token(impl_->keys.csrf, state.anonymous->seed);
}

}  // namespace latchkey::auth
