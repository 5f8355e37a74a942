#include "net/chunked.h"

#include <charconv>

#include "core/text.h"

namespace latchkey::net {
namespace {

/// Most bytes of one chunk header with its extensions, and of all trailers.
constexpr std::size_t max_line = 4096;

tl::unexpected<Refusal> malformed() {
  return tl::make_unexpected(Refusal{400, "The chunked body is malformed"});
}

/// The line at the start of `bytes` without its CRLF; nothing when it is not complete.
tl::expected<std::optional<std::string_view>, Refusal> find_line(std::string_view bytes) {
  auto const lf = bytes.find('\n');
  if ((lf == bytes.npos ? bytes.size() : lf) > max_line + 1)  // one more for CR
    return tl::make_unexpected(Refusal{400, "A chunk header or the trailers are too long"});
  if (lf == bytes.npos) return std::nullopt;
  if (lf == 0 || bytes[lf - 1] != '\r') return malformed();
  auto const line = bytes.substr(0, lf - 1);
  for (char const c : line)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) return malformed();
  return line;
}

/// Nothing, or `;` with a name behind it; what it says is not our business.
bool is_extension(std::string_view text) {
  if (text.empty()) return true;
  text = trim_left(text);
  if (!text.starts_with(';')) return false;
  text = trim_left(text.substr(1));
  return !text.empty() && is_token_char(text.front());
}

}  // namespace

tl::expected<std::size_t, Refusal> ChunkedBody::feed(std::string_view bytes, std::string& body) {
  std::size_t used = 0;
  while (!done() && used < bytes.size()) {
    auto const rest = bytes.substr(used);
    auto const step = part_ == Part::size       ? read_size(rest)
                      : part_ == Part::data     ? read_data(rest, body)
                      : part_ == Part::data_end ? read_data_end(rest)
                                                : read_trailer(rest);
    if (!step) return step;
    if (*step == 0) break;
    used += *step;
  }
  return used;
}

ChunkedBody::Step ChunkedBody::read_size(std::string_view bytes) {
  auto const line = find_line(bytes);
  if (!line) return tl::make_unexpected(line.error());
  if (!*line) return 0;
  auto const text = **line;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), left_, 16);
  if (error != std::errc() ||
      !is_extension(text.substr(static_cast<std::size_t>(end - text.data()))))
    return malformed();
  if (left_ > limit_ - decoded_)
    return tl::make_unexpected(Refusal{413, "The request body is too large"});
  part_ = left_ == 0 ? Part::trailers : Part::data;
  return text.size() + 2;
}

ChunkedBody::Step ChunkedBody::read_data(std::string_view bytes, std::string& body) {
  auto const part = bytes.substr(0, left_);
  body += part;
  decoded_ += part.size();
  left_ -= part.size();
  if (left_ == 0) part_ = Part::data_end;
  return part.size();
}

ChunkedBody::Step ChunkedBody::read_data_end(std::string_view bytes) {
  if (bytes.front() != '\r' || (bytes.size() > 1 && bytes[1] != '\n')) return malformed();
  if (bytes.size() < 2) return 0;
  part_ = Part::size;
  return 2;
}

ChunkedBody::Step ChunkedBody::read_trailer(std::string_view bytes) {
  auto const line = find_line(bytes);
  if (!line) return tl::make_unexpected(line.error());
  if (!*line) return 0;
  auto const name = cut(**line, ':').first;
  trailer_bytes_ += (*line)->size();
  if (trailer_bytes_ > max_line)
    return tl::make_unexpected(Refusal{400, "A chunk header or the trailers are too long"});
  if ((*line)->empty()) {
    part_ = Part::end;
  } else if (name.empty() || name.size() == (*line)->size() ||
             !std::ranges::all_of(name, is_token_char)) {
    return malformed();
  }
  return (*line)->size() + 2;
}

}  // namespace latchkey::net
