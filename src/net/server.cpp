#include "net/server.h"

#include <sys/resource.h>

#include <csignal>
#include <thread>

#include "core/log.h"
#include "net/engine.h"
#include "net/listen.h"
#include "net/loop.h"

namespace latchkey::net {
namespace {

/// Connections are limited by our own options, not by the soft limit of the shell.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

class Loops final : public Server {
 public:
  Loops(Settings settings, Service& service)
      : settings_(std::move(settings)), engine_(settings_.limits, service) {
    unsigned const count =
        settings_.loops > 0 ? settings_.loops : std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < count; ++i)
      loops_.push_back(std::make_unique<Loop>(engine_, i, count));
  }
  ~Loops() override { finish_pools(); }

  Result<> listen() {
    if (settings_.tls_port) LK_CHECK(reload_tls());
    if (settings_.plain) LK_CHECK(listen_on(settings_.port, false, "--port", port_));
    if (settings_.tls_port) LK_CHECK(listen_on(*settings_.tls_port, true, "--tls-port", tls_port_));
    return {};
  }

  std::uint16_t port() const override { return port_; }
  std::uint16_t tls_port() const override { return tls_port_; }

  void run() override {
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < loops_.size(); ++i)
      threads.emplace_back([loop = loops_[i].get()] { loop->run(); });
    loops_.front()->run();
    for (auto& thread : threads) thread.join();
    finish_pools();
  }

  void stop() override {
    for (auto& loop : loops_) loop->begin_drain();
  }

  Result<> reload_tls() override {
    if (!settings_.tls_port) return {};
    LK_TRY(auto context, TlsContext::open(settings_.tls));
    engine_.tls.publish(std::move(context));
    return {};
  }

  Stats stats() const override {
    Stats out;
    std::uint64_t closed = 0;
    for (auto const& loop : loops_) {
      auto const& counters = loop->counters();
      closed += counters.closed.get();
      out.connections += counters.accepted.get();
      out.requests += counters.requests.get();
      out.refused += counters.refused.get();
      out.delayed += counters.delayed.get();
    }
    out.open = out.connections > closed ? out.connections - closed : 0;
    return out;
  }

 private:
  Result<> listen_on(std::uint16_t wanted, bool tls, std::string const& option,
                     std::uint16_t& got) {
    LK_TRY(auto const sockets,
           open_listeners(settings_.host, wanted, static_cast<unsigned>(loops_.size()), option));
    got = local_port(sockets.front());
    for (std::size_t i = 0; i < sockets.size(); ++i) loops_[i]->listen(sockets[i], tls);
    return {};
  }

  /// Before the loops go: a job at work still hands its answer to one.
  void finish_pools() {
    engine_.worker.finish();
    engine_.hashing.finish();
  }

  Settings settings_;
  Engine engine_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::uint16_t port_ = 0, tls_port_ = 0;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::open(Settings settings, Service& service) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  raise_descriptor_limit();
  auto server = std::make_unique<Loops>(std::move(settings), service);
  LK_CHECK(server->listen());
  return server;
}

}  // namespace latchkey::net
