#include "net/loop.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <ctime>
#include <map>

#include "core/log.h"
#include "net/connection.h"
#include "net/output.h"

namespace latchkey::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;
using Error = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

struct Socket {
  asio::basic_stream_socket<tcp, Executor> stream;
};

void FreeSocket::operator()(Socket* socket) const { delete socket; }

namespace {

constexpr milliseconds sweep_every{500};
constexpr milliseconds accept_pause{100};
constexpr int accepts_in_a_row = 64;

struct Listener {
  asio::basic_socket_acceptor<tcp, Executor> acceptor;
  bool tls;
};

/// An answer that waits for its moment.
struct Held {
  std::shared_ptr<Connection> connection;
  http::Reply reply;
};

/// Address as text, and what counts as one network: IPv4 address or IPv6 /64.
Connection::Origin origin_of(sockaddr_storage const& from, bool tls) {
  Connection::Origin out;
  char text[INET6_ADDRSTRLEN] = "";
  if (from.ss_family == AF_INET) {
    auto const& v4 = reinterpret_cast<sockaddr_in const&>(from);
    inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    out.peer.port = ntohs(v4.sin_port);
    out.network.assign(reinterpret_cast<char const*>(&v4.sin_addr), 4);
  } else {
    auto const& v6 = reinterpret_cast<sockaddr_in6 const&>(from);
    auto const* bytes = reinterpret_cast<char const*>(&v6.sin6_addr);
    bool const mapped = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr);
    inet_ntop(mapped ? AF_INET : AF_INET6, mapped ? bytes + 12 : bytes, text, sizeof text);
    out.peer.port = ntohs(v6.sin6_port);
    out.network.assign(mapped ? bytes + 12 : bytes, mapped ? 4 : 8);
  }
  out.peer.address = text;
  out.peer.tls = tls;
  return out;
}

void refuse_connection(int fd, bool tls) {
  constexpr std::string_view answer =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: "
      "close\r\n\r\n";
  char unread[2048];
  if (!tls && ::recv(fd, unread, sizeof unread, MSG_DONTWAIT) != 0) {
    [[maybe_unused]] auto const n =
        ::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(fd, SHUT_WR);
  }
  ::close(fd);
}

}  // namespace

struct Loop::Impl {
  Impl(Loop& owner, Engine& the_engine, unsigned index, unsigned count)
      : self(owner), engine(the_engine), last_id(index), id_step(count) {}

  void accept_on(Listener& listener);
  bool accept_one(Listener& listener);
  void pause_accepting(Listener& listener);
  void admit(int fd, sockaddr_storage const& from, bool tls);
  void sweep();
  void schedule_held();
  void release_due();
  void drain_here();
  void end_if_empty();
  template <class Action>
  void guard(Connection& connection, Action action);

  Loop& self;
  Engine& engine;
  // One thread runs it, so the reactor needs no locks; posting from other threads stays safe.
  asio::io_context io{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
  asio::executor_work_guard<Executor> work{io.get_executor()};
  Timer sweep_timer{io.get_executor()}, held_timer{io.get_executor()},
      accept_timer{io.get_executor()};
  std::vector<std::unique_ptr<Listener>> listeners;
  std::vector<std::shared_ptr<Connection>> connections;
  std::multimap<SteadyTime, Held> held;
  std::array<char, 64 * 1024> read_bytes;
  std::array<char, 16 * 1024> file_bytes;
  std::uint64_t last_id, id_step;
  std::time_t date_second = 0;
  std::string date_text;
  bool draining = false;
  SteadyTime drain_end{};
};

Loop::Loop(Engine& engine, unsigned index, unsigned count)
    : impl_(std::make_unique<Impl>(*this, engine, index, count)) {}
Loop::~Loop() = default;

void Loop::listen(int fd, bool tls) {
  sockaddr_storage local{};
  socklen_t size = sizeof local;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&local), &size);
  auto listener = std::make_unique<Listener>(
      Listener{asio::basic_socket_acceptor<tcp, Executor>(impl_->io.get_executor()), tls});
  listener->acceptor.assign(local.ss_family == AF_INET ? tcp::v4() : tcp::v6(), fd);
  impl_->accept_on(*listener);
  impl_->listeners.push_back(std::move(listener));
}

void Loop::run() {
  impl_->sweep();
  impl_->io.run();
}

void Loop::begin_drain() {
  asio::post(impl_->io, [this] { impl_->drain_here(); });
}

void Loop::deliver(std::shared_ptr<Connection> connection, http::Reply reply) {
  asio::post(impl_->io,
             [this, connection = std::move(connection), reply = std::move(reply)]() mutable {
               impl_->guard(*connection, [&] { connection->deliver(std::move(reply)); });
             });
}

void Loop::wait(Connection& connection, Wait what) {
  auto const type = what == Wait::read ? tcp::socket::wait_read : tcp::socket::wait_write;
  connection.socket().stream.async_wait(
      type, [this, what, held_alive = connection.shared_from_this()](Error const& error) {
        if (error == asio::error::operation_aborted) return;
        impl_->guard(*held_alive, [&] { held_alive->on_ready(what); });
      });
}

/// A bug or exhausted memory costs one connection.
template <class Action>
void Loop::Impl::guard(Connection& connection, Action action) {
  try {
    action();
  } catch (std::exception const& error) {
    log::error("connection.failed", {{"cause", error.what()}});
    connection.close();
  }
}

// New connections

void Loop::Impl::accept_on(Listener& listener) {
  listener.acceptor.async_wait(tcp::socket::wait_read, [this, &listener](Error const& error) {
    if (error) return;
    for (int i = 0; i < accepts_in_a_row; ++i)
      if (!accept_one(listener)) return;
    accept_on(listener);
  });
}

