#pragma once
// One stored session as a value, its questions and its row. Source: spec/auth 6, DESIGN 4.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "auth/csrf.h"
#include "core/clock.h"
#include "crypto/digest.h"
#include "store/state_store.h"

namespace latchkey::auth {

/// A second step that waits for its code. A decoy (`account_id` empty) looks the same and is never
/// right.
struct Challenge {
  std::string type;        ///< "email" or "totp"
  std::string name;        ///< as the client wrote it
  std::string mode;        ///< "login", "password-reset" or "2fa"
  std::string account_id;  ///< the only account a code of it is accepted for; empty for a decoy
  std::string code_hash;   ///< keyed hash of an e-mailed code
  std::int64_t expires = 0;
  int wrong_codes = 0;
  std::string stamp;  ///< of the password file a first step was proven against; "" without one
};

/// Immutable once in the store; every change makes a new one. Times in unix seconds unless named
/// otherwise.
struct Session {
  crypto::Digest key{};  ///< SHA-256 of the token, which itself is stored nowhere
  Seed seed{};
  std::string user;  ///< account id; empty: nobody is logged in
  std::int64_t created = 0, expires = 0, duration = 0;
  std::int64_t idle_limit = 0;  ///< 0: none
  std::int64_t login_ms = 0;    ///< moment of the login's proof, unix milliseconds
  bool is_long = false;
  bool token_handed_out = false;  ///< a CSRF token was shown, so the seed outlives the login
  bool may_reset = false;  ///< a fresh reset: the own password may be set once without the old one
  std::shared_ptr<Challenge const> challenge;
  std::string address, agent;
  std::string csrf;  ///< token of the seed, kept so that no request computes it

  bool is_pending() const { return user.empty(); }
};

/// Due once less than half of the duration is left. Source: spec/auth 6.
inline bool renewal_due(Session const& session, std::int64_t now) {
  return 2 * (session.expires - now) < session.duration;
}

/// Ended by age, or idle for more than the limit in whole seconds (long sessions never are).
inline bool is_over(Session const& session, std::int64_t last_seen, std::int64_t now) {
  if (now >= session.expires) return true;
  return !session.is_long && session.idle_limit > 0 && now - last_seen > session.idle_limit;
}

/// Short name of a session for people and logs; tells nothing about its token.
std::string public_id(Session const& session);

/// The session without its `csrf`, as docs/formats names it.
store::Row to_row(Session const& session, std::int64_t last_seen);

struct StoredSession {
  Session session;
  std::int64_t last_seen = 0;
};
/// None for a row that is none of ours.
std::optional<StoredSession> from_row(store::Row const& row);

}  // namespace latchkey::auth
