// layer: images
#include <cstdint>

#include "core/result.h"
#include "images/dimensions.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const found = latchkey::images::read_dimensions({reinterpret_cast<char const*>(data), size});
  if (found) LK_ASSERT(found->width > 0 && found->height > 0);
  return 0;
}
