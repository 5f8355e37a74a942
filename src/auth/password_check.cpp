// The password check of spec/auth 8, for logins and Basic alike: limited, counted, delayed, masked.

#include <algorithm>

#include "auth/impl.h"
#include "auth/origin.h"
#include "core/log.h"

namespace latchkey::auth {
namespace {

constexpr std::size_t longest_name = 1000;  // bytes; what is longer names nobody

crypto::HashAlgorithm algorithm_of(config::Options const& options) {
  return options.auth.passwords.bcrypt ? crypto::HashAlgorithm::bcrypt
                                       : crypto::HashAlgorithm::argon2id;
}

std::int64_t microseconds_since(Steady::time_point start) {
  return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - start).count();
}

/// Three times the slower of the two usual hashes, so that a check seldom takes longer. Measured
/// once per process.
std::int64_t usual_hash_us() {
  static std::int64_t const measured = [] {
    std::int64_t slowest = 0;
    for (auto const algorithm : {crypto::HashAlgorithm::argon2id, crypto::HashAlgorithm::bcrypt}) {
      auto const start = Steady::now();
      (void)crypto::verify_password(Secret("not the password"), crypto::dummy_hash(algorithm));
      slowest = std::max(slowest, microseconds_since(start));
    }
    return slowest * 3;
  }();
  return measured;
}

/// To half as much again as was needed: few and wide steps, as each tells the time of one check.
void raise_for(std::atomic<std::int64_t>& value, std::int64_t needed) {
  auto seen = value.load();
  while (seen < needed && !value.compare_exchange_weak(seen, needed * 3 / 2)) {
  }
}

/// The same work as for an account with a password.
void pretend(Secret const& password, config::Options const& options) {
  (void)crypto::verify_password(password, crypto::dummy_hash(algorithm_of(options)));
}

Error wrong_password() {
  return {Kind::unauthenticated, "error.user.password.wrong", "Wrong password", {}, {}};
}

}  // namespace

Error masked_login() { return {Kind::forbidden, "error.access.login", "Invalid login", {}, {}}; }

Error rate_limited() {
  return {Kind::forbidden,
          "error.permission",
          "Rate limit exceeded",
          R"({"reason":"rate-limited"})",
          {}};
}

Error unknown_user(std::string_view name) {
  return {Kind::not_found,
          "error.user.notFound",
          "The user \"" + std::string(name.substr(0, longest_name)) + "\" cannot be found",
          {},
          {}};
}

Error bad_argument(std::string_view message) {
  return {Kind::invalid, "error.invalidArgument", std::string(message), {}, {}};
}

ThrottleLimits Auth::Impl::limits(Visit::State const& state) const {
  return {state.options->auth.trials, state.options->auth.timeout};
}

Attempt Auth::Impl::attempt_of(Visit::State const& state, std::string_view account) const {
  return {network_of(state.address.client), std::string(account),
          device_of(state, account).value_or(""), true};
}

Attempt Auth::Impl::attempt_by_name(Visit::State const& state, std::string_view name) const {
  if (name.size() > longest_name) return attempt_of(state, "");
  auto const user = parts.accounts.snapshot()->find_for_counting(name);
  return attempt_of(state, user ? user->id : std::string_view{});
}

/// Steps 2 to 5; the real reason of a failure.
Result<Auth::Impl::Verified> Auth::Impl::verify(Visit::State const& state, std::string_view name,
                                                Secret const& password) {
  auto const proven_at = now();
  auto user = name.size() > longest_name ? nullptr : parts.accounts.snapshot()->find(name);
  std::optional<accounts::PasswordFile> file;
  if (user) {
    LK_TRY(file, parts.accounts.password(user->id));
  }
  auto const length = accounts::check_password_length(password);
  bool const has_password = file && !file->hash.empty();
  if (!has_password && length) pretend(password, *state.options);
  if (!user) return Failure(unknown_user(name));
  if (!has_password)
    return fail(Kind::not_found, "error.user.password.undefined",
                "The user does not have a password");
  LK_CHECK(length);  // so that an endless password is never hashed (S6)
  if (!crypto::verify_password(password, file->hash.expose())) return Failure(wrong_password());
  return Verified{std::move(user), *std::move(file), proven_at};
}

