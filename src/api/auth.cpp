// The auth endpoints. Source: spec/auth 3, 5, 8, 9.

#include "api/route.h"
#include "api/scene.h"
#include "api/user_view.h"
#include "auth/cross_site.h"

namespace latchkey::api {
namespace {

json::object user_view(Call& call, accounts::Actor const& actor) {
  auto const content = call.services.content.snapshot();
  auto const accounts = call.services.accounts.snapshot();
  auto const place = make_context(call, actor, *content);
  return render_user(actor.user(), &actor, *accounts, "auth", &place);
}

Answer answer_login(Call& call, auth::LoginAnswer const& login) {
  if (login.user)
    return Raw{{{"code", 200}, {"status", "ok"}, {"user", user_view(call, *login.user)}}};
  json::value const challenge =
      login.challenge ? json::text(*login.challenge) : json::value(nullptr);
  return Raw{{{"code", 200}, {"status", "ok"}, {"challenge", challenge}}};
}

Result<Answer> show_actor(Call& call) { return Model{user_view(call, *call.actor)}; }

Result<Answer> log_in(Call& call) {
  LK_CHECK(call.services.auth.check_csrf(call.visit));
  LK_TRY(auto login, call.services.auth.login(call.visit, call.body));
  return answer_login(call, login);
}

Result<Answer> answer_code(Call& call) {
  LK_CHECK(call.services.auth.check_csrf(call.visit));
  LK_TRY(auto login, call.services.auth.answer_code(call.visit, call.body));
  return answer_login(call, login);
}

Result<Answer> log_out(Call& call) {
  LK_CHECK(call.services.auth.logout(call.visit));
  return Done{};
}

Result<Answer> ping(Call& call) {
  call.services.auth.ping(call.visit);
  return Done{};
}

/// A token for clients that are no template. Handing one to a foreign page would undo its use, so
/// foreign origins are refused as for an unsafe request.
Result<Answer> hand_out_csrf(Call& call) {
  LK_CHECK(auth::check_cross_site(call.request, http::Method::post, call.address(),
                                  call.options().cors));
  return Raw{
      {{"code", 200}, {"csrf", call.services.auth.csrf_token(call.visit)}, {"status", "ok"}}};
}

constexpr Route routes[] = {
    {http::Method::get, "auth", Access::panel, Work::memory, show_actor, "The signed-in user"},
    {http::Method::get, "auth/csrf", Access::open, Work::memory, hand_out_csrf,
     "A CSRF token; sets the cookie"},
    {http::Method::post, "auth/login", Access::open, Work::disk, log_in,
     "Sign in, or ask for a code"},
    {http::Method::post, "auth/code", Access::open, Work::disk, answer_code,
     "Answer a challenge with its code"},
    {http::Method::post, "auth/logout", Access::open, Work::disk, log_out, "Sign out"},
    {http::Method::post, "auth/ping", Access::open, Work::memory, ping, "Keep the session alive"},
};

}  // namespace

std::span<Route const> auth_routes() { return routes; }

}  // namespace latchkey::api
