// A load client of one thread: keep-alive connections on loopback, one request at a time on each,
// bounded by count and by seconds. Prints one JSON object: requests, statuses, seconds, bytes and
// latencies in microseconds.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Plan {
  std::uint16_t port = 8080;
  std::string method = "GET", path = "/", headers, body;
  std::size_t connections = 1, requests = 1000;
  double seconds = 10;

  std::string bytes() const {
    auto out = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
               "\r\n" + headers;
    if (!body.empty()) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return out + "\r\n" + body;
  }
};

[[noreturn]] void fail(std::string const& what) {
  std::fprintf(stderr, "load: %s\n", what.c_str());
  std::exit(2);
}

Plan read_plan(int argc, char** argv) {
  Plan plan;
  for (int i = 1; i + 1 < argc; i += 2) {
    std::string_view const name = argv[i];
    std::string const value = argv[i + 1];
    if (name == "--port")
      plan.port = static_cast<std::uint16_t>(std::stoul(value));
    else if (name == "--method")
      plan.method = value;
    else if (name == "--path")
      plan.path = value;
    else if (name == "--header")
      plan.headers += value + "\r\n";
    else if (name == "--body")
      plan.body = value;
    else if (name == "--connections")
      plan.connections = std::stoul(value);
    else if (name == "--requests")
      plan.requests = std::stoul(value);
    else if (name == "--seconds")
      plan.seconds = std::stod(value);
    else
      fail("unknown option " + std::string(name));
  }
  return plan;
}

/// What a complete answer at the start of `in` is: its status, its length in bytes, whether it ends
/// the connection.
struct Answer {
  int status = 0;
  std::size_t length = 0;
  bool closes = false;
};

/// Value of a header in a head, by a case-insensitive search; enough for servers we start
/// ourselves.
std::optional<std::string_view> find_header(std::string_view head, std::string_view name) {
  auto const same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  auto const at = std::search(head.begin(), head.end(), name.begin(), name.end(), same);
  if (at == head.end()) return std::nullopt;
  auto value = head.substr(static_cast<std::size_t>(at - head.begin()) + name.size());
  value = value.substr(0, value.find("\r\n"));
  while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  return value;
}

std::optional<Answer> complete_answer(std::string_view in) {
  auto const end = in.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  auto const head = in.substr(0, end + 2);
  Answer answer;
  if (head.size() < 12) fail("no HTTP answer");
  std::from_chars(head.data() + 9, head.data() + 12, answer.status);
  std::size_t body = 0;
  if (auto const length = find_header(head, "\r\ncontent-length:"))
    std::from_chars(length->data(), length->data() + length->size(), body);
  else if (find_header(head, "\r\ntransfer-encoding:"))
    fail("chunked answers are not supported");
  if (auto const connection = find_header(head, "\r\nconnection:"))
    answer.closes = *connection == "close";
  answer.length = end + 4 + body;
  return in.size() >= answer.length ? std::optional(answer) : std::nullopt;
}

struct Connection {
  int socket = -1;
  std::string in;
  Clock::time_point sent;
};

class Load {
 public:
  explicit Load(Plan plan)
      : plan_(std::move(plan)), request_(plan_.bytes()), connections_(plan_.connections) {
    latencies_.reserve(plan_.requests);
  }

  void run() {
    start_ = Clock::now();
    for (auto& connection : connections_) begin(connection);
    std::vector<epoll_event> events(256);
    while (open_ > 0 && elapsed() < plan_.seconds) {
      int const n = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 100);
      for (int i = 0; i < n; ++i)
        receive(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr));
    }
    seconds_ = elapsed();
  }

  void print() {
    std::sort(latencies_.begin(), latencies_.end());
    std::printf(
        "{\"requests\": %zu, \"seconds\": %.4f, \"bytes\": %zu, \"broken\": %zu, \"statuses\": {",
        latencies_.size(), seconds_, bytes_, broken_);
    char const* separator = "";
    for (auto const& [status, count] : statuses_) {
      std::printf("%s\"%d\": %zu", separator, status, count);
      separator = ", ";
    }
    std::printf("}, \"p50\": %.1f, \"p99\": %.1f, \"max\": %.1f}\n", quantile(0.5), quantile(0.99),
                quantile(1));
  }

 private:
  double elapsed() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  double quantile(double q) const {
    if (latencies_.empty()) return 0;
    auto const at = static_cast<std::size_t>(q * static_cast<double>(latencies_.size() - 1));
    return static_cast<double>(latencies_[at]) / 1000;
  }

  void begin(Connection& connection) {
    connection.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(plan_.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(connection.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      fail(std::string("connect: ") + std::strerror(errno));
    int const on = 1;
    ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &connection;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, connection.socket, &event);
    ++open_;
    send_next(connection);
  }

  void end(Connection& connection) {
    ::close(connection.socket);
    connection.socket = -1;
    connection.in.clear();
    --open_;
  }

  void send_next(Connection& connection) {
    if (sent_ == plan_.requests) return end(connection);
    ++sent_;
    connection.sent = Clock::now();
    auto const n = ::send(connection.socket, request_.data(), request_.size(), MSG_NOSIGNAL);
    if (n != static_cast<ssize_t>(request_.size())) lose(connection);
  }

  void lose(Connection& connection) {
    ++broken_;
    end(connection);
  }

  void receive(Connection& connection) {
    char buffer[65536];
    auto const n = ::recv(connection.socket, buffer, sizeof buffer, 0);
    if (n <= 0) return lose(connection);
    bytes_ += static_cast<std::size_t>(n);
    connection.in.append(buffer, static_cast<std::size_t>(n));
    auto const answer = complete_answer(connection.in);
    if (!answer) return;
    latencies_.push_back(static_cast<std::uint64_t>((Clock::now() - connection.sent).count()));
    ++statuses_[answer->status];
    connection.in.erase(0, answer->length);
    if (!answer->closes) return send_next(connection);
    end(connection);
    if (sent_ < plan_.requests) begin(connection);
  }

  Plan plan_;
  std::string request_;
  std::vector<Connection> connections_;
  std::vector<std::uint64_t> latencies_;  // nanoseconds
  std::map<int, std::size_t> statuses_;
  std::size_t sent_ = 0, open_ = 0, bytes_ = 0, broken_ = 0;
  int poll_ = ::epoll_create1(EPOLL_CLOEXEC);
  Clock::time_point start_;
  double seconds_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  Load load(read_plan(argc, argv));
  load.run();
  load.print();
}
