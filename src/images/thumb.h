#pragma once
// Scaled copies of pictures; libvips underneath, one picture a thread, few at once.

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.h"

namespace latchkey::images {

struct Scale {
  int width = 0;      ///< pixels, at most; 0: whatever the ratio gives
  int height = 0;     ///< pixels, at most; 0: whatever the ratio gives
  bool crop = false;  ///< exactly that size, cut out of the middle; enlarges where it must
  int quality = 0;    ///< 1 to 100 of formats that lose something; 0: what suits the format
};

/// Pictures of more pixels than this are left alone.
constexpr std::size_t max_pixels = 50'000'000;

/// `bytes` scaled, turned upright and without meta data, in the format of `extension` (png, jpg,
/// jpeg, jpe, gif, webp, avif). Two at once; others wait up to five seconds. Errors: invalid for
/// what is no picture of a kind that is safe to read, too_large over `max_pixels`, unavailable
/// where too many wait. Safe from any thread.
Result<std::string> scale_picture(std::string_view bytes, std::string_view extension,
                                  Scale const& scale);

}  // namespace latchkey::images
