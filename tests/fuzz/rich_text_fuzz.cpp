// layer: fields
// Rich text: whatever goes in, nothing that runs comes out, and cleaning twice changes nothing.
#include <cstdlib>

#include "core/text.h"
#include "fields/rich_text.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey;
  std::string const text(reinterpret_cast<char const*>(data), size);
  auto const clean = fields::clean_rich_text(text);
  if (fields::clean_rich_text(clean) != clean) std::abort();
  auto const small = lower(clean);
  for (auto const* const bad : {"<script", "<iframe", "<style", "<svg", "<img", "<!--"})
    if (small.find(bad) != small.npos) std::abort();
  for (std::size_t at = small.find("href=\""); at != small.npos; at = small.find("href=\"", at + 1))
    if (small.compare(at + 6, 11, "javascript:") == 0) std::abort();
  return 0;
}
