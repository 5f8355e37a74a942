#include "net/loop.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <map>
#include <span>

#include "core/log.h"
#include "http/cookie.h"
#include "net/connection.h"

namespace latchkey::net {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

namespace {

constexpr milliseconds sweep_every{500};
constexpr int accepts_in_a_row = 64;
constexpr int events_at_once = 256;

/// A listening socket; `paused` while there is no descriptor for another connection.
struct Listener {
  int fd;
  bool tls;
  bool paused = false;
};

/// An answer that waits for its moment.
struct Held {
  std::shared_ptr<Connection> connection;
  http::Reply reply;
};

struct Delivery {
  std::shared_ptr<Connection> connection;
  News news;
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

bool out_of_resources(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

struct Loop::Impl {
  Impl(Loop& owner, Engine& the_engine, unsigned index, unsigned count)
      : self(owner), engine(the_engine), last_id(index), id_step(count) {
    watch(wake_fd, EPOLLIN, &wake_fd);
  }
  ~Impl() {
    for (auto const& listener : listeners) stop_listening(*listener);
    ::close(wake_fd);
    ::close(epoll_fd);
  }

  void watch(int fd, std::uint32_t events, void* tag) const;
  void wake() const;
  void step();
  int wait(std::span<epoll_event> events) const;
  bool handle(epoll_event const& event);
  void take_deliveries();
  void run_again();
  void accept_on(Listener& listener);
  void resume_accepting();
  void stop_listening(Listener& listener) const;
  void admit(int fd, sockaddr_storage const& from, bool tls);
  void sweep(SteadyTime now);
  void release_due();
  void drain_here();
  template <class Action>
  void guard(Connection& connection, Action action);

  Loop& self;
  Engine& engine;
  int epoll_fd = ::epoll_create1(EPOLL_CLOEXEC);
  int wake_fd = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  std::vector<std::unique_ptr<Listener>> listeners;
  std::vector<std::shared_ptr<Connection>> connections;
  std::vector<std::shared_ptr<Connection>> unfinished;  ///< what again() was called for
  std::multimap<SteadyTime, Held> held;
  SteadyTime next_sweep{}, drain_end = SteadyTime::max();
  std::array<char, 64 * 1024> read_bytes;
  std::array<char, 16 * 1024> file_bytes;
  std::uint64_t last_id, id_step;
  std::time_t date_second = 0;
  std::string date_text;
  bool draining = false;

  std::mutex mutex;  ///< for what other threads bring
  std::vector<Delivery> deliveries;
  bool drain_wanted = false;
};

Loop::Loop(Engine& engine, unsigned index, unsigned count)
    : impl_(std::make_unique<Impl>(*this, engine, index, count)) {}
Loop::~Loop() = default;

void Loop::listen(int fd, bool tls) {
  auto& listener = impl_->listeners.emplace_back(std::make_unique<Listener>(Listener{fd, tls}));
  impl_->watch(fd, EPOLLIN, listener.get());
}

void Loop::run() {
  while (!impl_->draining || !impl_->connections.empty()) {
    if (Clock::now() >= impl_->drain_end) break;
    impl_->step();
  }
  for (auto const& connection : std::vector(impl_->connections)) connection->close();
}

// Events

void Loop::Impl::watch(int fd, std::uint32_t events, void* tag) const {
  epoll_event event{};
  event.events = events;
  event.data.ptr = tag;
  ::epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
}

/// One wait, then everything that is due.
void Loop::Impl::step() {
  std::array<epoll_event, events_at_once> events;
  int const count = wait(events);
  bool woken = false;
  for (int i = 0; i < count; ++i) woken |= !handle(events[static_cast<std::size_t>(i)]);
  if (woken) take_deliveries();  // after the events, because it may end connections that have one
  run_again();
  auto const now = coarse_now();
  if (now >= next_sweep) sweep(now);
  if (!held.empty()) release_due();
}

/// Until an event or the next timer; never early. While answers are held the wait is exact to the
/// microsecond: a coarse clock would round by how long the check took and so tell it (security S5).
int Loop::Impl::wait(std::span<epoll_event> events) const {
  auto const count = static_cast<int>(events.size());
  if (!unfinished.empty()) return ::epoll_wait(epoll_fd, events.data(), count, 0);
  Clock::duration left = next_sweep - coarse_now();
  if (!held.empty()) {
    left = std::max(std::min(left, held.begin()->first - Clock::now()), Clock::duration(0));
    auto const whole = std::chrono::floor<seconds>(left);
    timespec const patience{whole.count(), nanoseconds(left - whole).count()};
    int const got = ::epoll_pwait2(epoll_fd, events.data(), count, &patience, nullptr);
    if (got >= 0 || errno != ENOSYS) return got;  // Linux before 5.11 rounds up, below
  }
  auto const patience = std::clamp<std::int64_t>(std::chrono::ceil<milliseconds>(left).count(), 0,
                                                 sweep_every.count());
  return ::epoll_wait(epoll_fd, events.data(), count, static_cast<int>(patience));
}

/// False for a wake-up by another thread.
bool Loop::Impl::handle(epoll_event const& event) {
  if (event.data.ptr == &wake_fd) return false;
  for (auto const& listener : listeners) {
    if (event.data.ptr != listener.get()) continue;
    accept_on(*listener);
    return true;
  }
  auto const connection = static_cast<Connection*>(event.data.ptr)->shared_from_this();
  guard(*connection, [&] {
    connection->on_event((event.events & (EPOLLIN | EPOLLRDHUP)) != 0,
                         (event.events & EPOLLRDHUP) != 0,
                         (event.events & (EPOLLERR | EPOLLHUP)) != 0);
  });
  return true;
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

void Loop::again(Connection& connection) {
  impl_->unfinished.push_back(connection.shared_from_this());
}

void Loop::Impl::run_again() {
  if (unfinished.empty()) return;
  for (auto const& connection : std::exchange(unfinished, {}))
    guard(*connection, [&] { connection->go_on(); });
}

// From other threads

void Loop::Impl::wake() const {
  std::uint64_t const one = 1;
  [[maybe_unused]] auto const n = ::write(wake_fd, &one, sizeof one);
}

void Loop::deliver(std::shared_ptr<Connection> connection, News news) {
  {
    std::lock_guard const lock(impl_->mutex);
    impl_->deliveries.push_back({std::move(connection), std::move(news)});
    if (impl_->deliveries.size() > 1) return;  // woken already
  }
  impl_->wake();
}

void Loop::begin_drain() {
  {
    std::lock_guard const lock(impl_->mutex);
    impl_->drain_wanted = true;
  }
  impl_->wake();
}

void Loop::Impl::take_deliveries() {
  std::uint64_t ignored = 0;
  [[maybe_unused]] auto const n = ::read(wake_fd, &ignored, sizeof ignored);
  std::vector<Delivery> taken;
  bool drain = false;
  {
    std::lock_guard const lock(mutex);
    taken.swap(deliveries);
    drain = drain_wanted;
  }
  for (auto& delivery : taken)
    guard(*delivery.connection, [&] { delivery.connection->deliver(std::move(delivery.news)); });
  if (drain) drain_here();
}

// New connections

void Loop::Impl::accept_on(Listener& listener) {
  for (int i = 0; i < accepts_in_a_row; ++i) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    int const fd = ::accept4(listener.fd, reinterpret_cast<sockaddr*>(&from), &size,
                             SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      admit(fd, from, listener.tls);
    } else if (out_of_resources(errno)) {
      // The socket stays readable: asking again at once would spin.
      engine.refusals.write({}, 503, "No descriptor or memory for another connection");
      ::epoll_ctl(epoll_fd, EPOLL_CTL_DEL, listener.fd, nullptr);
      listener.paused = true;
      return;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return;
    }
  }
}

void Loop::Impl::resume_accepting() {
  for (auto const& listener : listeners)
    if (std::exchange(listener->paused, false)) watch(listener->fd, EPOLLIN, listener.get());
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
  auto const context = tls ? engine.tls.get() : nullptr;
  auto connection = std::make_shared<Connection>(
      engine, self, Transport(fd, context ? context->get() : nullptr), std::move(origin));
  connection->slot = connections.size();
  connections.push_back(connection);
  connection->start();
  watch(fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, connection.get());
}

void Loop::forget(Connection& connection) {
  auto& all = impl_->connections;
  counters_.closed.add();
  // Closing would do, but for a child process that still shares the descriptor for a moment.
  ::epoll_ctl(impl_->epoll_fd, EPOLL_CTL_DEL, connection.descriptor(), nullptr);
  std::swap(all[connection.slot], all.back());
  all[connection.slot]->slot = connection.slot;
  all.pop_back();
}

// Time

void Loop::Impl::sweep(SteadyTime now) {
  next_sweep = now + sweep_every;
  for (std::size_t i = connections.size(); i-- > 0;) {
    auto const connection = connections[i];
    guard(*connection, [&] { connection->check_time(now); });
  }
  resume_accepting();
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

void Loop::Impl::release_due() {
  while (!held.empty() && held.begin()->first <= Clock::now()) {
    auto entry = held.extract(held.begin());
    auto& due = entry.mapped();
    engine.delayed.fetch_sub(1);
    due.connection->held.reset();
    guard(*due.connection, [&] { due.connection->release(std::move(due.reply)); });
  }
}

// The end

void Loop::Impl::stop_listening(Listener& listener) const {
  if (listener.fd >= 0) ::close(std::exchange(listener.fd, -1));
}

void Loop::Impl::drain_here() {
  if (std::exchange(draining, true)) return;
  drain_end = Clock::now() + engine.limits.drain;
  for (auto const& listener : listeners) {
    if (!listener->paused) accept_on(*listener);  // who has connected is served
    stop_listening(*listener);
  }
  listeners.clear();
  for (auto const& connection : std::vector(connections)) connection->drain();
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
    impl_->date_text = http::http_date(now);
  }
  return impl_->date_text;
}

}  // namespace latchkey::net
