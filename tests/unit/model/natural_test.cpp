#include "model/natural.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

namespace latchkey::model {
namespace {

// Oracle: spec/content-api 3, "numbers inside names compare as numbers".
TEST(NaturalLess, ComparesNumbersInsideNamesAsNumbers) {
  std::vector<std::string> names{"10_b", "2_a", "a10", "a9", "1_c", "b", "a"};
  std::ranges::sort(names, natural_less);
  EXPECT_EQ(names, (std::vector<std::string>{"1_c", "2_a", "10_b", "a", "a9", "a10", "b"}));
}

TEST(NaturalLess, IsNotConfusedByNumbersLongerThanAnyInteger) {
  EXPECT_TRUE(natural_less("x99999999999999999999", "x100000000000000000000"));
  EXPECT_FALSE(natural_less("x100000000000000000000", "x99999999999999999999"));
}

std::string short_name() {
  return *rc::gen::container<std::string>(rc::gen::element('0', '1', '9', 'a', '_', '.'));
}

// Oracle: the axioms std::sort needs.
TEST(NaturalLess, IsAStrictTotalOrder) {
  EXPECT_TRUE(rc::check([] {
    auto const a = short_name(), b = short_name(), c = short_name();
    RC_ASSERT(!natural_less(a, a));
    RC_ASSERT((a == b) == (!natural_less(a, b) && !natural_less(b, a)));
    if (natural_less(a, b) && natural_less(b, c)) RC_ASSERT(natural_less(a, c));
  }));
}

}  // namespace
}  // namespace latchkey::model
