#pragma once
// The thread that looks at the disk for everybody else.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace latchkey::content {

class Keeper {
 public:
  using Clock = std::chrono::steady_clock;
  /// Looks at the disk and says when it is time to look again at the latest.
  using Look = std::function<Clock::time_point()>;

  /// Looks whenever it is woken, for the first time too, or it is time; on a thread of its own.
  explicit Keeper(Look look);
  ~Keeper();
  Keeper(Keeper const&) = delete;
  Keeper& operator=(Keeper const&) = delete;

  /// From any thread; returns at once.
  void wake();

 private:
  void run();

  Look const look_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Clock::time_point due_ = Clock::time_point::max();
  bool woken_ = false, ending_ = false;
  std::thread thread_;
};

}  // namespace latchkey::content
