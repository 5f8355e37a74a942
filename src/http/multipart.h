#pragma once
// Bodies of type multipart/form-data. Source: RFC 7578, RFC 2046 5.1.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey::http {

/// One part; `content` borrows from the body it was read from.
struct Part {
  std::string name;
  std::optional<std::string> filename;  ///< as sent; present exactly for files
  std::string content_type;             ///< as sent; empty if missing
  std::string_view content;
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

}  // namespace latchkey::http
