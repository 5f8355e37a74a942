#include "crypto/digest.h"

#include <liboath/oath.h>
#include <sodium.h>

#include "core/result.h"
#include "core/text.h"

namespace latchkey::crypto {
namespace {

auto const* bytes_of(std::string_view text) {
  return reinterpret_cast<unsigned char const*>(text.data());
}

constexpr int url_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

/// Value of a digit of RFC 4648, table 1; -1 for any other byte.
constexpr int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

/// The digits of `text` without space and padding; none when broken.
std::optional<std::string> base64_digits(std::string_view text) {
  std::string digits;
  std::size_t padding = 0;
  for (char const c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
    } else if (padding > 0 || base64_value(c) < 0) {
      return std::nullopt;
    } else {
      digits += c;
    }
  }
  bool const padding_fits = padding == 0 || (padding <= 2 && (digits.size() + padding) % 4 == 0);
  if (digits.size() % 4 == 1 || !padding_fits) return std::nullopt;
  return digits;
}

}  // namespace

void initialise() {
  static bool const ready = sodium_init() >= 0 && oath_init() == OATH_OK;
  LK_ASSERT(ready);
}

Digest sha256(std::string_view bytes) {
  Digest out;
  crypto_hash_sha256(out.data(), bytes_of(bytes), bytes.size());
  return out;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  Digest out;
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.size());
  crypto_auth_hmacsha256_final(&state, out.data());
  sodium_memzero(&state, sizeof state);
  return out;
}

Digest blake2b(std::string_view key, std::string_view bytes) {
  LK_ASSERT(key.size() >= crypto_generichash_KEYBYTES_MIN &&
            key.size() <= crypto_generichash_KEYBYTES_MAX);
  Digest out;
  crypto_generichash(out.data(), out.size(), bytes_of(bytes), bytes.size(), bytes_of(key),
                     key.size());
  return out;
}

std::string to_hex(std::string_view bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes_of(bytes), bytes.size());
  out.pop_back();
  return out;
}

std::string to_hex(Digest const& digest) { return to_hex(as_bytes(digest)); }

std::string_view as_bytes(Digest const& digest) {
  return {reinterpret_cast<char const*>(digest.data()), digest.size()};
}

std::string to_base64url(std::string_view bytes) {
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), url_variant), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), url_variant);
  out.pop_back();  // the terminating NUL
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  // libsodium 1.0.18 takes bytes above 0x7F for the digit '_'.
  auto const is_digit64 = [](char c) { return is_alnum(c) || c == '-' || c == '_'; };
  if (!std::ranges::all_of(text, is_digit64)) return std::nullopt;
  std::string out(text.size() / 4 * 3 + 3, '\0');
  std::size_t length = 0;
  char const* end = nullptr;
  auto const failed =
      sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &length, &end, url_variant);
  if (failed != 0 || end != text.data() + text.size()) return std::nullopt;
  out.resize(length);
  return out;
}

std::string from_base64_lenient(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (char const c : base64_digits(text).value_or("")) {
    bits = bits << 6 | static_cast<std::uint32_t>(base64_value(c));
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFF);
  }
  return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_bytes(Random& random, std::size_t n) {
  std::string out(n, '\0');
  random.fill(std::as_writable_bytes(std::span(out)));
  return out;
}

void SystemRandom::fill(std::span<std::byte> out) {
  initialise();
  randombytes_buf(out.data(), out.size());
}

}  // namespace latchkey::crypto
