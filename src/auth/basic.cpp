// HTTP Basic: the checks of spec/auth 7 in their order, the first failure wins.

#include <algorithm>
#include <array>

#include "auth/impl.h"
#include "core/log.h"
#include "core/text.h"
#include "crypto/digest.h"

namespace latchkey::auth {
namespace {

struct Credentials {
  std::string name;
  Secret password;
};

/// Split at the first colon; both empty without one. Broken base64 gives empty texts.
Credentials read_credentials(http::Request const& request) {
  auto const encoded = cut(request.headers.get("Authorization"), ' ').second;
  Secret const decoded(crypto::from_base64_lenient(encoded));
  if (decoded.expose().find(':') == std::string_view::npos) return {};
  auto const [name, password] = cut(decoded.expose(), ':');
  return {std::string(name), Secret(std::string(password))};
}

Failure forbidden(std::string message) {
  return fail(Kind::forbidden, "error.permission", std::move(message));
}

Result<> check_usable(Visit::State const& state) {
  auto const& options = *state.options;
  if (options.auth.methods.contradiction)
    return Failure(bad_argument(*options.auth.methods.contradiction));
  if (!options.auth.methods.password) return forbidden("Login with password is not enabled");
  if (options.auth.methods.two_factor)
    return forbidden("Basic authentication cannot be used with 2FA");
  if (!state.address.https && !options.api.allow_insecure)
    return forbidden("Basic authentication is only allowed over HTTPS");
  return {};
}

/// Paths below the slug, with the methods that hash a password.
bool may_hash(http::Request const& request, std::string_view path) {
  if (http::is_safe(request.method) && !request.headers.find("X-HTTP-Method-Override"))
    return false;
  return path == "auth/login" || path == "system/install" || path == "users" ||
         path.ends_with("/password");
}

/// Open routes whose answer does not depend on Basic.
bool is_open(std::string_view path) {
  constexpr std::array<std::string_view, 6> open{"auth/login", "auth/code", "auth/logout",
                                                 "auth/ping",  "auth/csrf", "system/install"};
  return path.starts_with("translations") || std::ranges::find(open, path) != open.end();
}

}  // namespace

Result<accounts::Actor> Auth::Impl::basic(Visit::State& state) {
  if (!state.basic) state.basic = run_basic(state);
  return *state.basic;
}

/// What needs no hash: a refusal, or the account whose password file still is what it was when this
/// password was verified. None: the password has to be checked.
std::optional<Result<accounts::Actor>> Auth::Impl::basic_at_once(Visit::State& state) {
  if (auto const usable = check_usable(state); !usable) return Failure(usable.error());
  auto const credentials = read_credentials(state.request);
  if (throttle.size() > 0 &&
      throttle.is_blocked(attempt_by_name(state, credentials.name), limits(state)))
    return std::nullopt;
  auto user = accounts_of(state)->find(credentials.name);
  if (!user) return std::nullopt;
  auto const file = parts.accounts.password(user->id);
  if (!file || !*file || !proofs.is_remembered(user->id, **file, credentials.password))
    return std::nullopt;
  return actor_of(user, accounts::Means::basic, now());
}

Result<accounts::Actor> Auth::Impl::run_basic(Visit::State& state) {
  if (auto done = basic_at_once(state)) return *std::move(done);
  auto const credentials = read_credentials(state.request);
  LK_TRY(Verified verified, check_password(state, credentials.name, credentials.password));
  auto const& id = verified.user->id;
  upgrade(state, verified, credentials.password);
  // Only the file this password was checked against: the present one may hold another by now (S4).
  proofs.remember(id, verified.file, credentials.password);
  log::info("login.basic", {{"user", id}, {"client", state.address.client}});
  if (auto const known = throttle.succeed(attempt_of(state, id)); !known)
    log::error("throttle.unwritable", {{"cause", known.error().cause}});
  return actor_of(verified.user, accounts::Means::basic, verified.proven_at);
}

bool Auth::needs_hashing(Visit& visit, std::string_view path) const {
  auto& state = visit.state();
  if (may_hash(state.request, path)) return true;
  if (!state.is_basic || is_open(path)) return false;
  if (!state.basic) state.basic = impl_->basic_at_once(state);
  return !state.basic;
}

}  // namespace latchkey::auth
