#pragma once
// Password hashes: verify `$2y$ $2a$ $2b$` and `$argon2id$`, write `$argon2id$` (or `$2y$10$` where
// asked).

#include <chrono>
#include <string>
#include <string_view>

#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"

namespace latchkey::crypto {

enum class HashAlgorithm { argon2id, bcrypt };

/// A new hash: Argon2id m = 19 MiB, t = 2, p = 1, or `$2y$10$`. Takes tens of milliseconds and, for
/// Argon2id, 19 MiB. Errors: internal when memory is short.
Result<std::string> hash_password(Secret const& password, HashAlgorithm algorithm, Random& random);

/// Whether `password` belongs to `hash`. A hash of unknown form is false after the dummy's work.
/// Cost parameters of stored Argon2 hashes are capped (memory 1 GiB, t 32), beyond that false.
bool verify_password(Secret const& password, std::string_view hash);

/// Whether a successful login should rewrite `hash`: another algorithm, or weaker parameters.
bool needs_upgrade(std::string_view hash, HashAlgorithm wanted);

/// A hash nobody's password matches, of the usual cost, for unknown users and users without
/// password.
std::string_view dummy_hash(HashAlgorithm algorithm);

/// Whether `hash` has a form verify_password understands.
bool is_known_hash(std::string_view hash);

}  // namespace latchkey::crypto
