#pragma once
// Bodies of type multipart/form-data. Source: RFC 7578, RFC 2046 5.1.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/blob.h"

namespace latchkey::http {

/// One part; `content` may borrow from the body it was read from.
struct Part {
  std::string name;
  std::optional<std::string> filename;  ///< as sent; present exactly for files
  std::string content_type;             ///< as sent; empty if missing
  Blob content;
  /// Why nothing of it was kept while it arrived; then `content` is empty.
  std::optional<Error> refused{};
};

struct MultipartLimits {
  std::size_t parts = 1000;
  std::size_t header_bytes = 8192;  ///< of one part
};

/// The boundary of a `Content-Type`, quoted or not; none if it is no multipart/form-data or the
/// boundary is not 1 to 70 characters long.
std::optional<std::string> find_boundary(std::string_view content_type);

/// All parts in order; none where the body is malformed, cut off or over a limit. The file input of
/// a form where no file was chosen (empty file name, no content) is left out. Linear in the body.
std::optional<std::vector<Part>> parse_multipart(std::string_view body, std::string_view boundary,
                                                 MultipartLimits limits = {});

/// The same grammar for a body that comes in pieces: whatever the pieces, the parts are those of
/// `parse_multipart`. Keeps a few kilobytes. One thread at a time.
class MultipartReader {
 public:
  /// Asked in order; an error ends the reading and is given on.
  struct Events {
    std::function<Result<>(Part head)> begin;  ///< its content is still to come
    std::function<Result<>(std::string_view bytes)> content;
    std::function<Result<>()> end;
  };

  MultipartReader(std::string_view boundary, Events events, MultipartLimits limits = {});

  /// Errors: those of the events. A malformed body is no error: see `is_whole`.
  Result<> feed(std::string_view bytes);
  /// Whether the last boundary was seen and all was well formed.
  bool is_whole() const { return state_ == State::done; }
  /// Nothing that follows counts.
  bool is_over() const { return state_ == State::done || state_ == State::broken; }

 private:
  enum class State { preamble, headers, content, done, broken };

  Result<bool> step();
  bool read_preamble();
  bool read_headers();
  Result<bool> read_content();
  void read_part(std::size_t header_end);
  Result<> announce();
  Result<> end_part();
  void enter(bool is_last);
  std::string_view rest() const { return std::string_view(kept_).substr(used_); }

  std::string const delimiter_;
  Events events_;
  MultipartLimits limits_;
  State state_ = State::preamble;
  std::string kept_ = "\r\n";  ///< not yet used; the first boundary may stand without its line end
  std::size_t used_ = 0;       ///< of `kept_`
  std::optional<Part> head_;   ///< of the part at hand, as long as nobody heard of it
  std::size_t parts_ = 0;
};

}  // namespace latchkey::http
