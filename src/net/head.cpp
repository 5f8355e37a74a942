#include "net/head.h"

#include <boost/beast/http/basic_parser.hpp>
#include <cstring>

namespace latchkey::net {
namespace {

namespace beast = boost::beast;
using beast::http::field;

constexpr Refusal bad(std::string_view reason) { return {400, reason}; }

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

/// End of the head, 0 if it is not complete. Looks only at line ends: Beast accepts folded lines,
/// and a head of bare LFs would never end.
tl::expected<std::size_t, Refusal> find_end(std::string_view bytes, std::size_t& scanned) {
  for (;;) {
    auto const lf = bytes.find('\n', scanned);
    if (lf == bytes.npos) break;
    if (lf == 0 || bytes[lf - 1] != '\r') return tl::make_unexpected(bad("A line ends without CR"));
    if (lf == 1 || (lf >= 3 && bytes[lf - 2] == '\n')) return lf + 1;
    if (lf + 1 == bytes.size()) {  // what follows the line end decides; look again from here
      scanned = lf;
      return 0;
    }
    if (bytes[lf + 1] == ' ' || bytes[lf + 1] == '\t')
      return tl::make_unexpected(bad("Folded or indented header lines are not accepted"));
    scanned = lf + 1;
  }
  scanned = bytes.size();
  return 0;
}

/// `HTTP/` digit `.` digit at the end of the first line, but not 1.0 or 1.1.
bool other_version(std::string_view head) {
  auto const line = head.substr(0, head.find('\r'));
  if (line.size() < 8) return false;
  auto const version = line.substr(line.size() - 8);
  if (version.substr(0, 5) != "HTTP/" || !is_digit(version[5]) || version[6] != '.' ||
      !is_digit(version[7]))
    return false;
  return version != "HTTP/1.0" && version != "HTTP/1.1";
}

Refusal explain(beast::error_code const& code, std::string_view head) {
  using beast::http::error;
  if (code == error::bad_version && other_version(head))
    return {505, "Only HTTP/1.0 and HTTP/1.1 are served"};
  switch (static_cast<error>(code.value())) {
    case error::bad_method:
    case error::bad_target:
    case error::bad_version: return bad("The request line is malformed");
    case error::bad_field: return bad("A header name is malformed");
    case error::bad_value: return bad("A header value is malformed");
    case error::bad_line_ending: return bad("A line ends without LF");
    case error::bad_content_length:
    case error::multiple_content_length: return bad("Content-Length is malformed or repeated");
    case error::bad_transfer_encoding:
      return bad("Transfer-Encoding is repeated or contradicts Content-Length");
    case error::header_limit: return {431, "The request head is too large"};
    default: return bad("The request is malformed");
  }
}

/// Takes Beast's callbacks and checks what Beast lets pass.
class Parser final : public beast::http::basic_parser<true> {
 public:
  Parser(config::LimitOptions const& limits, http::Request& request)
      : limits_(limits), request_(request) {
    header_limit(static_cast<std::uint32_t>(limits.head_bytes + 4));
    body_limit(boost::none);
  }

  tl::expected<Head, Refusal> read(std::string_view head) {
    beast::error_code error;
    put(boost::asio::buffer(head.data(), head.size()), error);
    if (refusal_) return tl::make_unexpected(*refusal_);
    if (error) return tl::make_unexpected(explain(error, head));
    if (!is_header_done()) return tl::make_unexpected(bad("The request is malformed"));
    if (auto const wrong = check_whole()) return tl::make_unexpected(*wrong);
    head_.keep_alive = keep_alive();
    return head_;
  }

 private:
  using Error = beast::error_code;

  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target,
                       int version, Error& error) override {
    request_.method = http::parse_method(view(method));
    head_.http_11 = version == 11;
    if (auto const wrong = set_target(view(target))) stop(*wrong, error);
  }

  void on_field_impl(field name, beast::string_view text, beast::string_view value,
                     Error& error) override {
    if (request_.headers.size() >= limits_.head_fields)
      return stop({431, "The request has too many header fields"}, error);
    request_.headers.add(view(text), view(value));
    switch (name) {
      case field::host: return on_host(view(value), error);
      case field::content_length: return on_length(view(value), error);
      case field::transfer_encoding: return on_encoding(view(value), error);
      case field::expect: return on_expect(view(value), error);
      default: return;
    }
  }

  void on_host(std::string_view value, Error& error) {
    if (host_seen_) return stop(bad("The Host header is repeated"), error);
    host_seen_ = true;
    if (!is_authority(value)) return stop(bad("The Host header is malformed"), error);
    if (!absolute_) request_.host = value;
  }

  void on_length(std::string_view value, Error& error) {
    if (length_seen_) return stop(bad("Content-Length is malformed or repeated"), error);
    length_seen_ = true;
    auto const length = parse_unsigned(value);
    if (!length) return stop(bad("Content-Length is malformed or repeated"), error);
    head_.content_length = static_cast<std::uint64_t>(*length);
    if (head_.content_length > std::max(limits_.body_bytes, limits_.upload_bytes))
      stop({413, "The request body is too large"}, error);
  }

