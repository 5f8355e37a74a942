#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <chrono>

#include "accounts/accounts.h"

namespace latchkey::accounts {
namespace {

std::string verdict(std::string password, PasswordRules const& rules = {}) {
  auto const result = check_new_password(Secret(std::move(password)), rules);
  return result ? "ok" : result.error().key;
}

// Oracle: spec/auth 4 (keys and messages), 8.4 (characters, not bytes).
TEST(CheckNewPassword, MeasuresCharacters) {
  EXPECT_EQ(verdict(""), "error.user.password.invalid");
  EXPECT_EQ(verdict("short"), "error.user.password.invalid");
  EXPECT_EQ(verdict("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F"), "error.user.password.invalid")
      << "eight bytes, four characters";
  EXPECT_EQ(verdict("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xC3\x84\xC3\x96\xC3\x9C\xE2\x82\xAC"), "ok");
  std::string euros;
  for (int i = 0; i < 1000; ++i) euros += "\xE2\x82\xAC";
  EXPECT_EQ(verdict(euros, {8, true}), "ok");
  EXPECT_EQ(verdict(euros + "x"), "error.user.password.excessive");
  EXPECT_EQ(check_password_length(Secret("short")).error().message,
            "Please enter a valid password. Passwords must be at least 8 characters long.");
  EXPECT_EQ(check_password_length(Secret(std::string(1001, 'x'))).error().message,
            "Please enter a valid password. Passwords must not be longer than 1000 characters.");
  EXPECT_EQ(verdict("twelve-chars", {15, false}), "error.user.password.invalid");
}

// Oracle: security 4 (libzxcvbn below 14 bits) and the passwords of the recorded cases, which must
// pass.
TEST(CheckNewPassword, RefusesTheCommonest) {
  for (auto const* common : {"password", "12345678", "password1", "qwertyuiop", "aaaaaaaaaaaa",
                             "abcdefgh", "iloveyou"}) {
    EXPECT_EQ(verdict(common), "error.user.password.invalid") << common;
    EXPECT_EQ(verdict(common, {8, true}), "ok") << common;
  }
  for (auto const* fine :
       {"new-secret-pass-1", "longenough1", "another-pass-1", "gannet-harbor-11", "ada-password-1"})
    EXPECT_EQ(verdict(fine), "ok") << fine;
}

// Oracle: security S6 (a 1 MB password costs under 5 ms and is never hashed).
TEST(S6, AMegabyteCostsNothing) {
  Secret const huge(std::string(1 << 20, 'x'));
  auto const begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) ASSERT_FALSE(check_new_password(huge, {}));
  auto const each = (std::chrono::steady_clock::now() - begin) / 100;
  EXPECT_LT(each, std::chrono::milliseconds(5));
}

TEST(CheckNewPassword, TakesAnyBytes) {
  EXPECT_TRUE(rc::check([](std::string const& text) {
    auto const checked = check_new_password(Secret(text), {});
    RC_ASSERT(checked || checked.error().kind == Kind::invalid);
  }));
}

}  // namespace
}  // namespace latchkey::accounts
