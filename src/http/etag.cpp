#include "http/etag.h"

#include "core/text.h"

namespace latchkey::http {

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
