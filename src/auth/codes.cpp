#include "auth/codes.h"

#include <algorithm>

#include "auth/bytes.h"
#include "core/text.h"
#include "crypto/digest.h"
#include "crypto/totp.h"

namespace latchkey::auth {
namespace {

constexpr std::string_view table = "totp_steps";

}  // namespace

Secret make_code(Random& random) {
  auto const digits = std::to_string(random.below(1'000'000));
  return Secret(std::string(6 - digits.size(), '0') + digits);
}

std::string spaced(Secret const& code) {
  return std::string(code.expose().substr(0, 3)) + " " + std::string(code.expose().substr(3));
}

std::string hash_code(Secret const& key, std::string_view account, std::string_view code) {
  std::string text;
  append_text(text, account);
  append_text(text, code);
  return std::string(crypto::as_bytes(crypto::hmac_sha256(key.expose(), text)));
}

std::string read_code(json::value const* value) {
  if (value == nullptr) return "";
  if (value->is_string()) return std::string(value->as_string()).substr(0, 64);
  if (value->is_int64()) return std::to_string(value->as_int64());
  return "";
}

bool is_mailed_code(Secret const& key, std::string_view account, std::string_view hash,
                    std::string_view typed) {
  std::string code(typed);
  std::erase_if(code, is_space);
  return crypto::equal_constant_time(hash_code(key, account, code), hash);
}

Result<bool> TotpSteps::accept(std::string_view account, Secret const& base32,
                               std::string_view typed, std::int64_t now) {
  std::string code(typed);
  std::erase_if(code, [](char c) { return !is_digit(c); });
  auto const step = crypto::matching_totp_step(base32, code, now);
  if (!step) return false;
  std::lock_guard const lock(mutex_);
  LK_TRY(auto const last, state_.get(table, account));
  if (last && last->value.size() == 8 &&
      static_cast<std::int64_t>(read_number(last->value)) >= *step)
    return false;
  store::Row row{std::string(account), "", std::string(account), 0};
  append_number(row.value, static_cast<std::uint64_t>(*step));
  LK_CHECK(
      state_.apply({{store::Change::What::put, std::string(table), row}}, store::Durability::full));
  return true;
}

Result<> TotpSteps::forget(std::string_view account) {
  return state_.erase_owner(table, account, store::Durability::full);
}

}  // namespace latchkey::auth
