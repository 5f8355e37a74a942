#pragma once
// Randomness as an argument; the real one is crypto::SystemRandom, tests use a seeded one.

#include <cstddef>
#include <cstdint>
#include <span>

namespace latchkey {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> out) = 0;

  /// Uniform in [0, bound); `bound` > 0.
  std::uint32_t below(std::uint32_t bound) {
    std::uint32_t const floor = (0U - bound) % bound;  // values below it would be too frequent
    for (;;) {
      std::uint32_t value = 0;
      fill(std::as_writable_bytes(std::span(&value, 1)));
      if (value >= floor) return value % bound;
    }
  }
};

}  // namespace latchkey
