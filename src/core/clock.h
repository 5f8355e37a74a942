#pragma once
// Time as an argument: wall time for what is stored, steady time for what is waited for.

#include <chrono>

namespace latchkey {

/// Wall time in milliseconds since 1970, UTC.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Whole seconds since 1970, rounded down: the unit of files, cookies and the spec.
inline std::int64_t unix_seconds(Instant t) {
  return std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
}

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace latchkey
