#include "core/crew.h"

#include <gtest/gtest.h>

#include <mutex>
#include <new>
#include <numeric>
#include <set>
#include <thread>
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

// Oracle: the contract: at most so many threads, however quickly each is done.
TEST(Crew, StartsNoMoreHelpersThanItHas) {
  Crew crew(2);
  std::mutex mutex;
  std::set<std::thread::id> threads;
  crew.each(5000, [&](std::size_t) {
    std::lock_guard const lock(mutex);
    threads.insert(std::this_thread::get_id());
  });
  EXPECT_LE(threads.size(), 3U);
}

TEST(Crew, ThrowsAgainWhatTheWorkThrows) {
  Crew crew(3);
  for (int times = 0; times < 3; ++times)  // its helpers come back
    EXPECT_THROW(crew.each(1000,
                           [](std::size_t i) {
                             if (i > 500) throw std::bad_alloc();
                           }),
                 std::bad_alloc);
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
