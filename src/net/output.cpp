#include "net/output.h"

#include <charconv>

#include "core/text.h"
#include "net/head.h"

namespace latchkey::net {
namespace {

constexpr bool ends_line(char c) { return c == '\r' || c == '\n' || c == '\0'; }

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];
  auto const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

bool has_header(http::Reply const& reply, std::string_view name) {
  return std::ranges::any_of(reply.headers, [&](auto const& h) { return iequals(h.name, name); });
}

}  // namespace

bool is_sendable(http::Reply const& reply) {
  if (reply.status < 200 || reply.status > 599) return false;
  return std::ranges::all_of(reply.headers, [](auto const& h) {
    return !h.name.empty() && std::ranges::all_of(h.name, is_token_char) &&
           std::ranges::none_of(h.value, ends_line);
  });
}

void append_head(std::string& out, http::Reply const& reply, Framing const& framing) {
  if (reply.status == 200) {
    out += "HTTP/1.1 200 OK\r\nDate: ";
  } else {
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::uint64_t>(reply.status));
    out += ' ';
    out += http::reason_phrase(reply.status);
    out += "\r\nDate: ";
  }
  out += framing.date;
  for (auto const& [name, value] : reply.headers) {
    out += "\r\n";
    out += name;
    out += ": ";
    out += value;
  }
  out += reply.fixed;
  if (has_body(reply.status)) {
    out += "\r\nContent-Length: ";
    append_number(out, reply.body_size());
  }
  if (framing.close) {
    out += "\r\nConnection: close";
  } else if (framing.http_10) {
    out += "\r\nConnection: keep-alive";
  }
  if (framing.tls && !has_header(reply, http::hsts_name))
    out.append("\r\n").append(http::hsts_name).append(": ").append(http::hsts_value);
  out += "\r\n\r\n";
}

}  // namespace latchkey::net
