#include "net/transport.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>

namespace latchkey::net {
namespace {

Step plain_result(ssize_t n, Io would_block) {
  if (n > 0) return {Io::done, static_cast<std::size_t>(n)};
  if (n == 0) return {Io::ended, 0};
  return {errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? would_block : Io::failed, 0};
}

int clamp(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, 1 << 20)); }

}  // namespace

void Transport::FreeSsl::operator()(ssl_st* ssl) const { SSL_free(ssl); }

Transport::Transport(int fd, ssl_ctx_st* context) : fd_(fd) {
  if (context == nullptr) return;
  is_tls_ = true;
  ssl_.reset(SSL_new(context));
  broken_ = !ssl_ || SSL_set_fd(ssl_.get(), fd) != 1;
  if (!broken_) SSL_set_accept_state(ssl_.get());
}

Transport::Transport(Transport&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      ssl_(std::move(other.ssl_)),
      is_tls_(other.is_tls_),
      broken_(other.broken_) {}

void Transport::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Step Transport::tls_result(int result) const {
  if (result > 0) return {Io::done, static_cast<std::size_t>(result)};
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ: return {Io::want_read, 0};
    case SSL_ERROR_WANT_WRITE: return {Io::want_write, 0};
    case SSL_ERROR_ZERO_RETURN: return {Io::ended, 0};
    default: return {Io::failed, 0};
  }
}

Step Transport::handshake() {
  if (broken_) return {Io::failed, 0};
  if (!is_tls_) return {};
  ERR_clear_error();
  return tls_result(SSL_do_handshake(ssl_.get()));
}

Step Transport::read(std::span<char> into) {
  if (!ssl_) return plain_result(::recv(fd_, into.data(), into.size(), 0), Io::want_read);
  ERR_clear_error();
  return tls_result(SSL_read(ssl_.get(), into.data(), clamp(into.size())));
}

Step Transport::read_raw(std::span<char> into) {
  return plain_result(::recv(fd_, into.data(), into.size(), 0), Io::want_read);
}

bool Transport::has_buffered() const { return ssl_ && SSL_has_pending(ssl_.get()) == 1; }

Step Transport::write(std::string_view first, std::string_view second) {
  if (ssl_) {
    auto const text = first.empty() ? second : first;
    ERR_clear_error();
    return tls_result(SSL_write(ssl_.get(), text.data(), clamp(text.size())));
  }
  if (second.empty())
    return plain_result(::send(fd_, first.data(), first.size(), MSG_NOSIGNAL), Io::want_write);
  std::array<iovec, 2> parts{iovec{const_cast<char*>(first.data()), first.size()},
                             iovec{const_cast<char*>(second.data()), second.size()}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  return plain_result(::sendmsg(fd_, &message, MSG_NOSIGNAL), Io::want_write);
}

Step Transport::send_file(int file, std::uint64_t offset, std::uint64_t size,
                          std::span<char> scratch) {
  auto position = static_cast<off_t>(offset);
  if (!ssl_) {
    auto const n = ::sendfile(fd_, file, &position, std::min<std::uint64_t>(size, 1 << 20));
    return n == 0 ? Step{Io::failed, 0}
                  : plain_result(n, Io::want_write);  // 0: the file has become shorter
  }
  auto const wanted = std::min<std::uint64_t>(size, std::min<std::size_t>(scratch.size(), 16384));
  auto const n = ::pread(file, scratch.data(), wanted, position);
  if (n <= 0) return {Io::failed, 0};
  return write({scratch.data(), static_cast<std::size_t>(n)}, {});
}

void Transport::end_output() {
  if (ssl_ && SSL_is_init_finished(ssl_.get()) == 1) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }
  ::shutdown(fd_, SHUT_WR);
}

}  // namespace latchkey::net
