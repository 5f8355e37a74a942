// layer: net
// Any bytes: no crash, the same verdict at once and byte by byte, and nothing dangerous in an
// accepted head.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/chunked.h"
#include "net/head.h"

namespace {

using namespace latchkey;

void require(bool condition) {
  if (!condition) std::abort();
}

int verdict(tl::expected<std::optional<net::Head>, net::Refusal> const& head) {
  return !head ? head.error().status : *head ? 0 : -1;
}

bool is_clean(std::string_view text) {
  for (char const c : text)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) return false;
  return true;
}

void check_accepted(net::Head const& head, http::Request const& request, std::size_t size) {
  require(head.size <= size);
  require(request.headers.count("Host") <= 1);
  require(request.headers.count("Content-Length") + request.headers.count("Transfer-Encoding") <=
          1);
  require(!request.target.empty() && (request.target.front() == '/' || request.target == "*"));
  require(is_clean(request.target) && request.target.find(' ') == request.target.npos);
  require(request.host.empty() || net::is_authority(request.host));
  for (std::size_t i = 0; i < request.headers.size(); ++i)
    require(is_clean(request.headers[i].value) && !request.headers[i].name.empty());
}

void check_chunks(std::string_view bytes) {
  net::ChunkedBody whole(1000), pieces(1000);
  std::string at_once, slowly, kept;
  auto const used = whole.feed(bytes, at_once);
  bool refused = false;
  for (char const c : bytes) {
    if (refused || pieces.done()) break;
    kept += c;
    auto const step = pieces.feed(kept, slowly);
    refused = !step;
    if (step) kept.erase(0, *step);
  }
  require(at_once.size() <= 1000);
  require(refused == !used);
  if (used) require(at_once == slowly && whole.done() == pieces.done());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const bytes(reinterpret_cast<char const*>(data), size);
  config::LimitOptions limits;
  limits.head_bytes = 2000;
  limits.target_bytes = 500;
  http::Request request, slow_request;
  std::size_t scanned = 0, slow_scanned = 0;
  auto const head = net::parse_head(bytes, scanned, limits, request);
  int slow = -1;
  for (std::size_t n = 1; n <= size && slow == -1; ++n)
    slow = verdict(net::parse_head(bytes.substr(0, n), slow_scanned, limits, slow_request));
  // A limit may be reported before the line that is malformed is seen.
  require(verdict(head) == slow || (verdict(head) > 0 && slow > 0));
  if (head && *head) {
    check_accepted(**head, request, size);
    check_chunks(bytes.substr((*head)->size));
  }
  return 0;
}
