#include "app/unix_socket.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace latchkey::app {
namespace {

using store::Descriptor;

/// The address of `path`; a long one goes through a descriptor of its folder, which must stay open
/// until it is used.
struct Address {
  explicit Address(std::filesystem::path const& path) {
    auto text = path.string();
    value.sun_family = AF_UNIX;
    if (text.size() >= sizeof value.sun_path) {
      folder = Descriptor(::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
      text = "/proc/self/fd/" + std::to_string(folder.get()) + "/" + path.filename().string();
    }
    fits = text.size() < sizeof value.sun_path;
    if (fits) std::memcpy(value.sun_path, text.c_str(), text.size() + 1);
  }
  sockaddr const* get() const { return reinterpret_cast<sockaddr const*>(&value); }

  sockaddr_un value{};
  Descriptor folder;
  bool fits = false;
};

Descriptor failed(int error) {
  errno = error;
  return {};
}

int milliseconds_until(Deadline end) {
  auto const left =
      std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000));
}

bool wait_for(int fd, short events, Deadline end) {
  while (true) {
    pollfd wanted{fd, events, 0};
    auto const n = ::poll(&wanted, 1, milliseconds_until(end));
    if (n > 0) return true;
    if (n == 0 || errno != EINTR) return false;
  }
}

}  // namespace

Descriptor listen_at(std::filesystem::path const& path) {
  Address const address(path);
  if (!address.fits) return failed(ENAMETOOLONG);
  Descriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  // On Linux the mode of the unbound socket becomes the mode of its name, without a moment in
  // between.
  if (!fd || ::fchmod(fd.get(), 0600) != 0 ||
      ::bind(fd.get(), address.get(), sizeof address.value) != 0 || ::listen(fd.get(), 16) != 0)
    return failed(errno);
  return fd;
}

Descriptor connect_to(std::filesystem::path const& path) {
  Address const address(path);
  if (!address.fits) return failed(ENOENT);
  Descriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd || ::connect(fd.get(), address.get(), sizeof address.value) != 0) return failed(errno);
  return fd;
}

bool is_trusted_peer(int fd) {
  ucred peer{};
  socklen_t length = sizeof peer;
  return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
         (peer.uid == ::geteuid() || peer.uid == 0);
}

bool wait_readable(int fd, Deadline end) { return wait_for(fd, POLLIN, end); }

Line read_line(int fd, std::size_t limit, Deadline end) {
  Line out;
  std::array<char, 16384> buffer;
  while (true) {
    if (!wait_for(fd, POLLIN, end)) return {LineOutcome::late, {}};
    auto const n = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n <= 0) return out;
    std::string_view const bytes(buffer.data(), static_cast<std::size_t>(n));
    auto const newline = bytes.find('\n');
    out.text += bytes.substr(0, newline);
    if (out.text.size() + 1 > limit) return {LineOutcome::too_long, {}};
    if (newline == bytes.npos) continue;
    out.outcome = LineOutcome::complete;
    return out;
  }
}

bool write_all(int fd, std::string_view bytes, Deadline end) {
  while (!bytes.empty()) {
    auto const n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
      continue;
    }
    bool const is_full = errno == EAGAIN || errno == EINTR;
    if (!is_full || !wait_for(fd, POLLOUT, end)) return false;
  }
  return true;
}

}  // namespace latchkey::app
