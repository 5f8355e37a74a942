#pragma once
// How far something is that takes long, for who waits at a terminal.

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace latchkey::app {

/// A line on the error output that changes as long as this lives, from half a second on; nothing
/// where that is no terminal.
class Progress {
 public:
  /// `text`: with `{}` for what `count` says, which is asked on a thread of its own.
  Progress(std::string text, std::function<std::size_t()> count);
  ~Progress();
  Progress(Progress const&) = delete;
  Progress& operator=(Progress const&) = delete;

 private:
  void run();

  std::string const text_;
  std::function<std::size_t()> const count_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace latchkey::app
