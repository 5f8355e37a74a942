#pragma once
// One immutable value that many threads read and one replaces whole.

#include <memory>
#include <mutex>

namespace latchkey {

/// A mutex around a `shared_ptr<T const>`; `std::atomic<std::shared_ptr>` of libstdc++ 12 races
/// under ThreadSanitizer.
template <class T>
class Published {
 public:
  explicit Published(std::shared_ptr<T const> first = nullptr) : value_(std::move(first)) {}

  std::shared_ptr<T const> get() const {
    std::lock_guard const lock(mutex_);
    return value_;
  }

  void publish(std::shared_ptr<T const> next) {
    {
      std::lock_guard const lock(mutex_);
      value_.swap(next);
    }  // the old value dies outside the lock
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<T const> value_;
};

}  // namespace latchkey
