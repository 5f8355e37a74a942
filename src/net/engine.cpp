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

bool BodyBudget::take(std::size_t bytes) {
  if (taken_.fetch_add(bytes) + bytes <= capacity) return true;
  taken_ -= bytes;
  return false;
}

namespace {

http::Reply failed(http::Request const& request, std::string_view cause) {
  log::error("request.failed", {{"id", std::to_string(request.id)}, {"cause", std::string(cause)}});
  return http::refusal(500, "The server could not complete the request", false);
}

}  // namespace

Started start(Service& service, http::Request const& request) {
  try {
    return service.start(request);
  } catch (std::exception const& error) {
    return {Lane::loop, failed(request, error.what())};
  } catch (...) {
    return {Lane::loop, failed(request, "unknown exception")};
  }
}

http::Reply answer(Service& service, http::Request const& request) {
  try {
    return service.answer(request);
  } catch (std::exception const& error) {
    return failed(request, error.what());
  } catch (...) {
    return failed(request, "unknown exception");
  }
}

Judged judge(Service& service, http::Request const& request) {
  try {
    return service.judge(request);
  } catch (std::exception const& error) {
    return failed(request, error.what());
  } catch (...) {
    return failed(request, "unknown exception");
  }
}

bool keep(http::Intake& intake, std::string_view piece) {
  try {
    return intake.take(piece);
  } catch (std::exception const& error) {
    log::error("upload.failed", {{"cause", error.what()}});
    return false;
  }
}

http::Reply busy(Service const& service, http::Request const& request) {
  auto reply = http::refusal(503, "The server is busy, try again later", false);
  reply.add("Retry-After", "1");
  service.dress(request, reply);
  return reply;
}

}  // namespace latchkey::net
