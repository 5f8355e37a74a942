#include "crypto/password_form.h"

#include "core/text.h"

namespace latchkey::crypto {
namespace {

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<std::uint32_t> take_number(std::string_view& text, std::uint32_t least,
                                         std::uint32_t most) {
  auto const length = std::min(text.find_first_not_of("0123456789"), text.size());
  auto const digits = text.substr(0, length);
  auto const value = parse_unsigned(digits);
  if (!value || digits.front() == '0' || *value < least || *value > most) return std::nullopt;
  text.remove_prefix(length);
  return static_cast<std::uint32_t>(*value);
}

/// Unpadded base64 that stands for `least` to `most` bytes.
bool is_base64(std::string_view text, std::size_t least, std::size_t most) {
  auto const is_digit64 = [](char c) { return is_alnum(c) || c == '+' || c == '/'; };
  auto const bytes = text.size() * 3 / 4;
  return text.size() % 4 != 1 && bytes >= least && bytes <= most &&
         std::ranges::all_of(text, is_digit64);
}

}  // namespace

std::optional<Argon2Form> parse_argon2_form(std::string_view hash) {
  if (!take(hash, "$argon2id$v=19$m=")) return std::nullopt;
  auto const memory = take_number(hash, 8, max_argon2_memory);
  if (!memory || !take(hash, ",t=")) return std::nullopt;
  auto const passes = take_number(hash, 1, max_argon2_passes);
  if (!passes || !take(hash, ",p=")) return std::nullopt;
  auto const lanes = take_number(hash, 1, max_argon2_lanes);
  if (!lanes || *memory < 8 * *lanes || !take(hash, "$")) return std::nullopt;
  auto const [salt, tag] = cut(hash, '$');
  if (!is_base64(salt, 8, 64) || !is_base64(tag, 16, 64)) return std::nullopt;
  return Argon2Form{*memory, *passes, *lanes};
}

std::optional<int> parse_bcrypt_cost(std::string_view hash) {
  if (!take(hash, "$2y$") && !take(hash, "$2a$") && !take(hash, "$2b$")) return std::nullopt;
  auto const [cost_text, rest] = cut(hash, '$');
  auto const cost = parse_unsigned(cost_text);
  if (cost_text.size() != 2 || !cost || *cost < 4 || *cost > max_bcrypt_cost) return std::nullopt;
  auto const is_digit64 = [](char c) { return is_alnum(c) || c == '.' || c == '/'; };
  if (rest.size() != 53 || !std::ranges::all_of(rest, is_digit64)) return std::nullopt;
  return static_cast<int>(*cost);
}

}  // namespace latchkey::crypto
