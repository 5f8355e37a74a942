#pragma once
// A few threads and a bounded queue: a full queue is an answer, not a wait. Source: ADR 0004.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace latchkey::net {

class Pool {
 public:
  using Job = std::function<void()>;  ///< must not throw

  Pool(std::size_t threads, std::size_t queue);
  ~Pool() { finish(); }
  Pool(Pool const&) = delete;
  Pool& operator=(Pool const&) = delete;

  /// False when the queue is full. From any thread.
  bool submit(Job job);
  /// Does what is queued and ends the threads. Twice is once.
  void finish();

 private:
  void work();

  std::size_t const room_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> jobs_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace latchkey::net
