#pragma once
// One-time codes: made, hashed, compared; each time step of an authenticator counts once. Source:
// spec/auth 9, security S7.

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "formats/json.h"
#include "store/state_store.h"

namespace latchkey::auth {

/// Six random digits.
Secret make_code(Random& random);
/// "123456" as "123 456".
std::string spaced(Secret const& code);
/// Keyed and bound to the account, so that a stored hash cannot be tried out.
std::string hash_code(Secret const& key, std::string_view account, std::string_view code);

/// The code of a body as text: strings as they are, whole numbers in decimal; everything else is no
/// code and thus a wrong one (S10).
std::string read_code(json::value const* value);

/// Whether `typed` (spaces removed) is the e-mailed code behind `hash`. Constant time.
bool is_mailed_code(Secret const& key, std::string_view account, std::string_view hash,
                    std::string_view typed);

/// Last accepted time step of each account's authenticator. Safe from any thread.
class TotpSteps {
 public:
  explicit TotpSteps(store::StateStore& state) : state_(state) {}
  /// Whether `typed` (all but digits removed) is right now, later than every code accepted before.
  /// It is then spent, durably. Errors: internal when that cannot be stored.
  Result<bool> accept(std::string_view account, Secret const& base32, std::string_view typed,
                      std::int64_t now);
  Result<> forget(std::string_view account);

 private:
  store::StateStore& state_;
  std::mutex mutex_;
};

}  // namespace latchkey::auth
