#pragma once
// Basic credentials that were verified a moment ago, so that a machine pays for one password hash
// every few minutes, not for each request. Only successes; the throttle is asked first. Source:
// spec/auth 17.

#include <chrono>
#include <list>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "accounts/accounts.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/secret.h"
#include "crypto/digest.h"

namespace latchkey::auth {

/// Safe from any thread. Entries are keyed digests under a key of this process; nothing of the
/// password is kept.
class Proofs {
 public:
  static constexpr std::size_t capacity = 4096;
  static constexpr std::chrono::minutes life{5};

  Proofs(Clock const& clock, Random& random);

  /// Whether this password was verified against this very state of the password file.
  bool is_remembered(std::string_view account, accounts::PasswordFile const& file,
                     Secret const& password);
  void remember(std::string_view account, accounts::PasswordFile const& file,
                Secret const& password);
  void forget(std::string_view account);
  std::size_t size() const;

 private:
  struct Entry {
    crypto::Digest digest;
    std::string account;
    Instant until;
  };
  struct Hash {
    std::size_t operator()(crypto::Digest const& digest) const noexcept;
  };
  crypto::Digest digest_of(std::string_view account, accounts::PasswordFile const& file,
                           Secret const& password) const;

  Clock const& clock_;
  Secret key_;
  mutable std::mutex mutex_;
  std::list<Entry> by_use_;  ///< latest first
  std::unordered_map<crypto::Digest, std::list<Entry>::iterator, Hash> entries_;
};

}  // namespace latchkey::auth