Result<Auth::Impl::Verified> Auth::Impl::check_password(Visit::State& state, std::string_view name,
                                                        Secret const& password) {
  auto const least = usual_hash_us();  // measured before the clock below starts
  auto const start = Steady::now();
  auto attempt = attempt_by_name(state, name);
  auto const account = attempt.account;
  auto ticket = throttle.admit(std::move(attempt), limits(state));
  bool const is_admitted = ticket.has_value();
  auto verified = is_admitted ? verify(state, name, password) : Failure(rate_limited());
  if (verified) return verified;

  auto const& reason = verified.error();
  bool const is_ours = reason.kind == Kind::internal;  // an unreadable file is nobody's guess
  if (is_admitted && !is_ours)
    if (auto const counted = throttle.fail(*std::move(ticket), limits(state)); !counted)
      log::error("throttle.unwritable", {{"cause", counted.error().cause}});
  bool const is_named = state.options->auth.debug != config::AuthDebug::off;
  log::warn(is_admitted ? "login.failed" : "login.limited",
            {{"user", account},
             {"client", state.address.client},
             {"reason", is_named ? reason.key : ""}});
  if (is_ours) log::error("password.unreadable", {{"user", account}, {"cause", reason.cause}});
  // Whatever the check cost, the answer leaves at one time for all: a hash of another cost must not
  // tell (S5).
  auto const spent = std::min<std::int64_t>(microseconds_since(start), 2'000'000);
  if (spent > least) raise_for(usual_check_us, spent);
  auto const usual = std::chrono::microseconds(std::max(least, usual_check_us.load()));
  state.not_before = std::max(state.not_before, start + usual);
  delay(state, 10, 2000);
  return state.debug_on_wire() ? verified : Failure(masked_login());
}

void Auth::Impl::upgrade(Visit::State const& state, Verified const& verified,
                         Secret const& password) {
  auto const& options = state.options->auth.passwords;
  auto const algorithm = algorithm_of(*state.options);
  if (!options.upgrade || !crypto::needs_upgrade(verified.file.hash.expose(), algorithm)) return;
  auto const& id = verified.user->id;
  if (auto const done = parts.accounts.upgrade_hash(id, password, verified.file.stamp, algorithm);
      !done)
    log::warn("password.upgrade_failed", {{"user", id}, {"cause", done.error().cause}});
}

std::shared_ptr<Session const> Auth::Impl::reset_session(Visit::State& state,
                                                         accounts::Actor const& actor,
                                                         std::string_view target_id) {
  auto const& id = actor.user().id;
  if (actor.means() != accounts::Means::session || id != target_id) return nullptr;
  look(state);
  auto const& session = state.main_session();
  return session && session->may_reset && session->user == id ? session : nullptr;
}

Result<> Auth::spend_reset(Visit& visit, accounts::Actor const& actor, std::string_view target_id) {
  auto const session = impl_->reset_session(visit.state(), actor, target_id);
  if (!session) return {};
  bool was_mine = false;
  LK_CHECK(impl_->sessions.change(
      session->key, [&](Session& s) { was_mine = std::exchange(s.may_reset, false); }));
  return was_mine ? Result<>{} : accounts::check_password_length(Secret());
}

Result<> Auth::check_current_password(Visit& visit, accounts::Actor const& actor,
                                      std::string_view target_id,
                                      json::value const* current_password) {
  auto& state = visit.state();
  auto const& id = actor.user().id;
  if (impl_->reset_session(state, actor, target_id)) return {};
  Secret const password(current_password && current_password->is_string()
                            ? std::string(current_password->as_string())
                            : std::string());
  LK_CHECK(accounts::check_password_length(password));
  auto attempt = impl_->attempt_of(state, id);
  attempt.counts_network = false;
  auto ticket = impl_->throttle.admit(std::move(attempt), impl_->limits(state));
  bool const is_admitted = ticket.has_value();
  if (is_admitted) {
    LK_TRY(auto const file, impl_->parts.accounts.password(id));
    if (file && crypto::verify_password(password, file->hash.expose())) return {};
    LK_CHECK(impl_->throttle.fail(*std::move(ticket), impl_->limits(state)));
  }
  log::warn(is_admitted ? "password.proof_failed" : "password.proof_limited",
            {{"user", id}, {"client", state.address.client}});
  return Failure(wrong_password());
}

}  // namespace latchkey::auth