  void on_encoding(std::string_view value, Error& error) {
    if (head_.chunked)
      return stop(bad("Transfer-Encoding is repeated or contradicts Content-Length"), error);
    if (!iequals(value, "chunked"))
      return stop(bad("Only the transfer encoding chunked is accepted"), error);
    if (!head_.http_11) return stop(bad("HTTP/1.0 knows no Transfer-Encoding"), error);
    head_.chunked = true;
  }

  void on_expect(std::string_view value, Error& error) {
    if (!iequals(value, "100-continue"))
      return stop({417, "Only 100-continue can be expected"}, error);
    head_.expects_continue = head_.http_11;
  }

  std::optional<Refusal> set_target(std::string_view target) {
    if (target.size() > limits_.target_bytes) return Refusal{414, "The request target is too long"};
    for (char const c : target)
      if (static_cast<unsigned char>(c) >= 0x80 || c == '#')
        return bad("The request target is malformed");
    if (request_.method == http::Method::connect) return bad("CONNECT is not served");
    if (target == "*" && request_.method == http::Method::options) {
      request_.target = target;
      return std::nullopt;
    }
    if (target.front() == '/') {
      request_.target = target;
      return std::nullopt;
    }
    return set_absolute(target);
  }

  /// RFC 9112, 3.2.2: the authority of an absolute target wins over Host.
  std::optional<Refusal> set_absolute(std::string_view target) {
    auto const colon = target.find("://");
    auto const scheme = target.substr(0, colon);
    if (colon == target.npos || (!iequals(scheme, "http") && !iequals(scheme, "https")))
      return bad("The request target is malformed");
    target.remove_prefix(colon + 3);
    auto const authority = target.substr(0, target.find_first_of("/?"));
    target.remove_prefix(authority.size());
    if (authority.find('@') != authority.npos) return bad("Credentials in a URL are not accepted");
    if (!is_authority(authority)) return bad("The request target is malformed");
    absolute_ = true;
    request_.host = authority;
    if (target.empty() || target.front() == '?') request_.target = '/';
    request_.target += target;
    return std::nullopt;
  }

  std::optional<Refusal> check_whole() const {
    if (head_.http_11 && !host_seen_) return bad("The Host header is missing");
    if (head_.chunked && length_seen_)
      return bad("Transfer-Encoding is repeated or contradicts Content-Length");
    return std::nullopt;
  }

  void stop(Refusal refusal, Error& error) {
    refusal_ = refusal;
    error = beast::http::error::bad_value;
  }

  void on_header_impl(Error&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, Error&) override {}
  std::size_t on_body_impl(beast::string_view body, Error&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, Error&) override {
    return body.size();
  }
  void on_finish_impl(Error&) override {}
  void on_response_impl(int, beast::string_view, int, Error&) override {}

  config::LimitOptions const& limits_;
  http::Request& request_;
  Head head_;
  std::optional<Refusal> refusal_;
  bool host_seen_ = false, length_seen_ = false, absolute_ = false;
};

void forget_old(http::Request& request) {
  request.target.clear();
  request.host.clear();
  request.headers.clear();
  request.body.clear();
}

Refusal too_large(std::string_view bytes, config::LimitOptions const& limits) {
  auto const line = bytes.substr(0, bytes.find('\r'));
  if (line.size() > limits.target_bytes) return {414, "The request target is too long"};
  return {431, "The request head is too large"};
}

bool is_port(std::string_view text) {
  auto const port = text.size() <= 5 ? parse_unsigned(text) : std::nullopt;
  return port && *port <= 65535;
}

bool is_bracketed(std::string_view text) {
  if (text.size() < 4) return false;
  return std::ranges::all_of(text.substr(1, text.size() - 2), [](char c) {
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f') || c == ':' || c == '.';
  });
}

}  // namespace

bool is_authority(std::string_view text) {
  if (text.starts_with('[')) {
    auto const end = text.find(']');
    if (end == text.npos || !is_bracketed(text.substr(0, end + 1))) return false;
    auto const rest = text.substr(end + 1);
    return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
  }
  auto const colon = text.find(':');
  auto const name = text.substr(0, colon);
  if (name.empty() || name.size() > 255) return false;
  if (colon != text.npos && !is_port(text.substr(colon + 1))) return false;
  return std::ranges::all_of(
      name, [](char c) { return is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '~'; });
}

tl::expected<std::optional<Head>, Refusal> parse_head(std::string_view bytes, std::size_t& scanned,
                                                      config::LimitOptions const& limits,
                                                      http::Request& request) {
  std::size_t const skipped =
      bytes.starts_with("\r\n") ? 2 : 0;  // RFC 9112, 2.2: one empty line before is ignored
  bytes.remove_prefix(skipped);
  scanned -= std::min(scanned, skipped);
  auto const end = find_end(bytes, scanned);
  if (!end) return tl::make_unexpected(end.error());
  if (std::max(*end, *end == 0 ? bytes.size() : 0) > limits.head_bytes)
    return tl::make_unexpected(too_large(bytes, limits));
  if (*end == 0) {
    scanned += skipped;
    return std::nullopt;
  }
  forget_old(request);
  auto head = Parser(limits, request).read(bytes.substr(0, *end));
  if (!head) return tl::make_unexpected(head.error());
  head->size = *end + skipped;
  return *head;
}

}  // namespace latchkey::net
