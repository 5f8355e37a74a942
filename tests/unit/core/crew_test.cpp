#include "core/crew.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace latchkey {
namespace {

// Oracle: the contract: each number once.
TEST(Crew, DoesEachThingOnceAlsoWhereCallsAreNested) {
  Crew crew(3);
  std::vector<std::atomic<int>> done(40 * 40);
  crew.each(40,
            [&](std::size_t i) { crew.each(40, [&, i](std::size_t j) { ++done[i * 40 + j]; }); });
  for (auto const& times : done) EXPECT_EQ(times, 1);
}

TEST(Crew, WorksAloneAndForNothing) {
  Crew crew(0);
  int sum = 0;
  crew.each(0, [&](std::size_t) { sum = -1; });
  crew.each(100, [&](std::size_t i) { sum += static_cast<int>(i); });
  EXPECT_EQ(sum, 4950);
}

}  // namespace
}  // namespace latchkey
