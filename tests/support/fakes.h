#pragma once
// A manual clock and a seeded generator.

#include <atomic>
#include <random>

#include "core/clock.h"
#include "core/random.h"

namespace latchkey::test {

class ManualClock final : public Clock {
 public:
  Instant now() const override { return now_.load(); }
  void advance(std::chrono::milliseconds by) { now_ = now_.load() + by; }
  void set(Instant to) { now_ = to; }

 private:
  std::atomic<Instant> now_{Instant{std::chrono::seconds{1'700'000'000}}};
};

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(unsigned seed = 1) : engine_(seed) {}
  void fill(std::span<std::byte> out) override {
    for (auto& b : out) b = static_cast<std::byte>(engine_());
  }

 private:
  std::mt19937 engine_;
};

}  // namespace latchkey::test
