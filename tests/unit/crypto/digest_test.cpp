#include "crypto/digest.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "support/fakes.h"

namespace latchkey::crypto {
namespace {

std::string repeat(std::size_t n, char c) { return std::string(n, c); }

// Oracle: FIPS 180-4 examples "abc" and the empty message.
TEST(Sha256, GivesTheExamplesOfFips180) {
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

// Oracle: RFC 4231, test cases 1, 2, 3, 6 and 7.
TEST(HmacSha256, GivesTheTestCasesOfRfc4231) {
  EXPECT_EQ(to_hex(hmac_sha256(repeat(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(repeat(20, '\xaa'), repeat(50, '\xdd'))),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(to_hex(hmac_sha256(repeat(131, '\xaa'),
                               "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(
      to_hex(hmac_sha256(
          repeat(131, '\xaa'),
          "This is a test using a larger than block-size key and a larger than block-size data. "
          "The key needs to be hashed before being used by the HMAC algorithm.")),
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

// Oracle: the algorithm of RFC 7693 as CPython's hashlib.blake2b(digest_size=32, key=...) computes
// it.
TEST(Blake2b, IsTheKeyedDigestOfRfc7693) {
  EXPECT_EQ(to_hex(blake2b("0123456789abcdef", "abc")),
            "66b4857d42c644c61fca8c0bcea243e0e75088582c7964bbac6b92c02381d9c7");
  EXPECT_EQ(to_hex(blake2b(repeat(64, 'k'), "")),
            "01d9f028dfd63460be4077fda7c37ba372ee7bc72c8dd7be604f5c7ea7717dce");
  EXPECT_EQ(to_hex(blake2b(repeat(32, 'k'), repeat(1000, 'x'))),
            "a5dda10e739c005f49334cd2b16e97c3b2f737ad6c1b5f2910add780215acc0e");
}

// Oracle: RFC 4648, section 10 (without padding, as section 3.2 allows) and table 2.
TEST(Base64Url, GivesTheTestVectorsOfRfc4648) {
  std::pair<char const*, char const*> const rows[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "-__-"}};
  for (auto const& [plain, encoded] : rows) {
    EXPECT_EQ(to_base64url(plain), encoded);
    EXPECT_EQ(from_base64url(encoded), plain);
  }
}

// Oracle: RFC 4648, sections 3.1 to 3.5: line feeds, padding, foreign digits and stray bits are
// refused.
TEST(Base64Url, RefusesWhatIsNotCanonical) {
  for (auto const* bad : {"Zg==", "Z", "Zm9v\n", "Zm+v", "Zm9v ", "Zh", "Zm9vYg=", "Z-\xe3\xaf"})
    EXPECT_FALSE(from_base64url(bad)) << bad;
  EXPECT_FALSE(from_base64url(std::string_view("Zg\0", 3)));
}

// Oracle: inverse.
TEST(Base64Url, ReadsBackWhatItWrote) {
  EXPECT_TRUE(rc::check(
      [](std::string const& bytes) { RC_ASSERT(from_base64url(to_base64url(bytes)) == bytes); }));
}

// Oracle: RFC 4648, section 10, with the leniency of spec/auth 7: space skipped, padding optional.
TEST(LenientBase64, SkipsSpaceAndNeedsNoPadding) {
  for (auto const* text : {"Zm9vYg==", "Zm9vYg", " Zm9v\r\n\tYg = = "})
    EXPECT_EQ(from_base64_lenient(text), "foob");
  EXPECT_EQ(from_base64_lenient("+/+/"), "\xfb\xff\xbf");
}

// Oracle: spec/auth 7: broken base64 gives empty strings.
TEST(LenientBase64, IsEmptyForBrokenText) {
  for (auto const* text : {"Zm9v*", "Zm9vY", "Zg=", "Zg===", "=", "Zg==Zg==", "Zm9-"})
    EXPECT_EQ(from_base64_lenient(text), "") << text;
}

TEST(EqualConstantTime, IsEquality) {  // oracle: operator== of std::string
  EXPECT_TRUE(rc::check([](std::string const& a, std::string const& b) {
    RC_ASSERT(equal_constant_time(a, b) == (a == b));
    RC_ASSERT(equal_constant_time(a, a));
  }));
}

// Oracle: 2 x 32 random bytes are equal with a chance of 2^-256.
TEST(SystemRandom, NeverGivesTheSameBytesTwice) {
  SystemRandom random;
  EXPECT_NE(random_bytes(random, 32), random_bytes(random, 32));
  EXPECT_EQ(random_bytes(random, 0), "");
}

}  // namespace
}  // namespace latchkey::crypto
