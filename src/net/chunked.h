#pragma once
// Decodes a chunked request body; extensions and trailers are bounded and dropped.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "net/head.h"

namespace latchkey::net {

class ChunkedBody {
 public:
  /// `limit`: most bytes of the decoded body.
  explicit ChunkedBody(std::size_t limit);
  ChunkedBody(ChunkedBody&&) noexcept;
  ChunkedBody& operator=(ChunkedBody&&) noexcept;
  ~ChunkedBody();

  /// Appends what `bytes` hold to `body` and says how many bytes it used; the caller shows the rest
  /// again with more behind it. Refusals: 400, 413.
  tl::expected<std::size_t, Refusal> feed(std::string_view bytes, std::string& body);
  bool done() const;

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace latchkey::net
