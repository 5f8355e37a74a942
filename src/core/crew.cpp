#include "core/crew.h"

#include <thread>
#include <vector>

namespace latchkey {
namespace {

/// A thread costs some 30 µs: below this many things it is not worth one.
constexpr std::size_t worth_a_thread = 16;

}  // namespace

bool Crew::take_helper() {
  auto free = free_.load();
  while (free > 0)
    if (free_.compare_exchange_weak(free, free - 1)) return true;
  return false;
}

void Crew::each(std::size_t count, std::function<void(std::size_t)> const& work) {
  std::atomic<std::size_t> next{0};
  auto const run = [&] {
    for (auto i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> helpers;
  while (count >= worth_a_thread && take_helper())
    helpers.emplace_back([&] {
      run();
      ++free_;
    });
  run();
  for (auto& helper : helpers) helper.join();
}

}  // namespace latchkey
