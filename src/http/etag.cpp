#include "http/etag.h"

#include <fmt/format.h>

#include <functional>

#include "core/text.h"

namespace latchkey::http {

std::string etag_of(std::string_view bytes) {
  return fmt::format("\"{:x}-{:x}\"", std::hash<std::string_view>()(bytes), bytes.size());
}

std::string coded_etag(std::string_view etag, Coding coding) {
  std::string out(etag);
  if (coding != Coding::identity)
    out.insert(out.size() - 1, "-" + std::string(coding_name(coding)));
  return out;
}

bool matches_etag(std::string_view header, std::string_view etag) {
  if (trim(header) == "*") return true;
  for (auto tag : split(header, ',')) {
    tag = trim(tag);
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag) return true;
  }
  return false;
}

}  // namespace latchkey::http
