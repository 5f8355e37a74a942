// CSRF tokens, the visitor's cookie, the device cookie, remembered proofs and codes.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "auth/anonymous_cookie.h"
#include "auth/codes.h"
#include "auth/csrf.h"
#include "auth/device_cookie.h"
#include "auth/proofs.h"
#include "crypto/totp.h"
#include "support/fakes.h"

namespace latchkey::auth {
namespace {

http::Request request(std::string target,
                      std::vector<std::pair<std::string, std::string>> const& headers = {}) {
  http::Request out;
  out.target = std::move(target);
  for (auto const& [name, value] : headers) out.headers.add(name, value);
  return out;
}

// Oracle: spec/auth 5.
TEST(CsrfToken, IsSixtyFourHexDigitsOfTheSeed) {
  Seed const one{1}, two{2};
  auto const token = make_csrf_token(Secret("key"), one);
  EXPECT_EQ(token.size(), 64U);
  EXPECT_EQ(token.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(token, make_csrf_token(Secret("key"), one));
  EXPECT_NE(token, make_csrf_token(Secret("key"), two));
  EXPECT_NE(token, make_csrf_token(Secret("other"), one));
}

TEST(CsrfToken, IsReadFromTheQueryByItsExactName) {
  EXPECT_EQ(csrf_parameter(request("/x?csrf=b")), "b");
  EXPECT_EQ(csrf_parameter(request("/x?CSRF=b")), std::nullopt);
  EXPECT_EQ(csrf_parameter(request("/x?csrf[]=b")), std::nullopt);
  EXPECT_EQ(csrf_parameter(request("/x")), std::nullopt);
}

TEST(CsrfToken, IsComparedWhole) {
  EXPECT_TRUE(is_same_token("abc", "abc"));
  EXPECT_FALSE(is_same_token("abc", "abd"));
  EXPECT_FALSE(is_same_token("abc", "ab"));
  EXPECT_FALSE(is_same_token("abc", ""));
}

TEST(AnonymousCookieTest, IsReadAsWrittenUntilItExpires) {
  Secret const key("key");
  AnonymousCookie const cookie{Seed{7, 8}, 100, 200};
  auto const text = print_anonymous(key, cookie);
  auto const read = parse_anonymous(key, text, 199);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->seed, cookie.seed);
  EXPECT_EQ(read->start, 100);
  EXPECT_EQ(read->expires, 200);
  EXPECT_FALSE(parse_anonymous(key, text, 200));
  EXPECT_FALSE(parse_anonymous(Secret("other"), text, 150));
}

TEST(AnonymousCookieTest, IsRenewedInItsSecondHalf) {
  AnonymousCookie const cookie{{}, 100, 200};
  EXPECT_FALSE(cookie.renewal_due(150));
  EXPECT_TRUE(cookie.renewal_due(151));
}

// Law: no changed character is accepted.
TEST(AnonymousCookieTest, IsRefusedWhenChanged) {
  EXPECT_TRUE(rc::check([] {
    auto text = print_anonymous(Secret("key"), {Seed{1}, 0, 1000});
    auto const at = *rc::gen::inRange<std::size_t>(0, text.size());
    auto const to = *rc::gen::element('A', 'b', '7', '-', '_', '=', ' ', '\0');
    RC_PRE(text[at] != to);
    text[at] = to;
    auto const read = parse_anonymous(Secret("key"), text, 10);
    // The last digit of base64 carries unused bits; the value itself must be the same then.
    RC_ASSERT(!read || (at + 1 == text.size() && read->seed == Seed{1}));
  }));
}

TEST(DeviceCookie, BelongsToOneAccountForHalfAYear) {
  Secret const key("key");
  test::SeededRandom random;
  auto const id = make_device_id(random);
  auto const value = print_device(key, "ada", id, 1000);
  EXPECT_EQ(parse_device(key, "ada", value, 1000 + 180 * 86400 - 1), id);
  EXPECT_FALSE(parse_device(key, "ada", value, 1000 + 180 * 86400));
  EXPECT_FALSE(parse_device(key, "bea", value, 1001));
  EXPECT_FALSE(parse_device(key, "", value, 1001));
  EXPECT_FALSE(parse_device(Secret("other"), "ada", value, 1001));
  EXPECT_FALSE(parse_device(key, "ada", "x" + value, 1001));
}

accounts::PasswordFile file(std::string const& hash, std::string const& stamp) {
  return {Secret(hash), std::nullopt, 0, stamp};
}

TEST(Proofs, RememberWhatWasVerifiedForMinutes) {
  test::ManualClock clock;
  test::SeededRandom random;
  Proofs proofs(clock, random);
  auto const state = file("h", "s");
  EXPECT_FALSE(proofs.is_remembered("ada", state, Secret("p")));
  proofs.remember("ada", state, Secret("p"));
  EXPECT_TRUE(proofs.is_remembered("ada", state, Secret("p")));
  EXPECT_FALSE(proofs.is_remembered("bea", state, Secret("p")));
  EXPECT_FALSE(proofs.is_remembered("ada", state, Secret("q")));
  EXPECT_FALSE(proofs.is_remembered("ada", file("h2", "s"), Secret("p")));
  EXPECT_FALSE(proofs.is_remembered("ada", file("h", "s2"), Secret("p")));
  clock.advance(Proofs::life);
  EXPECT_FALSE(proofs.is_remembered("ada", state, Secret("p")));
}

TEST(Proofs, AreForgottenByAccount) {
  test::ManualClock clock;
  test::SeededRandom random;
  Proofs proofs(clock, random);
  proofs.remember("ada", file("h", "s"), Secret("p"));
  proofs.remember("bea", file("h", "s"), Secret("p"));
  proofs.forget("ada");
  EXPECT_FALSE(proofs.is_remembered("ada", file("h", "s"), Secret("p")));
  EXPECT_TRUE(proofs.is_remembered("bea", file("h", "s"), Secret("p")));
}

TEST(Proofs, AreBoundedAndDropTheLeastUsed) {
  test::ManualClock clock;
  test::SeededRandom random;
  Proofs proofs(clock, random);
  for (std::size_t i = 0; i < Proofs::capacity; ++i)
    proofs.remember("u" + std::to_string(i), file("h", "s"), Secret("p"));
  EXPECT_TRUE(proofs.is_remembered("u0", file("h", "s"), Secret("p")));
  proofs.remember("new", file("h", "s"), Secret("p"));
  EXPECT_EQ(proofs.size(), Proofs::capacity);
  EXPECT_TRUE(proofs.is_remembered("u0", file("h", "s"), Secret("p")));
  EXPECT_FALSE(proofs.is_remembered("u1", file("h", "s"), Secret("p")));
}

// Law: only the very triple that was remembered is found; lengths keep ("ab","c") and ("a","bc")
// apart.
TEST(Proofs, TellAllTriplesApart) {
  EXPECT_TRUE(rc::check([] {
    test::ManualClock clock;
    test::SeededRandom random;
    Proofs proofs(clock, random);
    auto const word = rc::gen::container<std::string>(rc::gen::element('a', 'b'));
    auto const a = *word, s = *word, p = *word, a2 = *word, s2 = *word, p2 = *word;
    proofs.remember(a, file("h", s), Secret(p));
    RC_ASSERT(proofs.is_remembered(a2, file("h", s2), Secret(p2)) ==
              (a == a2 && s == s2 && p == p2));
  }));
}

TEST(OneTimeCode, HaveSixDigits) {
  crypto::SystemRandom random;
  for (int i = 0; i < 100; ++i) {
    auto const code = make_code(random);
    EXPECT_EQ(code.size(), 6U);
    EXPECT_EQ(spaced(code).size(), 7U);
  }
}

// Oracle: spec/auth 9, answering, step 4.
TEST(OneTimeCode, AreComparedWithoutSpaces) {
  Secret const key("key");
  auto const hash = hash_code(key, "ada", "123456");
  EXPECT_TRUE(is_mailed_code(key, "ada", hash, "123456"));
  EXPECT_TRUE(is_mailed_code(key, "ada", hash, " 123 456 "));
  EXPECT_FALSE(is_mailed_code(key, "ada", hash, "123-456"));
  EXPECT_FALSE(is_mailed_code(key, "bea", hash, "123456"));
  EXPECT_FALSE(is_mailed_code(key, "ada", "", ""));
}

TEST(OneTimeCode, OfOtherTypesAreWrong_S10) {
  for (auto const* text : {"{}", "[]", "null", "true", "false", "\"\"", "[123456]", "1.5"}) {
    auto const value = json::parse(text);
    EXPECT_EQ(read_code(&*value), "") << text;
  }
  EXPECT_EQ(read_code(nullptr), "");
}

// Oracle: RFC 6238, 5.2: the second attempt with the same code must be refused.
TEST(TotpStepsTest, AcceptEachCodeOnce_S7) {
  auto const state = store::make_memory_state();
  Secret const secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
  std::int64_t const now = 1'700'000'010, step = now / 30;
  TotpSteps steps(*state);
  auto const accept = [&](std::int64_t of, std::int64_t at) {
    return *steps.accept("ada", secret, crypto::totp_code(secret, of), at);
  };
  EXPECT_TRUE(accept(step, now));
  EXPECT_FALSE(accept(step, now));
  EXPECT_FALSE(accept(step - 1, now));
  EXPECT_TRUE(accept(step + 1, now));
  EXPECT_FALSE(accept(step, now));
  TotpSteps restarted(*state);
  EXPECT_FALSE(*restarted.accept("ada", secret, crypto::totp_code(secret, step + 1), now));
  EXPECT_TRUE(*steps.accept("bea", secret, crypto::totp_code(secret, step), now));
}

}  // namespace
}  // namespace latchkey::auth
