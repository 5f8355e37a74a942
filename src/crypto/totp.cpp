#include "crypto/totp.h"

#include <liboath/oath.h>
#include <strings.h>

#include <array>
#include <cstdlib>

#include "crypto/digest.h"

namespace latchkey::crypto {
namespace {

constexpr unsigned digits = 6;
constexpr std::int64_t step_seconds = 30;
constexpr std::size_t max_base32 = 256;

/// The key's bytes; empty for text that is no base32 or far too long.
Secret decode_base32(std::string_view base32) {
  char* bytes = nullptr;
  std::size_t length = 0;
  if (base32.size() > max_base32) return {};
  if (oath_base32_decode(base32.data(), base32.size(), &bytes, &length) != OATH_OK) return {};
  Secret out(std::string(bytes, length));
  explicit_bzero(bytes, length);
  std::free(bytes);
  return out;
}

std::string code_of(Secret const& key, std::int64_t step) {
  std::array<char, digits + 1> out{};
  if (key.empty() || step < 0) return {};
  auto const rc =
      oath_hotp_generate(key.expose().data(), key.size(), static_cast<std::uint64_t>(step), digits,
                         false, OATH_HOTP_DYNAMIC_TRUNCATION, out.data());
  return rc == OATH_OK ? std::string(out.data(), digits) : std::string();
}

}  // namespace

std::optional<std::int64_t> matching_totp_step(Secret const& base32, std::string_view code,
                                               std::int64_t unix_seconds) {
  auto const key = decode_base32(base32.expose());
  if (key.empty() || code.size() != digits) return std::nullopt;
  auto const present = unix_seconds / step_seconds;
  std::optional<std::int64_t> found;
  // No early end, and the latest step wins: a code that is right twice is used up once.
  for (auto const step : {present - 1, present, present + 1})
    if (equal_constant_time(code_of(key, step), code)) found = step;
  return found;
}

std::string totp_code(Secret const& base32, std::int64_t step) {
  return code_of(decode_base32(base32.expose()), step);
}

Secret make_totp_secret(Random& random) {
  Secret const key(random_bytes(random, 20));
  char* text = nullptr;
  std::size_t length = 0;
  if (oath_base32_encode(key.expose().data(), key.size(), &text, &length) != OATH_OK) std::abort();
  Secret out(std::string(text, length));
  explicit_bzero(text, length);
  std::free(text);
  return out;
}

}  // namespace latchkey::crypto
