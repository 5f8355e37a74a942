#pragma once
// One request and one reply as plain values; no sockets, no engine.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latchkey::http {

class Intake;

enum class Method { connect, del, get, head, options, patch, post, put, trace, other };

/// The method of that exact name; `other` if it is none of RFC 9110 (and PATCH, RFC 5789).
Method parse_method(std::string_view name);
std::string_view method_name(Method method);
constexpr bool is_safe(Method m) {
  return m == Method::get || m == Method::head || m == Method::options || m == Method::trace;
}

/// Header fields in the order received; names compare without case. All text lives in one buffer.
class Headers {
 public:
  struct Field {
    std::string_view name, value;
  };

  void add(std::string_view name, std::string_view value);
  /// First value of that name, without surrounding space; borrows from this object.
  std::optional<std::string_view> find(std::string_view name) const;
  /// As `find`, empty where the field is missing.
  std::string_view get(std::string_view name) const { return find(name).value_or(""); }
  std::size_t count(std::string_view name) const;
  std::size_t size() const { return entries_.size(); }
  Field operator[](std::size_t i) const;
  void clear();

 private:
  struct Entry {
    std::uint32_t name, name_size, value, value_size;
  };
  std::string text_;
  std::vector<Entry> entries_;
};

/// Who is at the other end of the connection, as the socket says.
struct Peer {
  std::string address;  ///< "127.0.0.1", "::1"; IPv4-mapped IPv6 is written as IPv4
  std::uint16_t port = 0;
  bool tls = false;
};

/// One complete, size-limited request whose head passed the strict check (security.md S31).
struct Request {
  Method method = Method::get;
  std::string target;  ///< origin-form as sent: path and query, still percent-encoded
  std::string host;    ///< authority of the target if it was absolute-form, else the Host field
  Headers headers;
  std::string body;
  std::shared_ptr<Intake> intake{};  ///< what took the body instead; null for most requests
  Peer peer;
  std::uint64_t id = 0;  ///< unique in this process, for the log

  std::string_view path() const;   ///< target before the first '?'
  std::string_view query() const;  ///< target behind the first '?'
};

/// A part of an open file, sent without reading it into memory. Owns the descriptor.
class FileBody {
 public:
  FileBody(int fd, std::uint64_t offset, std::uint64_t size)
      : fd_(fd), offset_(offset), size_(size) {}
  FileBody(FileBody&& other) noexcept;
  FileBody& operator=(FileBody&& other) noexcept;
  ~FileBody();
  int fd() const { return fd_; }
  std::uint64_t offset() const { return offset_; }
  std::uint64_t size() const { return size_; }

 private:
  int fd_ = -1;
  std::uint64_t offset_ = 0, size_ = 0;
};

/// Own bytes, bytes shared with a cache, or a file.
using Body = std::variant<std::string, std::shared_ptr<std::string const>, FileBody>;

struct Reply {
  struct Header {
    std::string name, value;
  };
  int status = 200;
  std::vector<Header> headers;  ///< without Content-Length, Connection, Date: those are net's
  std::string_view fixed{};     ///< more header lines of static storage, "\r\nName: value" each
  Body body;
  /// Not sent before this moment; held by a timer, never by a thread.
  std::chrono::steady_clock::time_point not_before{};
  bool close = false;  ///< end the connection after this reply

  void add(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
  }
  std::uint64_t body_size() const;
  /// The body as text; empty for a file. For tests and small transformations.
  std::string_view body_text() const&;
  std::string body_text() &&;
};

/// What answers with data tell browsers: never a page, a script, a frame. Source: security.md 5.
inline constexpr std::string_view data_headers =
    "\r\nX-Content-Type-Options: nosniff"
    "\r\nReferrer-Policy: no-referrer"
    "\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'"
    "\r\nCross-Origin-Opener-Policy: same-origin"
    "\r\nCross-Origin-Resource-Policy: same-origin";

/// Over HTTPS only: the host is never asked in the clear again. Source: RFC 6797, 6.1.
inline constexpr std::string_view hsts_name = "Strict-Transport-Security";
inline constexpr std::string_view hsts_value = "max-age=31536000";

/// A refusal in the API's envelope with key null: `{"status":"error","message":…,"code":…,…}`.
/// `message` must need no JSON escapes. Closes the connection if `close`.
Reply refusal(int status, std::string_view message, bool close);

/// The standard reason phrase of `status`, "" if unknown.
std::string_view reason_phrase(int status);

}  // namespace latchkey::http
