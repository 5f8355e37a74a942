#include "core/find_folded.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/text.h"

namespace latchkey {
namespace {

std::string of_letters(std::string_view letters, int most) {
  auto const size = static_cast<std::size_t>(*rc::gen::inRange(0, most));
  return *rc::gen::container<std::string>(size, rc::gen::elementOf(std::string(letters)));
}

// Oracle: std::string::find on lower case.
TEST(FoldedNeedle, IsFoundWithoutRegardToCase) {
  EXPECT_TRUE(rc::check([] {
    auto const text = of_letters("aAbB0@`[{\n\xC3\xA4", 200);
    auto const needle = lower(of_letters("abB0@`[{\n", 5));
    auto const from = static_cast<std::size_t>(*rc::gen::inRange(0, 220));
    RC_ASSERT(FoldedNeedle(needle).find_in(text, from) == lower(text).find(needle, from));
  }));
}

// Oracle: each byte by itself.
TEST(IsAscii, IsFalseWithOneByteBeyond) {
  for (std::size_t size = 0; size < 40; ++size) {
    std::string text(size, 'a');
    EXPECT_TRUE(is_ascii(text));
    for (auto& byte : text) {
      byte = '\x80';
      EXPECT_FALSE(is_ascii(text));
      byte = '\x7f';
    }
  }
}

}  // namespace
}  // namespace latchkey
