// layer: http
// First line: a boundary; second line: lengths of the pieces, one a byte; the rest: a body. Oracle:
// the one-shot parser: whatever the pieces, the parts are the same.
#include <cstdint>
#include <cstdlib>

#include "core/text.h"
#include "http/multipart.h"

namespace {

using latchkey::Result;
using latchkey::http::MultipartReader;
using latchkey::http::Part;

/// Parts as they come, with all their content.
struct Collected {
  std::vector<std::pair<Part, std::string>> parts;
  MultipartReader::Events events() {
    return {[this](Part head) {
              parts.emplace_back(std::move(head), "");
              return Result<>();
            },
            [this](std::string_view bytes) {
              parts.back().second += bytes;
              return Result<>();
            },
            [] { return Result<>(); }};
  }
};

void require(bool is_so) {
  if (!is_so) std::abort();
}

void compare(Collected const& got, std::vector<Part> const& wanted) {
  require(got.parts.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    auto const& [part, content] = got.parts[i];
    require(part.name == wanted[i].name && part.filename == wanted[i].filename);
    require(part.content_type == wanted[i].content_type);
    require(content == wanted[i].content.text());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const [boundary, rest] = latchkey::cut(text, '\n');
  auto const [lengths, body] = latchkey::cut(rest, '\n');
  if (boundary.empty() || boundary.size() > 70) return 0;
  Collected got;
  MultipartReader reader(boundary, got.events());
  auto left = body;
  for (std::size_t i = 0; !left.empty(); ++i) {
    std::size_t const length = i < lengths.size() ? static_cast<unsigned char>(lengths[i]) : 64;
    auto const piece = left.substr(0, std::max<std::size_t>(1, length));
    require(reader.feed(piece).has_value());
    left.remove_prefix(piece.size());
  }
  auto const whole = latchkey::http::parse_multipart(body, boundary);
  require(reader.is_whole() == whole.has_value());
  if (whole) compare(got, *whole);
  return 0;
}
