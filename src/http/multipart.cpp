#include "http/multipart.h"

#include "core/text.h"
#include "http/multipart_grammar.h"
#include "http/parameters.h"

namespace latchkey::http {
namespace {

constexpr std::size_t max_boundary = 70;

Mark take_mark(std::string_view& text) {
  auto const [mark, size] = read_mark(text);
  text.remove_prefix(size);
  return mark;
}

struct Delimited {
  std::string_view content;
  Mark mark = Mark::none;
};

/// Takes everything up to the next delimiter off `text`, and the delimiter too.
Delimited take_until(std::string_view& text, std::string_view delimiter) {
  for (std::size_t at = 0; (at = text.find(delimiter, at)) != text.npos; ++at) {
    auto rest = text.substr(at + delimiter.size());
    auto const mark = take_mark(rest);
    if (mark == Mark::none) continue;
    auto const content = text.substr(0, at);
    text = rest;
    return {content, mark};
  }
  return {};
}

bool apply_disposition(Part& part, std::string_view value) {
  auto const disposition = parse_parameters(value);
  if (!disposition || disposition->value != "form-data") return false;
  auto const* name = disposition->find("name");
  if (name == nullptr || !part.name.empty()) return false;
  part.name = *name;
  if (auto const* filename = disposition->find("filename")) part.filename = *filename;
  return !part.name.empty();
}

}  // namespace

std::pair<Mark, std::size_t> read_mark(std::string_view text) {
  if (text.starts_with("--")) return {Mark::last, 2};
  auto const padding = std::min(text.find_first_not_of(" \t"), text.size());
  bool const is_part = padding <= max_padding && text.substr(padding).starts_with(line_end);
  return is_part ? std::pair(Mark::part, padding + line_end.size()) : std::pair(Mark::none, 0UL);
}

bool read_part_headers(Part& part, std::string_view headers) {
  while (!headers.empty()) {
    auto const end = headers.find(line_end);
    auto const line = headers.substr(0, end);
    headers.remove_prefix(end + line_end.size());
    if (line.find_first_of(std::string_view("\r\n\0", 3)) != line.npos) return false;
    auto const [key, value] = cut(line, ':');
    if (iequals(key, "content-disposition") && !apply_disposition(part, value)) return false;
    if (iequals(key, "content-type")) part.content_type = trim(value);
  }
  return !part.name.empty();
}

namespace {

std::optional<Part> read_part(std::string_view text, std::size_t max_header_bytes) {
  auto const end = text.substr(0, max_header_bytes + 4).find("\r\n\r\n");
  if (end == text.npos) return std::nullopt;
  Part part;
  if (!read_part_headers(part, text.substr(0, end + line_end.size()))) return std::nullopt;
  part.content = text.substr(end + 2 * line_end.size());
  return part;
}

}  // namespace

std::optional<std::string> find_boundary(std::string_view content_type) {
  auto const type = parse_parameters(content_type);
  if (!type || type->value != "multipart/form-data") return std::nullopt;
  auto const* boundary = type->find("boundary");
  if (boundary == nullptr || boundary->empty() || boundary->size() > max_boundary)
    return std::nullopt;
  return *boundary;
}

std::optional<std::vector<Part>> parse_multipart(std::string_view body, std::string_view boundary,
                                                 MultipartLimits limits) {
  std::string const delimiter = "\r\n--" + std::string(boundary);
  bool const at_start = body.starts_with(std::string_view(delimiter).substr(2));
  Mark mark = Mark::none;
  if (at_start) {
    body.remove_prefix(delimiter.size() - 2);
    mark = take_mark(body);
  }
  if (mark == Mark::none) mark = take_until(body, delimiter).mark;

  std::vector<Part> parts;
  while (mark == Mark::part) {
    auto const [text, next] = take_until(body, delimiter);
    mark = next;
    auto part = read_part(text, limits.header_bytes);
    if (!part || parts.size() >= limits.parts) return std::nullopt;
    bool const no_file = part->filename && part->filename->empty() && part->content.size() == 0;
    if (!no_file) parts.push_back(*std::move(part));
  }
  if (mark == Mark::none) return std::nullopt;
  return parts;
}

}  // namespace latchkey::http
