#pragma once
// The cookie `latchkey_device`: says that this browser has logged in to one account before. It
// gives no right, only a counter of its own (security.md 3).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/random.h"
#include "core/secret.h"

namespace latchkey::auth {

constexpr std::string_view device_cookie_name = "latchkey_device";
constexpr std::int64_t device_cookie_life = 180 * 86400;

/// 16 random bytes as hex: the name of a device.
std::string make_device_id(Random& random);

/// base64url(id, time of issue, HMAC over both and the account). The account is not in it. Pure.
std::string print_device(Secret const& key, std::string_view account, std::string_view device_id,
                         std::int64_t issued);

/// The device's id if we signed the value for `account` less than 180 days ago. Pure.
std::optional<std::string> parse_device(Secret const& key, std::string_view account,
                                        std::string_view value, std::int64_t now);

}  // namespace latchkey::auth
