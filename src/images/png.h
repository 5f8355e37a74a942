#pragma once
// PNG as the original's library writes it, so that sizes of scaled pictures agree.

#include <string>

#include "core/result.h"

namespace latchkey::images {

struct Pixels {
  unsigned char const* rgba;  ///< rows from the top, four bytes a pixel, no padding
  unsigned width, height;     ///< pixels, both above 0
  unsigned per_metre;         ///< pixels on a metre of paper
};

/// `pixels` as a PNG of 8-bit RGBA, compression and filters by libpng's defaults. Errors: invalid
/// for sizes that no PNG can have, and where memory is short.
Result<std::string> write_png(Pixels const& pixels);

}  // namespace latchkey::images
