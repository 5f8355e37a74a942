#include "auth/anonymous_cookie.h"

#include <algorithm>

#include "auth/bytes.h"
#include "crypto/digest.h"

namespace latchkey::auth {
namespace {

constexpr std::size_t payload_size = sizeof(Seed) + 8 + 8;

std::string sign(Secret const& key, std::string_view payload) {
  return std::string(crypto::as_bytes(crypto::hmac_sha256(key.expose(), payload)));
}

}  // namespace

std::string print_anonymous(Secret const& key, AnonymousCookie const& cookie) {
  std::string payload(as_bytes(cookie.seed));
  append_number(payload, static_cast<std::uint64_t>(cookie.start));
  append_number(payload, static_cast<std::uint64_t>(cookie.expires));
  return crypto::to_base64url(payload + sign(key, payload));
}

std::optional<AnonymousCookie> parse_anonymous(Secret const& key, std::string_view text,
                                               std::int64_t now) {
  auto const bytes = crypto::from_base64url(text);
  if (!bytes || bytes->size() != payload_size + sizeof(crypto::Digest)) return std::nullopt;
  auto const payload = std::string_view(*bytes).substr(0, payload_size);
  if (!crypto::equal_constant_time(sign(key, payload),
                                   std::string_view(*bytes).substr(payload_size)))
    return std::nullopt;
  AnonymousCookie out;
  std::copy_n(payload.begin(), out.seed.size(), reinterpret_cast<char*>(out.seed.data()));
  out.start = static_cast<std::int64_t>(read_number(payload.substr(sizeof(Seed))));
  out.expires = static_cast<std::int64_t>(read_number(payload.substr(sizeof(Seed) + 8)));
  return now < out.expires ? std::optional(out) : std::nullopt;
}

}  // namespace latchkey::auth
