// layer: formats
// What was read once is written and read the same ever after.
#include <cstdint>
#include <cstdlib>

#include "formats/content_text.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey::formats;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const once = parse_content(print_content(parse_content(text)));
  if (!(parse_content(print_content(once)) == once)) std::abort();
  return 0;
}
