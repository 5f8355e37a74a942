#pragma once
// One event loop over epoll: its listening sockets, its connections, its timers. One thread runs
// it.

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "http/message.h"
#include "net/engine.h"
#include "net/transport.h"

namespace latchkey::net {

class Connection;

/// Whether an intake wants the rest of its body.
enum class Wanted { no, yes };
/// What a pool has for a connection: an answer, what takes its body, whether that took a piece.
using News = std::variant<http::Reply, std::shared_ptr<http::Intake>, Wanted>;

/// Written by one loop, read by anybody.
class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.store(get() + n, std::memory_order_relaxed); }
  std::uint64_t get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

struct Counters {
  Counter accepted, closed, requests, refused, delayed;
};

class Loop {
 public:
  /// `index` of `count` loops: makes request numbers unique without sharing.
  Loop(Engine& engine, unsigned index, unsigned count);
  ~Loop();
  Loop(Loop const&) = delete;
  Loop& operator=(Loop const&) = delete;

  /// Takes over a listening socket. Before run().
  void listen(int fd, bool tls);
  /// Until begin_drain() was called and all connections are gone, or limits.drain is over.
  void run();

  // From any thread.
  void begin_drain();
  void deliver(std::shared_ptr<Connection> connection, News news);
  Counters const& counters() const { return counters_; }

  // On the loop's own thread, for its connections.
  /// Calls Connection::go_on after the events at hand, for what no event will announce again.
  void again(Connection& connection);
  /// Calls Connection::release at `reply.not_before`; false over limits.delayed_answers.
  bool hold(Connection& connection, http::Reply& reply);
  void drop_held(Connection& connection);
  void forget(Connection& connection);
  std::uint64_t next_id();
  std::string_view date();
  bool draining() const;
  std::span<char> read_scratch();
  std::span<char> file_scratch();
  Counters& own_counters() { return counters_; }

 private:
  struct Impl;
  Counters counters_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace latchkey::net
