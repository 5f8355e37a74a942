#include "content/sieve.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "accounts/names.h"

namespace latchkey::content {
namespace {

std::string utf8(char32_t c) {
  auto const byte = [](char32_t value) { return static_cast<char>(value); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
  if (c < 0x10000)
    return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
  return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)),
          byte(0x80 | (c & 0x3F))};
}

// Oracle: the folding of every character of Unicode, between two letters. Beyond those that fold to
// ASCII or take a letter with them, only the rest of the block of combining marks is no plain text.
TEST(FoldsPlainly, IsFalseForWhatChangesTheAsciiAroundIt) {
  for (char32_t c = 0x80; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    auto folded = accounts::fold_case("a" + utf8(c) + "B");
    std::erase_if(folded, [](char byte) { return static_cast<unsigned char>(byte) >= 0x80; });
    bool const in_block = c >= 0x300 && c < 0x380;
    ASSERT_EQ(folds_plainly("a" + utf8(c) + "b"), folded == "ab" && !in_block)
        << std::hex << std::uint32_t(c);
  }
}

std::shared_ptr<Languages const> one_language() {
  Languages one{{Language{}}, false};
  one.all[0].is_default = true;
  return std::make_shared<Languages const>(std::move(one));
}

// Oracle: folding both, as the search does: what it finds, the sieve lets through.
TEST(Sieve, NeverDropsAHit) {
  EXPECT_TRUE(rc::check([] {
    static std::vector<std::string> const pieces{
        "s",      "S",      "k",      "i",      "\u212A",  "\u017F", "\u00DF",  "\u1E9E",
        "\uFB01", "\uFB06", "\u0130", "\u0301", "\u0307",  "e",      "\u00E9",  "\u00C9",
        "\u0328", "\u1EC7", "f",      "-",      "----",    "\n----", ";",       "\u037E",
        "\xff",   "/",      "n",      "\u0149", "h\u0331", "\u1E96", "J\u030C", " "};
    auto const make = [](int most) {
      std::string out;
      for (int i = *rc::gen::inRange(1, most); i > 0; --i) out += *rc::gen::elementOf(pieces);
      return out;
    };
    auto const value = make(12), word = accounts::fold_case(make(4));
    Facts facts;
    facts.languages = one_language();
    formats::Fields fields;
    fields.set("text", value);
    StoredText text;
    text.bytes = formats::print_content(fields);
    text.plain = folds_plainly(text.bytes);
    auto const read = formats::parse_content(text.bytes);
    facts.texts.push_back(std::move(text));
    bool hit = false;
    for (auto const& [name, stored] : read)
      hit |= accounts::fold_case(stored).find(word) != std::string::npos;
    if (hit) RC_ASSERT(Sieve({word}, "").may_hit(facts));
  }));
}

TEST(Sieve, LetsNothingThroughThatCannotBeAHit) {
  Facts facts;
  facts.languages = one_language();
  StoredText text;
  text.bytes = "Title: Gr\u00FCne Minze";
  facts.texts.push_back(text);
  EXPECT_TRUE(Sieve({"minz"}, "").may_hit(facts));
  EXPECT_FALSE(Sieve({"tulip"}, "").may_hit(facts));
  EXPECT_FALSE(Sieve({}, "").may_hit(facts)) << "a search for nothing";
  EXPECT_TRUE(Sieve({"tulip", "minze"}, "").may_hit(facts));
  EXPECT_TRUE(Sieve({"tulip"}, "").may_hit_slug("Red-Tulips"));
}

}  // namespace
}  // namespace latchkey::content
