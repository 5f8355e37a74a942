#include "crypto/password.h"

#include <gtest/gtest.h>
#include <sodium.h>
#include <time.h>

#include "crypto/digest.h"
#include "crypto/password_form.h"
#include "support/fakes.h"

namespace latchkey::crypto {
namespace {

struct Recorded {
  char const *password, *hash;
};

// Made by PHP's password_hash; accounts of the conformance sites.
constexpr Recorded made_by_php[] = {
    {"gannet-harbor-11", "$2y$10$ROwKGFTsbJi.xWY1cB5XreR5vzE0K55B.Edea83s9Hw7ho1MrIr7G"},
    {"knot:and:godwit:77", "$2y$10$HQCsxKyWoUkZ24KSdtyJme6xD11SlmXJMjX2m/QMUN9R.7jvSTTSK"},
    {"käuzchen-grün-88", "$2y$10$2054Cb.2aGlUXQsmkwnaEO8Yq2MEcbTz0IeajLYCz8I72xL4gwk12"},
    {"ada-password-1", "$2y$05$QgD8lfUnGAQBxYTn.etfCeQT.fvxnvU4NVr.h1onF6oi6Z87.hbYK"},
    {"rea-password-1", "$2y$05$thGrMvPvhG9NWl6GygvUpOC0H3Ncfh2e.gcQfHj1iqkytAXvzJwfS"},
};

constexpr char const* cheap_argon2 =
    "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

double cpu_milliseconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

TEST(VerifyPassword, AcceptsHashesMadeByPhp) {
  for (auto const& [password, hash] : made_by_php) {
    EXPECT_TRUE(verify_password(Secret(password), hash)) << password;
    EXPECT_FALSE(verify_password(Secret(std::string(password) + "x"), hash)) << password;
  }
  EXPECT_FALSE(verify_password(Secret(""), made_by_php[3].hash));
}

// Oracle: the same algorithm under its other names (bcrypt's 2a and 2b differ for broken
// implementations only).
TEST(VerifyPassword, KnowsTheThreeNamesOfBcrypt) {
  for (auto const* prefix : {"$2a", "$2b"}) {
    auto const hash = prefix + std::string(made_by_php[3].hash).substr(3);
    EXPECT_TRUE(verify_password(Secret("ada-password-1"), hash)) << hash;
    EXPECT_FALSE(verify_password(Secret("ada-password-2"), hash)) << hash;
  }
}

// Oracle: test vector of the reference implementation of Argon2 (v=19, t=2, m=2^8, p=1).
TEST(VerifyPassword, AcceptsTheVectorOfTheArgon2Reference) {
  EXPECT_TRUE(verify_password(Secret("password"), cheap_argon2));
  EXPECT_FALSE(verify_password(Secret("passwore"), cheap_argon2));
}

// Oracle: inverse, and libsodium's own Argon2 as the twin.
TEST(HashPassword, WritesArgon2idThatOthersVerify_S29) {
  initialise();
  test::SeededRandom random;
  auto const hash =
      hash_password(Secret("plover-meadow-22"), HashAlgorithm::argon2id, random).value();
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_EQ(crypto_pwhash_str_verify(hash.c_str(), "plover-meadow-22", 16), 0);
  EXPECT_TRUE(verify_password(Secret("plover-meadow-22"), hash));
  EXPECT_FALSE(verify_password(Secret("plover-meadow-2"), hash));
  EXPECT_NE(hash,
            hash_password(Secret("plover-meadow-22"), HashAlgorithm::argon2id, random).value());
}

TEST(HashPassword, WritesBcryptWhereAsked) {  // oracle: inverse; form of spec/auth 11
  test::SeededRandom random;
  auto const hash =
      hash_password(Secret("plover-meadow-22"), HashAlgorithm::bcrypt, random).value();
  EXPECT_TRUE(hash.starts_with("$2y$10$")) << hash;
  EXPECT_EQ(hash.size(), 60U);
  EXPECT_TRUE(verify_password(Secret("plover-meadow-22"), hash));
  EXPECT_FALSE(verify_password(Secret("plover-meadow-2"), hash));
}

// Oracle: spec/auth 11, "longer passwords are accepted and cut"; libxcrypt alone would refuse 512
// bytes.
TEST(VerifyPassword, CutsForBcryptAt72BytesWhateverTheLength_S29) {
  test::SeededRandom random;
  std::string const start(72, 'a');
  auto const hash = hash_password(Secret(start + "tail"), HashAlgorithm::bcrypt, random).value();
  EXPECT_TRUE(verify_password(Secret(start + std::string(900, 'b')), hash));
  EXPECT_FALSE(verify_password(Secret(start.substr(1) + "b"), hash));
  auto const whole = hash_password(Secret(start + "tail"), HashAlgorithm::argon2id, random).value();
  EXPECT_FALSE(verify_password(Secret(start + "other"), whole));
}

// Oracle: a C string ends at NUL, a password does not.
TEST(VerifyPassword, DoesNotTakeTheFirstPartOfAPasswordWithNul) {
  test::SeededRandom random;
  std::string const with_nul("ada-password-1\0x", 16);
  EXPECT_FALSE(verify_password(Secret(with_nul), made_by_php[3].hash));
  EXPECT_FALSE(hash_password(Secret(with_nul), HashAlgorithm::bcrypt, random));
}

// Oracle: security S6.
TEST(VerifyPassword, SpendsUnder5MillisecondsOnAMegabyte_S6) {
  Secret const huge(std::string(1 << 20, 'x'));
  auto const start = cpu_milliseconds();
  EXPECT_FALSE(verify_password(huge, dummy_hash(HashAlgorithm::argon2id)));
  EXPECT_FALSE(verify_password(huge, "unknown"));
  EXPECT_LT(cpu_milliseconds() - start, 5);
  test::SeededRandom random;
  EXPECT_EQ(hash_password(huge, HashAlgorithm::argon2id, random).error().key,
            "error.user.password.excessive");
}

// Oracle: spec/auth 17: unknown accounts cost the usual work. The dummy needs megabytes and so
// milliseconds.
TEST(VerifyPassword, DoesTheDummysWorkForHashesOfUnknownForm) {
  for (auto const* hash : {"", "plain", "$2y$10$short",
                           "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAA"}) {
    auto const start = cpu_milliseconds();
    EXPECT_FALSE(verify_password(Secret("plain"), hash)) << hash;
    EXPECT_GT(cpu_milliseconds() - start, 3) << hash;
  }
}

TEST(ParseArgon2Form,
     CapsTheCostOfStoredHashes) {  // oracle: RFC 9106 and the caps of password_form.h
  std::string const tail = "$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  auto const form = [&](std::string const& parameters) {
    return parse_argon2_form("$argon2id$v=19$" + parameters + tail);
  };
  EXPECT_TRUE(form("m=1048576,t=32,p=16"));
  for (auto const* bad : {"m=1048577,t=2,p=1", "m=256,t=33,p=1", "m=256,t=2,p=17", "m=256,t=0,p=1",
                          "m=256,t=2,p=0", "m=0256,t=2,p=1", "m=8,t=2,p=2", "m=,t=2,p=1",
                          "m=-8,t=2,p=1", "t=2,m=256,p=1", "m=99999999999999999999,t=2,p=1"})
    EXPECT_FALSE(form(bad)) << bad;
  EXPECT_FALSE(parse_argon2_form("$argon2id$v=16$m=256,t=2,p=1" + tail));
  EXPECT_FALSE(parse_argon2_form("$argon2id$v=19$m=256,t=2,p=1" + tail + "$"));
}

TEST(ParseBcryptCost,
     TakesWholeHashesOnly) {  // oracle: modular crypt format, 22 digits of salt and 31 of hash
  std::string const hash = made_by_php[0].hash;
  EXPECT_EQ(parse_bcrypt_cost(hash), 10);
  EXPECT_FALSE(parse_bcrypt_cost(hash.substr(0, 59)));
  EXPECT_FALSE(parse_bcrypt_cost(hash + "x"));
  EXPECT_FALSE(parse_bcrypt_cost("$2x" + hash.substr(3)));
  EXPECT_FALSE(parse_bcrypt_cost("$2y$31" + hash.substr(6)));
  EXPECT_FALSE(parse_bcrypt_cost("$2y$03" + hash.substr(6)));
  EXPECT_FALSE(parse_bcrypt_cost("$2y$+9" + hash.substr(6)));
}

TEST(NeedsUpgrade,
     AsksForTheWantedAlgorithmAndAtLeastTheUsualCost) {  // oracle: security S29 and section 6
  auto const* bcrypt = made_by_php[0].hash;
  auto const argon2 = std::string(dummy_hash(HashAlgorithm::argon2id));
  EXPECT_TRUE(needs_upgrade(bcrypt, HashAlgorithm::argon2id));
  EXPECT_FALSE(needs_upgrade(argon2, HashAlgorithm::argon2id));
  EXPECT_TRUE(needs_upgrade(cheap_argon2, HashAlgorithm::argon2id));
  EXPECT_TRUE(needs_upgrade(argon2, HashAlgorithm::bcrypt));
  EXPECT_FALSE(needs_upgrade(bcrypt, HashAlgorithm::bcrypt));
  EXPECT_TRUE(needs_upgrade(made_by_php[3].hash, HashAlgorithm::bcrypt));
}

// Oracle: spec/auth 17: a fixed hash of the usual cost, which hash_password would write itself.
TEST(DummyHash, HasTheUsualCostAndAKnownForm) {
  for (auto const algorithm : {HashAlgorithm::argon2id, HashAlgorithm::bcrypt}) {
    EXPECT_TRUE(is_known_hash(dummy_hash(algorithm)));
    EXPECT_FALSE(needs_upgrade(dummy_hash(algorithm), algorithm));
    EXPECT_FALSE(verify_password(Secret("password"), dummy_hash(algorithm)));
  }
}

}  // namespace
}  // namespace latchkey::crypto
