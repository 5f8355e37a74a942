#include "http/message.h"

#include <unistd.h>

#include <array>
#include <utility>

#include "core/text.h"

namespace latchkey::http {
namespace {

constexpr std::array<std::pair<std::string_view, Method>, 9> method_names{{
    {"CONNECT", Method::connect},
    {"DELETE", Method::del},
    {"GET", Method::get},
    {"HEAD", Method::head},
    {"OPTIONS", Method::options},
    {"PATCH", Method::patch},
    {"POST", Method::post},
    {"PUT", Method::put},
    {"TRACE", Method::trace},
}};

}  // namespace

Method parse_method(std::string_view name) {
  for (auto const& [text, method] : method_names)
    if (text == name) return method;
  return Method::other;
}

std::string_view method_name(Method method) {
  for (auto const& [text, value] : method_names)
    if (value == method) return text;
  return "?";
}

void Headers::add(std::string_view name, std::string_view value) {
  auto const offset = [&] { return static_cast<std::uint32_t>(text_.size()); };
  Entry entry{offset(), static_cast<std::uint32_t>(name.size()), 0, 0};
  text_ += name;
  value = trim(value);
  entry.value = offset();
  entry.value_size = static_cast<std::uint32_t>(value.size());
  text_ += value;
  entries_.push_back(entry);
}

Headers::Field Headers::operator[](std::size_t i) const {
  auto const& e = entries_[i];
  std::string_view const all = text_;
  return {all.substr(e.name, e.name_size), all.substr(e.value, e.value_size)};
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (entries_[i].name_size == name.size() && iequals((*this)[i].name, name))
      return (*this)[i].value;
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  std::size_t n = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) n += iequals((*this)[i].name, name) ? 1 : 0;
  return n;
}

void Headers::clear() {
  text_.clear();
  entries_.clear();
}

std::string_view Request::path() const { return cut(target, '?').first; }
std::string_view Request::query() const { return cut(target, '?').second; }

FileBody::FileBody(FileBody&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), offset_(other.offset_), size_(other.size_) {}

FileBody& FileBody::operator=(FileBody&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(offset_, other.offset_);
  std::swap(size_, other.size_);
  return *this;
}

FileBody::~FileBody() {
  if (fd_ >= 0) ::close(fd_);
}

std::uint64_t Reply::body_size() const {
  if (auto const* file = std::get_if<FileBody>(&body)) return file->size();
  return body_text().size();
}

std::string Reply::body_text() && { return std::string(std::as_const(*this).body_text()); }

std::string_view Reply::body_text() const& {
  if (auto const* own = std::get_if<std::string>(&body)) return *own;
  if (auto const* shared = std::get_if<std::shared_ptr<std::string const>>(&body)) return **shared;
  return {};
}

Reply refusal(int status, std::string_view message, bool close) {
  std::string body = R"({"status":"error","message":")";
  body += message;
  body += R"(","code":)" + std::to_string(status) + R"(,"key":null,"details":[]})";
  Reply reply;
  reply.status = status;
  reply.add("Content-Type", "application/json; charset=UTF-8");
  reply.add("Cache-Control", "no-store, private");
  reply.fixed = data_headers;
  reply.body = std::move(body);
  reply.close = close;
  return reply;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 423: return "Locked";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "";
  }
}

}  // namespace latchkey::http
