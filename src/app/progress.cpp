#include "app/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace latchkey::app {
namespace {

using namespace std::chrono_literals;

constexpr auto before_first = 500ms, between = 200ms;
constexpr char const* clear_line = "\r\033[K";

}  // namespace

Progress::Progress(std::string text, std::function<std::size_t()> count)
    : text_(std::move(text)), count_(std::move(count)) {
  if (::isatty(STDERR_FILENO) != 0) thread_ = std::thread([this] { run(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard const lock(mutex_);
    ending_ = true;
  }
  ended_.notify_all();
  thread_.join();
}

void Progress::run() {
  std::unique_lock lock(mutex_);
  bool shown = false;
  auto wait = std::chrono::milliseconds(before_first);
  while (!ended_.wait_for(lock, wait, [this] { return ending_; })) {
    auto const line = fmt::format(fmt::runtime(text_), count_());
    std::fputs((clear_line + line).c_str(), stderr);
    std::fflush(stderr);
    shown = true;
    wait = between;
  }
  if (shown) std::fputs(clear_line, stderr);
}

}  // namespace latchkey::app
