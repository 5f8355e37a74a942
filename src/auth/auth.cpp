#include "auth/auth.h"

#include "auth/impl.h"
#include "core/log.h"

namespace latchkey::auth {
namespace {

constexpr std::string_view logins_file = "site/accounts/.logins";

/// Reads the original's counters into a new store; the file is never written. Source: spec/auth 10.
void import_logins(Auth::Impl& impl) {
  auto const text = impl.parts.files.read(logins_file);
  if (!text) return;
  auto const accounts = impl.parts.accounts.snapshot();
  auto const imported = impl.throttle.import(*text, [&](std::string_view name) {
    auto const user = accounts->find_for_counting(name);
    return user ? user->id : std::string();
  });
  if (!imported) log::error("throttle.import_failed", {{"cause", imported.error().cause}});
}

}  // namespace

Auth::Impl::Impl(Parts given)
    : parts(std::move(given)),
      keys(parts.site_key),
      sessions(parts.state, parts.clock, parts.random, keys.csrf),
      throttle(parts.state, parts.clock),
      proofs(parts.clock, parts.random),
      totp_steps(parts.state) {
  if (parts.state_is_new) import_logins(*this);
}

Auth::Auth(Parts parts) : impl_(std::make_unique<Impl>(std::move(parts))) {}
Auth::~Auth() = default;

Result<std::vector<std::string>> Auth::login_methods(config::Options const& options) const {
  auto const& methods = options.auth.methods;
  if (methods.contradiction) return Failure(bad_argument(*methods.contradiction));
  return methods.names();
}

Result<json::array> Auth::list_sessions(std::string_view user_id_or_empty) {
  json::array out;
  for (auto const& [session, last_seen] : impl_->sessions.list(user_id_or_empty))
    out.push_back(json::object{{"id", public_id(*session)},
                               {"user", session->user},
                               {"created", session->created},
                               {"last_seen", last_seen},
                               {"expires", session->expires},
                               {"address", session->address},
                               {"agent", json::text(session->agent)},
                               {"long", session->is_long}});
  return out;
}

Result<std::size_t> Auth::end_sessions(std::string_view user_id_or_empty,
                                       std::string_view public_id_or_empty) {
  if (public_id_or_empty.empty() && !user_id_or_empty.empty())
    return impl_->sessions.end_user(user_id_or_empty);
  std::size_t ended = 0;
  for (auto const& [session, last_seen] : impl_->sessions.list(user_id_or_empty)) {
    if (!public_id_or_empty.empty() && public_id(*session) != public_id_or_empty) continue;
    LK_TRY(bool const was_there, impl_->sessions.end(session->key));
    ended += was_there ? 1 : 0;
    log::info("session.ended",
              {{"user", session->user}, {"session", public_id(*session)}, {"reason", "revoked"}});
  }
  return ended;
}

void Auth::tick() {
  impl_->sessions.tick();
  impl_->throttle.tick();
}

void Auth::flush() {
  impl_->mails.drain(std::chrono::seconds(5));
  impl_->sessions.flush();
}

Auth::Counts Auth::counts() const {
  return {impl_->sessions.size(), impl_->proofs.size(), impl_->delayed.load()};
}

}  // namespace latchkey::auth
