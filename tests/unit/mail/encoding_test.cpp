#include "mail/encoding.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/text.h"

namespace latchkey::mail {
namespace {

int digit(char c) { return c <= '9' ? c - '0' : c - 'A' + 10; }

/// RFC 2045, 6.7, read backwards.
std::string from_quoted_printable(std::string const& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 3, "=\r\n") == 0) {
      i += 2;
    } else if (text[i] == '=') {
      out += static_cast<char>(digit(text.at(i + 1)) * 16 + digit(text.at(i + 2)));
      i += 2;
    } else if (text[i] != '\r') {
      out += text[i];
    }
  }
  return out;
}

std::string from_base64(std::string_view text) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int held = 0;
  for (char const c : text) {
    if (c == '=') break;
    bits = bits << 6 | static_cast<unsigned>(digits.find(c));
    held += 6;
    if (held >= 8) out += static_cast<char>(bits >> (held -= 8) & 255);
  }
  return out;
}

/// RFC 2047, 6.2: space between encoded words means nothing.
std::string from_header_text(std::string const& text) {
  if (!text.starts_with("=?UTF-8?B?")) return text;
  std::string out;
  for (std::size_t at = 0; (at = text.find("=?UTF-8?B?", at)) != std::string::npos;) {
    auto const end = text.find("?=", at);
    out += from_base64(std::string_view(text).substr(at + 10, end - at - 10));
    at = end;
  }
  return out;
}

std::vector<std::string> lines_of(std::string const& text) {
  std::vector<std::string> out;
  for (auto line : split(text, '\n'))
    out.emplace_back(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line);
  return out;
}

TEST(ToBase64, GivesTheTestVectorsOfRfc4648) {  // oracle: RFC 4648, section 10
  std::pair<char const*, char const*> const rows[] = {{"", ""},
                                                      {"f", "Zg=="},
                                                      {"fo", "Zm8="},
                                                      {"foo", "Zm9v"},
                                                      {"foob", "Zm9vYg=="},
                                                      {"fooba", "Zm9vYmE="},
                                                      {"foobar", "Zm9vYmFy"}};
  for (auto const& [plain, encoded] : rows) EXPECT_EQ(to_base64(plain), encoded);
}

TEST(ToQuotedPrintable,
     EncodesWhatIsNotPlainAndSpaceAtTheEnd) {  // oracle: RFC 2045, 6.7, rules 1 to 4
  EXPECT_EQ(to_quoted_printable("a=b ä\n"), "a=3Db =C3=A4\r\n");
  EXPECT_EQ(to_quoted_printable("end \nend\t\n"), "end=20\r\nend=09\r\n");
  EXPECT_EQ(to_quoted_printable("one\n\ntwo"), "one\r\n\r\ntwo\r\n");
  EXPECT_EQ(to_quoted_printable(std::string("\0", 1)), "=00\r\n");
}

TEST(ToQuotedPrintable, HasShortLinesAndAnInverse) {  // oracle: inverse; RFC 2045, 6.7, rule 5
  EXPECT_TRUE(rc::check([](std::string const& head) {
    auto const text = head + std::string(100, 'x') + head + "\xc3\xa4\xc3\xa4";
    RC_PRE(text.find('\r') == std::string::npos);
    auto const encoded = to_quoted_printable(text);
    for (auto const& line : lines_of(encoded)) RC_ASSERT(line.size() <= 76U);
    RC_ASSERT(from_quoted_printable(encoded) == text + "\n");
  }));
}

TEST(ToHeaderText, LeavesPlainTextAlone) {
  EXPECT_EQ(to_header_text("Your login code"), "Your login code");
}  // RFC 2047, 2

TEST(ToHeaderText,
     HasShortWordsOfWholeCharactersAndAnInverse) {  // oracle: inverse; RFC 2047, 2 and 5
  std::string text;
  for (int i = 0; i < 40; ++i) text += i % 3 == 0 ? "ä" : i % 3 == 1 ? "€" : "𝄞";
  auto const encoded = to_header_text(text);
  EXPECT_EQ(from_header_text(encoded), text);
  for (auto line : lines_of(encoded)) {
    EXPECT_LE(line.size(), 76U);
    EXPECT_TRUE(is_utf8(from_header_text(std::string(trim(line)))));
  }
  EXPECT_EQ(from_header_text(to_header_text("=?UTF-8?B?AAAA?=")), "=?UTF-8?B?AAAA?=");
}

TEST(ToPhrase, QuotesWhatIsNoAtom) {  // oracle: RFC 5322, 3.2.4
  EXPECT_EQ(to_phrase("Example Site"), "Example Site");
  EXPECT_EQ(to_phrase("A, <b@c> \"d\" \\"), "\"A, <b@c> \\\"d\\\" \\\\\"");
  EXPECT_EQ(from_header_text(to_phrase("Käuzchen, grün")), "Käuzchen, grün");
}

}  // namespace
}  // namespace latchkey::mail
