#include "auth/mail_queue.h"

#include "core/log.h"

namespace latchkey::auth {

MailQueue::~MailQueue() {
  {
    std::lock_guard const lock(mutex_);
    is_stopped_ = true;
    jobs_.clear();
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void MailQueue::post(std::function<void()> job) {
  std::lock_guard const lock(mutex_);
  if (jobs_.size() >= capacity) return log::warn("mail.dropped", {{"reason", "queue full"}});
  jobs_.push_back(std::move(job));
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  changed_.notify_all();
}

void MailQueue::drain(std::chrono::seconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [this] { return (jobs_.empty() && !is_busy_) || is_stopped_; });
}

void MailQueue::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return !jobs_.empty() || is_stopped_; });
    if (is_stopped_) return;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    is_busy_ = true;
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
    is_busy_ = false;
    changed_.notify_all();
  }
}

}  // namespace latchkey::auth
