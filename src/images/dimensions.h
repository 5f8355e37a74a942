#pragma once
// Width and height of pictures, read from their heads without decoding. Source:
// spec/content-api 4.

#include <cstdint>
#include <optional>
#include <string_view>

namespace latchkey::images {

struct Dimensions {
  std::int64_t width = 0, height = 0;
  bool operator==(Dimensions const&) const = default;
};

/// Of PNG, JPEG, GIF, WebP, BMP, ICO, PSD, TIFF, AVIF and HEIC by their signatures, of SVG by width
/// and height, else the view box. `head` is the beginning of the file. None where it cannot be read
/// from that. Pure; safe for any bytes.
std::optional<Dimensions> read_dimensions(std::string_view head);

}  // namespace latchkey::images