/// False once it has arranged how to go on.
bool Loop::Impl::accept_one(Listener& listener) {
  sockaddr_storage from{};
  socklen_t size = sizeof from;
  int const fd = ::accept4(listener.acceptor.native_handle(), reinterpret_cast<sockaddr*>(&from),
                           &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0) {
    admit(fd, from, listener.tls);
    return true;
  }
  if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
    pause_accepting(listener);
    return false;
  }
  if (errno != EAGAIN && errno != EWOULDBLOCK) return true;  // that client is gone already
  accept_on(listener);
  return false;
}

/// Without descriptors the socket stays readable: asking again at once would spin.
void Loop::Impl::pause_accepting(Listener& listener) {
  engine.refusals.write({}, 503, "No descriptor or memory for another connection");
  accept_timer.expires_after(accept_pause);
  accept_timer.async_wait([this, &listener](Error const& error) {
    if (!error && !draining) accept_on(listener);
  });
}

void Loop::Impl::admit(int fd, sockaddr_storage const& from, bool tls) {
  auto origin = origin_of(from, tls);
  self.counters_.accepted.add();
  if (!engine.admission.enter(origin.network)) {
    engine.refusals.write(origin.peer, 503, "Too many connections");
    self.counters_.refused.add();
    self.counters_.closed.add();
    return refuse_connection(fd, tls);
  }
  int const on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  OwnedSocket socket(new Socket{asio::basic_stream_socket<tcp, Executor>(io.get_executor())});
  socket->stream.assign(from.ss_family == AF_INET ? tcp::v4() : tcp::v6(), fd);
  auto const context = tls ? engine.tls.get() : nullptr;
  auto connection = std::make_shared<Connection>(engine, self, std::move(socket),
                                                 Transport(fd, context ? context->get() : nullptr),
                                                 std::move(origin));
  connection->slot = connections.size();
  connections.push_back(connection);
  connection->start();
}

void Loop::forget(Connection& connection) {
  auto& all = impl_->connections;
  counters_.closed.add();
  Error ignored;
  connection.socket().stream.close(ignored);
  std::swap(all[connection.slot], all.back());
  all[connection.slot]->slot = connection.slot;
  all.pop_back();
  impl_->end_if_empty();
}

// Time

void Loop::Impl::sweep() {
  auto const now = Clock::now();
  for (std::size_t i = connections.size(); i-- > 0;) {
    if (i >= connections.size()) continue;
    auto const connection = connections[i];
    guard(*connection, [&] { connection->check_time(now); });
  }
  if (draining && now >= drain_end) return io.stop();
  sweep_timer.expires_after(sweep_every);
  sweep_timer.async_wait([this](Error const& error) {
    if (!error) sweep();
  });
}

bool Loop::hold(Connection& connection, http::Reply& reply) {
  if (impl_->engine.delayed.fetch_add(1) >= impl_->engine.limits.delayed_answers) {
    impl_->engine.delayed.fetch_sub(1);
    return false;
  }
  counters_.delayed.add();
  connection.held = reply.not_before;
  auto const due = reply.not_before;
  impl_->held.emplace(due, Held{connection.shared_from_this(), std::move(reply)});
  impl_->schedule_held();
  return true;
}

void Loop::drop_held(Connection& connection) {
  auto const [first, last] = impl_->held.equal_range(*connection.held);
  auto const found = std::find_if(
      first, last, [&](auto const& entry) { return entry.second.connection.get() == &connection; });
  connection.held.reset();
  if (found == last) return;
  impl_->engine.delayed.fetch_sub(1);
  impl_->held.erase(found);
}

void Loop::Impl::schedule_held() {
  if (held.empty() || held_timer.expiry() == held.begin()->first) return;
  held_timer.expires_at(held.begin()->first);
  held_timer.async_wait([this](Error const& error) {
    if (!error) release_due();
  });
}

void Loop::Impl::release_due() {
  while (!held.empty() && held.begin()->first <= Clock::now()) {
    auto entry = held.extract(held.begin());
    auto& [connection, reply] = entry.mapped();
    engine.delayed.fetch_sub(1);
    connection->held.reset();
    guard(*connection, [&] { connection->release(std::move(reply)); });
  }
  held_timer.expires_at(SteadyTime::max());
  schedule_held();
}

// The end

void Loop::Impl::drain_here() {
  if (std::exchange(draining, true)) return;
  drain_end = Clock::now() + engine.limits.drain;
  for (auto& listener : listeners) {
    while (accept_one(*listener) && listener->acceptor.is_open()) {
    }
    Error ignored;
    listener->acceptor.close(ignored);
  }
  accept_timer.cancel();
  for (std::size_t i = connections.size(); i-- > 0;)
    if (i < connections.size()) std::shared_ptr(connections[i])->drain();
  end_if_empty();
}

void Loop::Impl::end_if_empty() {
  if (draining && connections.empty()) io.stop();
}

// Small services

std::uint64_t Loop::next_id() { return impl_->last_id += impl_->id_step; }
bool Loop::draining() const { return impl_->draining; }
std::span<char> Loop::read_scratch() { return impl_->read_bytes; }
std::span<char> Loop::file_scratch() { return impl_->file_bytes; }

std::string_view Loop::date() {
  auto const now = std::time(nullptr);
  if (now != impl_->date_second) {
    impl_->date_second = now;
    impl_->date_text = http_date(now);
  }
  return impl_->date_text;
}

}  // namespace latchkey::net
