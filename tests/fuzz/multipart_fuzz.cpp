// layer: http
// First line: a Content-Type; the rest: a body. Parts borrow from the body and have names.
#include <cstdint>
#include <cstdlib>

#include "http/body.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey::http;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const line_end = std::min(text.find('\n'), text.size());
  Request request;
  request.method = Method::post;
  request.headers.add("Content-Type", text.substr(0, line_end));
  request.body = text.substr(std::min(line_end + 1, text.size()));
  Input const input = parse_body(request);
  for (auto const& part : input.files) {
    auto const* const begin = request.body.data();
    auto const content = part.content.text().value();
    if (content.data() < begin || content.data() + content.size() > begin + request.body.size())
      std::abort();
    if (part.name.empty() || !part.filename) std::abort();
  }
  return 0;
}
