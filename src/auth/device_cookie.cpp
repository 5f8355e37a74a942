#include "auth/device_cookie.h"

#include "auth/bytes.h"
#include "crypto/digest.h"

namespace latchkey::auth {
namespace {

constexpr std::size_t id_size = 32, payload_size = id_size + 8;

std::string sign(Secret const& key, std::string_view account, std::string_view payload) {
  std::string text;
  append_text(text, account);
  text += payload;
  return std::string(crypto::as_bytes(crypto::hmac_sha256(key.expose(), text)));
}

}  // namespace

std::string make_device_id(Random& random) {
  return crypto::to_hex(crypto::random_bytes(random, id_size / 2));
}

std::string print_device(Secret const& key, std::string_view account, std::string_view device_id,
                         std::int64_t issued) {
  std::string payload(device_id);
  append_number(payload, static_cast<std::uint64_t>(issued));
  return crypto::to_base64url(payload + sign(key, account, payload));
}

std::optional<std::string> parse_device(Secret const& key, std::string_view account,
                                        std::string_view value, std::int64_t now) {
  if (account.empty() || value.size() > 200) return std::nullopt;
  auto const bytes = crypto::from_base64url(value);
  if (!bytes || bytes->size() != payload_size + sizeof(crypto::Digest)) return std::nullopt;
  auto const payload = std::string_view(*bytes).substr(0, payload_size);
  if (!crypto::equal_constant_time(sign(key, account, payload),
                                   std::string_view(*bytes).substr(payload_size)))
    return std::nullopt;
  auto const issued = static_cast<std::int64_t>(read_number(payload.substr(id_size)));
  if (now - issued >= device_cookie_life) return std::nullopt;
  return std::string(payload.substr(0, id_size));
}

}  // namespace latchkey::auth
