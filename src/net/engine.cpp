#include "net/engine.h"

#include <ctime>
#include <exception>

#include "core/log.h"

namespace latchkey::net {

SteadyTime coarse_now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return SteadyTime(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

void RefusalLog::write(http::Peer const& peer, int status, std::string_view reason) {
  constexpr unsigned per_second = 10;
  unsigned left_out = 0;
  {
    std::lock_guard const lock(mutex_);
    auto const now = std::chrono::steady_clock::now();
    if (now - second_ >= std::chrono::seconds(1)) {
      second_ = now;
      written_ = 0;
    }
    if (written_ >= per_second) {
      ++left_out_;
      return;
    }
    ++written_;
    left_out = std::exchange(left_out_, 0);
  }
  log::info("request.refused", {{"address", peer.address},
                                {"status", std::to_string(status)},
                                {"reason", std::string(reason)},
                                {"left_out", std::to_string(left_out)}});
}

http::Reply answer(Service& service, http::Request const& request) {
  std::string cause = "unknown exception";
  try {
    return service.answer(request);
  } catch (std::exception const& error) {
    cause = error.what();
  } catch (...) {
  }
  log::error("request.failed", {{"id", std::to_string(request.id)}, {"cause", cause}});
  return http::refusal(500, "The server could not complete the request", false);
}

http::Reply busy() {
  auto reply = http::refusal(503, "The server is busy, try again later", false);
  reply.add("Retry-After", "1");
  return reply;
}

}  // namespace latchkey::net
