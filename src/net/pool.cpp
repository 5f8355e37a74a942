#include "net/pool.h"

namespace latchkey::net {

Pool::Pool(std::size_t threads, std::size_t queue) : room_(queue) {
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i)
    threads_.emplace_back([this] { work(); });
}

void Pool::finish() {
  {
    std::lock_guard const lock(mutex_);
    ending_ = true;
  }
  ready_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

bool Pool::submit(Job job) {
  {
    std::lock_guard const lock(mutex_);
    if (ending_ || jobs_.size() >= room_) return false;
    jobs_.push_back(std::move(job));
  }
  ready_.notify_one();
  return true;
}

void Pool::work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
  }
}

}  // namespace latchkey::net
