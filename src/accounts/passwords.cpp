#include <zxcvbn.h>

#include <algorithm>

#include "accounts/accounts.h"
#include "core/text.h"

namespace latchkey::accounts {
namespace {

constexpr std::size_t max_length = 1000;
constexpr double common_bits = 14;
constexpr std::size_t judged_bytes = 64;  ///< zxcvbn's work grows with the square of the length

/// Code points; of bytes that are no UTF-8, those that begin one.
std::size_t count(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

Failure too_short(std::size_t min_length) {
  return fail(Kind::invalid, "error.user.password.invalid",
              "Please enter a valid password. Passwords must be at least " +
                  std::to_string(min_length) + " characters long.");
}

/// The first bytes decide: what stands behind them adds to what must be guessed.
bool is_common(Secret const& password) {
  Secret const start(std::string(password.expose().substr(0, judged_bytes)));
  return ZxcvbnMatch(start.expose().data(), nullptr, nullptr) < common_bits;
}

}  // namespace

Result<> check_password_length(Secret const& password, std::size_t min_length) {
  auto const text = password.expose();
  bool const surely_excessive =
      text.size() > 4 * max_length;  // so that 1 MB costs nothing (security S6)
  auto const length = surely_excessive ? max_length + 1 : count(text);
  if (length < min_length) return too_short(min_length);
  if (length > max_length)
    return fail(
        Kind::invalid, "error.user.password.excessive",
        "Please enter a valid password. Passwords must not be longer than 1000 characters.");
  return {};
}

Result<> check_new_password(Secret const& password, PasswordRules const& rules) {
  LK_CHECK(check_password_length(password, rules.min_length));
  if (!rules.allow_common && is_common(password))
    return fail(
        Kind::invalid, "error.user.password.invalid",
        "Please enter a valid password. This one is among the first that would be guessed.");
  return {};
}

}  // namespace latchkey::accounts
