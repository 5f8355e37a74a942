#pragma once
// The HTTP engine behind two questions. Nothing above `net` knows Asio, Beast or OpenSSL. Source:
// DESIGN 3, ADR 0001.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "config/options.h"
#include "core/result.h"
#include "http/intake.h"
#include "http/message.h"

namespace latchkey::net {

/// Where a request is answered: on the loop (memory only), on a worker (writes, scans), on the
/// hashing pool.
enum class Lane { loop, worker, hashing };

/// A request's answer, or the other lane that has to give it.
struct Started {
  Lane lane = Lane::loop;
  http::Reply reply{};  ///< only for the loop
};

/// Who takes the body of a judged head, or the answer that refuses it; the connection ends then.
using Judged = std::variant<http::Reply, std::shared_ptr<http::Intake>>;

class Service {
 public:
  virtual ~Service() = default;
  /// Asked on the loop when the head of a request with a body is complete. A lane: the head is
  /// judged there before anything of the body is taken, which may have limits.uploadBytes then.
  /// None: the body is kept in memory, up to limits.bodyBytes.
  virtual std::optional<Lane> judging_lane(http::Request const& /*request*/) {
    return std::nullopt;
  }
  /// Judges a head on that lane; not the loop.
  virtual Judged judge(http::Request const& /*request*/) { return {}; }
  /// Asked on the loop: answers at once what needs memory only, without blocking.
  virtual Started start(http::Request const& request) = 0;
  /// The answer on another lane; from several threads at once. Must not throw for expected
  /// failures.
  virtual http::Reply answer(http::Request const& request) = 0;
  /// Headers that answers of the engine itself need too (503).
  virtual void dress(http::Request const& /*request*/, http::Reply& /*reply*/) const {}
};

struct TlsFiles {
  std::string certificate, key;  ///< PEM paths; both empty with self_signed
  bool self_signed = false;
};

struct Settings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: the system chooses
  bool plain = true;       ///< also without TLS
  std::optional<std::uint16_t> tls_port;
  TlsFiles tls;
  config::LimitOptions limits;
  unsigned loops = 0;  ///< 0: one per core
};

/// Counters since the start, for tests, benchmarks and metrics.
struct Stats {
  std::uint64_t connections = 0, open = 0, requests = 0, refused = 0, delayed = 0;
};

class Server {
 public:
  /// Listens at once. Errors: invalid, saying what (port taken, no permission, certificate) and how
  /// to mend it.
  static Result<std::unique_ptr<Server>> open(Settings settings, Service& service);
  virtual ~Server() = default;

  virtual std::uint16_t port() const = 0;
  virtual std::uint16_t tls_port() const = 0;  ///< 0 without TLS
  /// Serves until stop(); blocks.
  virtual void run() = 0;
  /// From any thread or signal watcher: no new connections, running requests end (limits.drain),
  /// run() returns.
  virtual void stop() = 0;
  /// Reads certificate and key again (SIGHUP); the old ones stay on error.
  virtual Result<> reload_tls() = 0;
  virtual Stats stats() const = 0;
};

}  // namespace latchkey::net
