#pragma once
// Decodes a chunked request body (RFC 9112, 7.1); extensions and trailers are bounded and dropped.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "net/head.h"

namespace latchkey::net {

class ChunkedBody {
 public:
  /// `limit`: most bytes of the decoded body.
  explicit ChunkedBody(std::size_t limit) : limit_(limit) {}

  /// Appends what `bytes` hold to `body`, which may be emptied in between, and says how many bytes
  /// it used; the caller shows the rest again with more behind it. Refusals: 400, 413.
  tl::expected<std::size_t, Refusal> feed(std::string_view bytes, std::string& body);
  bool done() const { return part_ == Part::end; }

 private:
  enum class Part { size, data, data_end, trailers, end };
  using Step = tl::expected<std::size_t, Refusal>;  ///< bytes used; 0: more are needed

  Step read_size(std::string_view bytes);
  Step read_data(std::string_view bytes, std::string& body);
  Step read_data_end(std::string_view bytes);
  Step read_trailer(std::string_view bytes);

  std::size_t limit_;
  Part part_ = Part::size;
  std::uint64_t left_ = 0;  ///< of the chunk at hand
  std::uint64_t decoded_ = 0;
  std::size_t trailer_bytes_ = 0;
};

}  // namespace latchkey::net
