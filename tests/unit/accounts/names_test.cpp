#include "accounts/names.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "accounts/accounts.h"

namespace latchkey::accounts {
namespace {

// Oracle: RFC 5321, 4.1.2 and RFC 6531, 3.3; recorded cases auth/perm-user-create,
// content/user-create.
TEST(ParseEmail, KeepsLowerCaseAddresses) {
  struct Row {
    char const *in, *out;
  };
  for (auto const& [in, out] : {Row{"New.One@Example.com", "new.one@example.com"},
                                {" New@Example.com", "new@example.com"},
                                {"a+b@sub.example.co.uk", "a+b@sub.example.co.uk"},
                                {"o'neil@example.com", "o'neil@example.com"},
                                {"\xC3\x84RGER@example.com", "\xC3\xA4rger@example.com"},
                                {"me@xn--mnchen-3ya.de", "me@m\xC3\xBCnchen.de"},
                                {"me@M\xC3\x9CNCHEN.de", "me@m\xC3\xBCnchen.de"},
                                {"me@mu\xCC\x88nchen.de", "me@m\xC3\xBCnchen.de"},
                                {"ja\xCC\x88ger@example.com", "j\xC3\xA4ger@example.com"}})
    EXPECT_EQ(parse_email(in).value_or("none"), out);
}

TEST(ParseEmail, RefusesWhatIsNoAddress) {
  using namespace std::string_literals;
  for (std::string const& text : {"nonsense"s,
                                  ""s,
                                  "@"s,
                                  "a@"s,
                                  "@example.com"s,
                                  "a@b"s,
                                  "a b@example.com"s,
                                  "a@@example.com"s,
                                  ".a@example.com"s,
                                  "a.@example.com"s,
                                  "a..b@example.com"s,
                                  "a@-x.com"s,
                                  "a@x-.com"s,
                                  "a@example..com"s,
                                  "a@[127.0.0.1]"s,
                                  "\"a b\"@example.com"s,
                                  "a@1.2.3.4"s,
                                  "a@exa mple.com"s,
                                  "a\0@example.com"s,
                                  "a@example.com\0"s,
                                  "../../@x/y.z"s,
                                  "a@example.com\r\nBcc: b@example.com"s,
                                  std::string(65, 'a') + "@example.com",
                                  "\xFF@example.com"s,
                                  "a@" + std::string(64, 'a') + ".com"})
    EXPECT_FALSE(parse_email(text)) << text;
}

// Oracle: law. What was accepted once is accepted again and stays as it is.
TEST(ParseEmail, IsIdempotent) {
  EXPECT_TRUE(rc::check([](std::string const& local, std::string const& domain) {
    auto const once = parse_email(local + "@" + domain + ".org");
    if (!once) return;
    RC_ASSERT(parse_email(*once) == once);
    RC_ASSERT(comparable_email(*once) == *once);
  }));
}

// Oracle: security S2, the list of spellings.
TEST(S2, CountingNameIsOneForAllSpellings) {
  for (auto const* name :
       {"editor@m\xC3\xBCnchen.de", "EDITOR@M\xC3\x9CNCHEN.DE", "  editor@m\xC3\xBCnchen.de \t",
        "editor@xn--mnchen-3ya.de", "Editor@XN--MNCHEN-3YA.de", "editor@mu\xCC\x88nchen.de",
        "\xEF\xBD\x85\xEF\xBD\x84itor@m\xC3\xBCnchen.de", "editor\xEF\xBC\xA0m\xC3\xBCnchen.de",
        "editor@m\xC3\xBCnchen\xEF\xBC\x8E"
        "de",
        "edi\xC2\xADtor@m\xC3\xBCnchen.de",
        "\xC2\xA0"
        "editor@m\xC3\xBCnchen.de\xE3\x80\x80"})
    EXPECT_EQ(counting_name(name), "editor@xn--mnchen-3ya.de") << name;
  EXPECT_EQ(counting_name("user://AEdit002"), counting_name(" aedit002"));
  EXPECT_EQ(counting_name("USER://aedit002"), "aedit002");
  EXPECT_EQ(counting_name(std::string(10'000, 'a')), "");
}

TEST(S2, CountingNameIsIdempotent) {
  EXPECT_TRUE(rc::check([](std::string const& text) {
    auto const once = counting_name(text);
    RC_ASSERT(counting_name(once) == once || once.starts_with("user://"));
  }));
}

TEST(IsAccountFolder, RefusesPathsAndReservedNames) {
  using namespace std::string_literals;
  for (std::string const& name :
       {""s, "."s, ".."s, "../x"s, "a/b"s, "/etc"s, ".logins"s, "a\0b"s, "account"s, "kirby"s,
        "nobody"s, "a b"s, "a@b"s, std::string(10'000, 'a')})
    EXPECT_FALSE(is_account_folder(name)) << name;
  for (auto const* name : {"aadmin01", "A-b_C", "a.b", "0"})
    EXPECT_TRUE(is_account_folder(name)) << name;
  EXPECT_FALSE(is_new_id("a.b"));
  EXPECT_FALSE(is_new_id(std::string(65, 'a')));
  EXPECT_TRUE(is_new_id("fixedid1"));
}

// Oracle: recorded case content/user-language (de yes, xx no).
TEST(IsKnownLanguage, TakesIsoCodesWithRegions) {
  for (auto const* code : {"de", "en", "pt_BR", "es_419", "sv_SE"})
    EXPECT_TRUE(is_known_language(code)) << code;
  for (auto const* code : {"", "xx", "EN", "de_", "klingon", "e", "de_../x", "de_B"})
    EXPECT_FALSE(is_known_language(code)) << code;
}

// Oracle: spec/content-api 15 (markup is stripped on reading) and security S20.
TEST(StripMarkup, RemovesTagsOnly) {
  EXPECT_EQ(strip_markup("<b>Ed</b> & 1 < 2"), "Ed & 1 < 2");
  EXPECT_EQ(strip_markup("<script>alert(1)</script>x"), "alert(1)x");
  EXPECT_EQ(strip_markup("a<!-- b --><?php c ?>d"), "ad");
  EXPECT_EQ(strip_markup("open <b"), "open ");
  EXPECT_EQ(strip_markup("<"), "<");
}

}  // namespace
}  // namespace latchkey::accounts
