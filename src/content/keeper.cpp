#include "content/keeper.h"

namespace latchkey::content {

Keeper::Keeper(Look look) : look_(std::move(look)), thread_([this] { run(); }) {}

Keeper::~Keeper() {
  {
    std::lock_guard const lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Keeper::wake() {
  {
    std::lock_guard const lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void Keeper::run() {
  std::unique_lock lock(mutex_);
  auto const is_called = [this] { return woken_ || ending_; };
  while (true) {
    if (due_ == Clock::time_point::max())  // wait_until overflows there
      changed_.wait(lock, is_called);
    else
      changed_.wait_until(lock, due_, is_called);
    if (ending_) return;
    woken_ = false;
    lock.unlock();
    auto const due = look_();
    lock.lock();
    due_ = due;
  }
}

}  // namespace latchkey::content
