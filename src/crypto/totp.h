#pragma once
// Time-based one-time codes (RFC 6238: SHA-1, 6 digits, 30 s), by liboath.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/random.h"
#include "core/secret.h"

namespace latchkey::crypto {

/// The time step (unix seconds / 30) whose code equals `code`, among the previous, present and next
/// one; every step is computed and compared in constant time. `base32` is the stored secret. None
/// for a wrong code or broken secret.
std::optional<std::int64_t> matching_totp_step(Secret const& base32, std::string_view code,
                                               std::int64_t unix_seconds);

/// The code of one step, six digits. Empty for a broken secret.
std::string totp_code(Secret const& base32, std::int64_t step);

/// 20 random bytes as 32 base32 digits.
Secret make_totp_secret(Random& random);

}  // namespace latchkey::crypto
