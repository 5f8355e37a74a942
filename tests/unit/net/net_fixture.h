#pragma once
// A server on loopback with a small service, and a client that sends bytes exactly as written.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "net/server.h"

namespace latchkey::net::test {

using std::chrono::milliseconds;

/// Answers what its functions say; by default echoes method, target and body.
class FakeService final : public Service {
 public:
  std::function<Lane(http::Request const&)> choose = [](auto const&) { return Lane::loop; };
  std::function<http::Reply(http::Request const&)> reply = [](http::Request const& request) {
    return echo(request);
  };
  std::atomic<int> answered{0};

  Started start(http::Request const& request) override {
    auto const lane = choose(request);
    return {lane, lane == Lane::loop ? answer(request) : http::Reply{}};
  }
  http::Reply answer(http::Request const& request) override {
    ++answered;
    return reply(request);
  }

  static http::Reply echo(http::Request const& request) {
    return text(std::string(http::method_name(request.method)) + " " + request.target + " " +
                request.host + " " + request.body);
  }
  static http::Reply text(std::string body, int status = 200) {
    http::Reply out;
    out.status = status;
    out.add("Content-Type", "text/plain; charset=UTF-8");
    out.body = std::move(body);
    return out;
  }
};

/// One raw connection.
class Client {
 public:
  explicit Client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    open_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  Client(Client&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), open_(other.open_), got_(std::move(other.got_)) {}
  ~Client() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }
  bool connected() const { return open_; }

  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      auto const n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }

  /// One answer with its body by Content-Length; what came before the end of the connection
  /// otherwise.
  std::string read_reply(bool head_only = false, milliseconds within = milliseconds(5000)) {
    auto const until = std::chrono::steady_clock::now() + within;
    for (;;) {
      if (auto const size = reply_size(head_only)) {
        auto out = got_.substr(0, size);
        got_.erase(0, size);
        return out;
      }
      if (!receive(until)) return std::exchange(got_, {});
    }
  }

  /// Everything until the end of the connection; "…timeout" at the end if it does not come.
  std::string read_all(milliseconds within = milliseconds(5000)) {
    auto const until = std::chrono::steady_clock::now() + within;
    while (receive(until)) {
    }
    return got_ + (ended_ ? "" : "…timeout");
  }
  bool ended(milliseconds within = milliseconds(5000)) {
    read_all(within);
    return ended_;
  }

 private:
  std::size_t reply_size(bool head_only) const {
    auto const end = got_.find("\r\n\r\n");
    if (end == got_.npos) return 0;
    auto const at = got_.find("Content-Length: ");
    std::size_t const length = head_only || at > end || got_.starts_with("HTTP/1.1 100")
                                   ? 0
                                   : std::stoul(got_.substr(at + 16, 20));
    return got_.size() >= end + 4 + length ? end + 4 + length : 0;
  }
  bool receive(std::chrono::steady_clock::time_point until) {
    auto const left =
        std::chrono::duration_cast<milliseconds>(until - std::chrono::steady_clock::now());
    pollfd wait{fd_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) <= 0) return false;
    char bytes[65536];
    auto const n = ::recv(fd_, bytes, sizeof bytes, 0);
    if (n <= 0) {
      ended_ = true;
      return false;
    }
    got_.append(bytes, static_cast<std::size_t>(n));
    return true;
  }

  int fd_;
  bool open_ = false, ended_ = false;
  std::string got_;
};

/// A running server; ends with the object.
class Running {
 public:
  explicit Running(Service& service, Settings settings = {}) {
    if (settings.loops == 0) settings.loops = 2;
    auto opened = Server::open(std::move(settings), service);
    if (!opened) throw std::runtime_error(opened.error().message);
    server_ = std::move(*opened);
    thread_ = std::thread([this] { server_->run(); });
  }
  ~Running() { stop(); }
  void stop() {
    if (!thread_.joinable()) return;
    server_->stop();
    thread_.join();
  }
  Server& operator*() { return *server_; }
  Server* operator->() { return server_.get(); }
  Client connect() { return Client(server_->port()); }
  /// The answer to those bytes on a connection of their own.
  std::string ask(std::string_view bytes) {
    auto client = connect();
    client.send(bytes);
    return client.read_reply();
  }

 private:
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

inline Settings with(std::function<void(config::LimitOptions&)> const& change) {
  Settings out;
  change(out.limits);
  return out;
}

inline std::string get(std::string_view target, std::string_view more = "") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a.example\r\n" + std::string(more) +
         "\r\n";
}

inline bool has_status(std::string_view reply, int status) {
  return reply.starts_with("HTTP/1.1 " + std::to_string(status) + " ");
}

inline std::string_view body_of(std::string_view reply) {
  auto const end = reply.find("\r\n\r\n");
  return end == reply.npos ? std::string_view() : reply.substr(end + 4);
}

}  // namespace latchkey::net::test
