#pragma once
// One socket, plain or TLS, without blocking: each call does what it can now and says what it waits
// for.

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace latchkey::net {

enum class Io { done, want_read, want_write, ended, failed };

struct Step {
  Io io = Io::done;
  std::size_t bytes = 0;  ///< with `done`
};

class Transport {
 public:
  /// Owns `fd`, which does not block. `context` null: plain.
  Transport(int fd, ssl_ctx_st* context);
  Transport(Transport&& other) noexcept;
  Transport& operator=(Transport&&) = delete;
  ~Transport() { close(); }

  int fd() const { return fd_; }
  void close();

  bool is_tls() const { return is_tls_; }
  /// Accepts the TLS handshake; done at once without TLS.
  Step handshake();
  Step read(std::span<char> into);
  /// Bytes that were read from the socket already: reading must go on before waiting.
  bool has_buffered() const;
  /// One gather write; with TLS only the first text that is not empty goes out.
  Step write(std::string_view first, std::string_view second);
  /// Up to `size` bytes of `file` from `offset`; `scratch` is used where the kernel can't copy by
  /// itself.
  Step send_file(int file, std::uint64_t offset, std::uint64_t size, std::span<char> scratch);
  /// Bytes below TLS; only to drop them.
  Step read_raw(std::span<char> into);
  /// Tells the peer that nothing more comes.
  void end_output();

 private:
  struct FreeSsl {
    void operator()(ssl_st* ssl) const;
  };
  Step tls_result(int result) const;

  int fd_;
  std::unique_ptr<ssl_st, FreeSsl> ssl_;
  bool is_tls_ = false;  ///< also where OpenSSL had no memory: never answered in the clear
  bool broken_ = false;
};

}  // namespace latchkey::net
