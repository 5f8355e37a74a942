#pragma once
// The session of a visitor nobody knows: a signed value in the cookie, nothing on the server
// (security S27).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "auth/csrf.h"

namespace latchkey::auth {

/// Seed of the CSRF token, and the life of the cookie in unix seconds.
struct AnonymousCookie {
  Seed seed{};
  std::int64_t start = 0, expires = 0;
  /// Less than half of the life is left. Source: spec/auth 6, last table.
  bool renewal_due(std::int64_t now) const { return 2 * (expires - now) < expires - start; }
};

/// base64url(seed, start, expires, HMAC). Pure.
std::string print_anonymous(Secret const& key, AnonymousCookie const& cookie);
/// None for a text we did not sign, and from `expires` on. Pure.
std::optional<AnonymousCookie> parse_anonymous(Secret const& key, std::string_view text,
                                               std::int64_t now);

}  // namespace latchkey::auth
