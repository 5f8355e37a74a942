#pragma once
// Mails leave in the background, so that neither an answer's time nor a broken mail server tells
// who exists (S5).

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace latchkey::auth {

/// One thread, at most `capacity` jobs waiting; a job beyond that is dropped with a line in the
/// log. Jobs must not throw. The destructor lets the job in work end and drops the rest.
class MailQueue {
 public:
  static constexpr std::size_t capacity = 200;
  MailQueue() = default;
  ~MailQueue();
  MailQueue(MailQueue const&) = delete;

  void post(std::function<void()> job);
  /// Waits until nothing is left to do, or for `patience`.
  void drain(std::chrono::seconds patience);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool is_busy_ = false, is_stopped_ = false;
  std::thread thread_;  ///< started by the first job
};

}  // namespace latchkey::auth
