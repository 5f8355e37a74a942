// layer: content
// SVG and XML from strangers: whatever the bytes, an answer; and what is let in holds nothing that
// a simple search would call a script.
#include <cstdlib>

#include "content/markup_check.h"
#include "core/text.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey;
  std::string const text(reinterpret_cast<char const*>(data), size);
  (void)content::refuse_xml(text);
  if (!content::refuse_svg(text).empty()) return 0;
  auto const small = lower(text);
  for (auto const* const bad : {"<script", "<foreignobject", "<iframe", "<?php", "<!entity",
                                " onload=", " onclick=", "href=\"javascript:", "href=\"http"}) {
    auto const at = small.find(bad);
    // In comments and CDATA they are text.
    if (at != small.npos && small.find("<!--") == small.npos &&
        small.find("<![cdata[") == small.npos)
      std::abort();
  }
  return 0;
}
