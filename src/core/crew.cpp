#include "core/crew.h"

#include <algorithm>
#include <exception>
#include <mutex>
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
  std::mutex mutex;
  std::exception_ptr failure;
  auto const run = [&] {
    try {
      for (auto i = next++; i < count; i = next++) work(i);
    } catch (...) {
      next = count;
      std::lock_guard const lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  std::vector<std::jthread> helpers;
  auto const wanted = count < worth_a_thread ? 0 : count - 1;
  while (helpers.size() < wanted && take_helper()) {
    try {
      helpers.emplace_back(run);
    } catch (std::exception const&) {  // no more threads: the others do it
      ++free_;
      break;
    }
  }
  run();
  for (auto& helper : helpers) helper.join();
  free_ += helpers.size();  // not before: they would be taken again and again
  if (failure) std::rethrow_exception(failure);
}

void Crew::each_slice(std::size_t count, std::size_t slice,
                      std::function<void(std::size_t, std::size_t)> const& work) {
  each((count + slice - 1) / slice,
       [&](std::size_t i) { work(i * slice, std::min(count, (i + 1) * slice)); });
}

Crew& Crew::of_cores() {
  static Crew crew(std::max(1U, std::thread::hardware_concurrency()) - 1);
  return crew;
}

}  // namespace latchkey
