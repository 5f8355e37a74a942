#include "crypto/totp.h"

#include <gtest/gtest.h>

#include "support/fakes.h"

namespace latchkey::crypto {
namespace {

// "12345678901234567890", the SHA-1 secret of RFC 6238, appendix B.
Secret const rfc_secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

// Oracle: RFC 6238, appendix B; its eight digits end in the six of ours (RFC 4226, 5.3).
TEST(TotpCode, GivesTheTestVectorsOfRfc6238) {
  std::pair<std::int64_t, char const*> const rows[] = {
      {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
      {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  for (auto const& [time, code] : rows) {
    EXPECT_EQ(totp_code(rfc_secret, time / 30), code);
    EXPECT_EQ(matching_totp_step(rfc_secret, code, time), time / 30);
  }
}

// Oracle: spec/auth 9, answering 4: the previous, the present and the next half minute.
TEST(MatchingTotpStep, AcceptsOneStepToEitherSideAndNamesIt_S7) {
  std::int64_t const now = 1'700'000'015, step = now / 30;
  for (auto const offset : {-1, 0, 1})
    EXPECT_EQ(matching_totp_step(rfc_secret, totp_code(rfc_secret, step + offset), now),
              step + offset);
  for (auto const offset : {-2, 2})
    EXPECT_EQ(matching_totp_step(rfc_secret, totp_code(rfc_secret, step + offset), now),
              std::nullopt);
}

TEST(MatchingTotpStep, RefusesOtherShapesThanSixDigits) {  // oracle: spec/auth 9; S10
  for (auto const* code : {"", "287", "94287082", "287082 ", "287 082"})
    EXPECT_FALSE(matching_totp_step(rfc_secret, code, 59)) << code;
  EXPECT_FALSE(matching_totp_step(rfc_secret, std::string_view("28708\0", 6), 59));
}

TEST(MatchingTotpStep, RefusesEveryCodeForABrokenSecret) {  // oracle: RFC 4648, table 3
  for (auto const* secret : {"", "1", "!!!!!!!!", "GEZDGNBVGY3TQOJ*"}) {
    EXPECT_EQ(totp_code(Secret(secret), 1), "") << secret;
    EXPECT_FALSE(matching_totp_step(Secret(secret), "", 59)) << secret;
    EXPECT_FALSE(matching_totp_step(Secret(secret), "000000", 59)) << secret;
  }
  EXPECT_EQ(totp_code(Secret(std::string(100'000, 'A')), 1), "");
}

TEST(TotpCode, IsEmptyBeforeTheEpoch) {
  EXPECT_EQ(totp_code(rfc_secret, -1), "");
}  // RFC 6238, 4.2: T counts from T0

// Oracle: inverse – the secret it makes is one it reads; spec/auth 9: 32 base32 digits.
TEST(MakeTotpSecret, Has32DigitsAndItsCodesMatch) {
  test::SeededRandom random;
  auto const secret = make_totp_secret(random);
  EXPECT_EQ(secret.size(), 32U);
  EXPECT_EQ(secret.expose().find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
            std::string_view::npos);
  EXPECT_EQ(matching_totp_step(secret, totp_code(secret, 7), 7 * 30), 7);
}

}  // namespace
}  // namespace latchkey::crypto
