#include "auth/csrf.h"

#include "crypto/digest.h"
#include "http/query.h"

namespace latchkey::auth {

Seed make_seed(Random& random) {
  Seed seed;
  random.fill(std::as_writable_bytes(std::span(seed)));
  return seed;
}

std::string_view as_bytes(Seed const& seed) {
  return {reinterpret_cast<char const*>(seed.data()), seed.size()};
}

std::string make_csrf_token(Secret const& key, Seed const& seed) {
  return crypto::to_hex(crypto::hmac_sha256(key.expose(), as_bytes(seed)));
}

std::optional<std::string> csrf_parameter(http::Request const& request) {
  if (request.query().empty()) return std::nullopt;
  auto const query = http::Query(request.query());
  auto const value = query.find("csrf");
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

bool is_same_token(std::string_view expected, std::string_view sent) {
  if (expected.size() == sent.size()) return crypto::equal_constant_time(expected, sent);
  return crypto::equal_constant_time(crypto::as_bytes(crypto::sha256(expected)),
                                     crypto::as_bytes(crypto::sha256(sent)));
}

}  // namespace latchkey::auth
