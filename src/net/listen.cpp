#include "net/listen.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace latchkey::net {
namespace {

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;

  sockaddr const* get() const { return reinterpret_cast<sockaddr const*>(&bytes); }
  void set_port(std::uint16_t port) {
    if (bytes.ss_family == AF_INET) {
      reinterpret_cast<sockaddr_in&>(bytes).sin_port = htons(port);
    } else {
      reinterpret_cast<sockaddr_in6&>(bytes).sin6_port = htons(port);
    }
  }
};

Failure cannot(std::string message) {
  return fail(Kind::invalid, "error.net.listen", std::move(message));
}

Result<Address> resolve(std::string const& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), "0", &hints, &found) != 0 || found == nullptr)
    return cannot("The host " + host +
                  " is no address of this machine. Give an address with --host, as 127.0.0.1, or "
                  "0.0.0.0 for all.");
  std::unique_ptr<addrinfo, void (*)(addrinfo*)> const owned(found, &::freeaddrinfo);
  Address out;
  std::memcpy(&out.bytes, found->ai_addr, found->ai_addrlen);
  out.size = found->ai_addrlen;
  return out;
}

Failure explain(int error, std::string const& host, std::uint16_t port, std::string const& option) {
  auto const number = std::to_string(port);
  auto const other = option + " " + std::to_string(port < 65535 ? port + 1 : port - 1);
  switch (error) {
    case EADDRINUSE:
      return cannot("Port " + number + " on " + host +
                    " is taken by another program. End it, or choose another port: " + other + ".");
    case EACCES:
      return cannot("Port " + number +
                    " needs a privilege (ports below 1024 do). Choose another, as " + option +
                    " 8080, or give the program CAP_NET_BIND_SERVICE.");
    case EADDRNOTAVAIL:
      return cannot("The host " + host +
                    " is no address of this machine. Give one with --host, as 127.0.0.1, or "
                    "0.0.0.0 for all.");
    default:
      return cannot("Port " + number + " on " + host +
                    " cannot be opened: " + std::strerror(error) + ".");
  }
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

/// A bound socket, or errno.
tl::expected<Descriptor, int> bind_one(Address const& address, bool share) {
  Descriptor fd(::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (fd.get() < 0) return tl::make_unexpected(errno);
  int const on = 1, off = 0;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (share) ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (address.bytes.ss_family == AF_INET6)
    ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  if (::bind(fd.get(), address.get(), address.size) != 0) return tl::make_unexpected(errno);
  return fd;
}

}  // namespace

std::uint16_t local_port(int fd) {
  sockaddr_storage local{};
  socklen_t size = sizeof local;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&local), &size);
  return ntohs(local.ss_family == AF_INET ? reinterpret_cast<sockaddr_in&>(local).sin_port
                                          : reinterpret_cast<sockaddr_in6&>(local).sin6_port);
}

Result<std::vector<int>> open_listeners(std::string const& host, std::uint16_t port, unsigned count,
                                        std::string const& option) {
  LK_TRY(Address address, resolve(host));
  address.set_port(port);
  // Sharing would also let a second server of the same user in, so first ask for the port alone.
  if (auto const alone = bind_one(address, false); !alone)
    return explain(alone.error(), host, port, option);
  std::vector<Descriptor> open;
  open.reserve(count);
  for (unsigned i = 0; i < count; ++i) {
    auto bound = bind_one(address, true);
    if (!bound) return explain(bound.error(), host, port, option);
    if (::listen(bound->get(), SOMAXCONN) != 0) return explain(errno, host, port, option);
    address.set_port(local_port(bound->get()));
    open.push_back(std::move(*bound));
  }
  std::vector<int> out;
  out.reserve(open.size());
  for (auto& fd : open) out.push_back(fd.release());
  return out;
}

}  // namespace latchkey::net
