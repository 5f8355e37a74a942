#pragma once
// The forms of stored password hashes, read strictly before any library works on them.

#include <cstdint>
#include <optional>
#include <string_view>

namespace latchkey::crypto {

/// What `$argon2id$v=19$m=M,t=T,p=P$salt$hash` says about its cost; M in KiB.
struct Argon2Form {
  std::uint32_t memory = 0, passes = 0, lanes = 0;
};

/// Caps, beyond which a stored hash counts as unknown: a mistake in one file must not stop the
/// server.
inline constexpr std::uint32_t max_argon2_memory = 1 << 20, max_argon2_passes = 32,
                               max_argon2_lanes = 16;
inline constexpr int max_bcrypt_cost = 18;

/// A PHC string of version 1.3: salt of 8 to 64 bytes, hash of 16 to 64 bytes, numbers without
/// leading zeros and within the caps. None for anything else.
std::optional<Argon2Form> parse_argon2_form(std::string_view hash);

/// The cost of `$2y$`, `$2a$` or `$2b$`, 4 to `max_bcrypt_cost`, with 53 further digits. None for
/// anything else.
std::optional<int> parse_bcrypt_cost(std::string_view hash);

}  // namespace latchkey::crypto
