// layer: auth
// Any forwarding headers: the client stays the peer without `proxies`, and nothing makes a stranger
// local (S3).
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "auth/origin.h"
#include "core/text.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey;
  std::string_view text(reinterpret_cast<char const*>(data), size);
  http::Request request;
  request.peer.address = "192.0.2.1";
  request.host = cut(text, '\n').first;
  for (auto const line : split(cut(text, '\n').second, '\n')) {
    auto const [name, value] = cut(line, ':');
    if (!name.empty()) request.headers.add(name, value);
  }
  config::Options options;
  for (auto const mode : {config::UrlOptions::Mode::request, config::UrlOptions::Mode::any}) {
    options.url.mode = mode;
    if (auto const site = auth::resolve_address(request, options)) {
      if (site->client != "192.0.2.1" || site->is_local) std::abort();
      if (site->host.find_first_of("/ \r\n\"<>@") != std::string::npos) std::abort();
    }
  }
  options.proxies.hops = 2;
  if (auto const site = auth::resolve_address(request, options))
    if (site->client.empty() || site->is_local) std::abort();
  return 0;
}
