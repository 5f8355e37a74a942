// layer: site
// Paths of requests: whatever they say, no part of the answer can leave the public folders.
#include <cstdlib>

#include "core/text.h"
#include "model/folder_name.h"
#include "site/path.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const path(reinterpret_cast<char const*>(data), size);
  for (auto const* const prefix : {"", "/sub"}) {
    auto const parts = latchkey::site::parse_path(path, prefix);
    if (!parts) continue;
    for (auto const& part : *parts) {
      bool const is_bad = part.empty() || part[0] == '.' || !latchkey::is_utf8(part) ||
                          part.find_first_of(std::string_view("/\\\0\r\n", 5)) != part.npos;
      if (is_bad) std::abort();
    }
    if (!parts->empty() && (parts->front() == "site" || parts->front() == "content")) std::abort();
  }
  if (auto const name = latchkey::model::parse_folder_name(path); name && name->slug.empty())
    std::abort();
  if (latchkey::model::page_id_of(path).find('+') != std::string::npos) std::abort();
  return 0;
}
