#pragma once
// CSRF tokens: a keyed hash of a session's seed, so that one token serves visitor, login and logout
// without being stored. Source: spec/auth 5, 6.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/random.h"
#include "core/secret.h"
#include "http/message.h"

namespace latchkey::auth {

using Seed = std::array<std::uint8_t, 16>;

Seed make_seed(Random& random);
std::string_view as_bytes(Seed const& seed);

/// 64 lower-case hex digits. Pure.
std::string make_csrf_token(Secret const& key, Seed const& seed);

/// The query parameter `csrf`, which counts where the header X-CSRF is absent; none for a list.
/// Source: spec/auth 5.
std::optional<std::string> csrf_parameter(http::Request const& request);

/// Equal, compared in constant time on digests of equal length, so that not even the length leaks.
bool is_same_token(std::string_view expected, std::string_view sent);

}  // namespace latchkey::auth
