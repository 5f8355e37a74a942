#pragma once
// Digests, keyed digests, encodings and constant-time comparison; libsodium underneath.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/random.h"

namespace latchkey::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view bytes);
/// BLAKE2b-256 keyed with 16 to 64 bytes.
Digest blake2b(std::string_view key, std::string_view bytes);

std::string to_hex(std::string_view bytes);
std::string to_hex(Digest const& digest);
std::string_view as_bytes(Digest const& digest);

std::string to_base64url(std::string_view bytes);  ///< without padding
std::optional<std::string> from_base64url(std::string_view text);
/// Lenient as HTTP Basic of the original: white space skipped, padding optional; broken input:
/// empty text.
std::string from_base64_lenient(std::string_view text);

/// Equal, in time that depends on the lengths only.
bool equal_constant_time(std::string_view a, std::string_view b);

/// `n` random bytes, as they come.
std::string random_bytes(Random& random, std::size_t n);

/// The system's generator. Safe from any thread.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::byte> out) override;
};

/// Once per process before anything else in crypto.
void initialise();

}  // namespace latchkey::crypto
