#pragma once
// What all loops and connections of one server share.

#include <atomic>
#include <chrono>
#include <mutex>

#include "core/published.h"
#include "net/admission.h"
#include "net/pool.h"
#include "net/server.h"
#include "net/tls.h"

namespace latchkey::net {

using SteadyTime = std::chrono::steady_clock::time_point;

/// The steady clock to a few milliseconds; a fifth of the price of steady_clock::now().
SteadyTime coarse_now();

/// Logs refused requests, at most ten a second, with the number of those left out.
class RefusalLog {
 public:
  void write(http::Peer const& peer, int status, std::string_view reason);

 private:
  std::mutex mutex_;
  SteadyTime second_{};
  unsigned written_ = 0, left_out_ = 0;
};

/// Memory that bodies still on their way may take in all: nobody has been asked who they are.
class BodyBudget {
 public:
  static constexpr std::size_t capacity = 512 * 1024 * 1024;

  /// False where it is spent; then nothing is taken.
  bool take(std::size_t bytes);
  void give_back(std::size_t bytes) { taken_ -= bytes; }

 private:
  std::atomic<std::size_t> taken_{0};
};

struct Engine {
  Engine(config::LimitOptions const& the_limits, Service& the_service)
      : limits(the_limits),
        service(the_service),
        admission(limits.connections, limits.connections_per_address),
        worker(limits.worker_threads, limits.worker_queue),
        hashing(limits.hashing_threads, limits.hashing_queue) {}

  config::LimitOptions const limits;
  Service& service;
  Admission admission;
  Published<TlsContext> tls;
  RefusalLog refusals;
  BodyBudget bodies;
  std::atomic<std::size_t> delayed{0};
  Pool worker, hashing;
};

/// The service's words; an exception becomes a logged 500.
Started start(Service& service, http::Request const& request);
http::Reply answer(Service& service, http::Request const& request);
Judged judge(Service& service, http::Request const& request);
/// Whether the intake wants more; not after an exception, which is logged.
bool keep(http::Intake& intake, std::string_view piece);

/// The answer of a full queue.
http::Reply busy(Service const& service, http::Request const& request);

}  // namespace latchkey::net
