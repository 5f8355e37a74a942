#pragma once
// Width and height of pictures, read from their heads without decoding. Source:
// spec/content-api 4.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
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

/// Bytes of a file at an offset, fewer at its end.
using ReadAt = std::function<std::string(std::uint64_t offset, std::size_t size)>;
/// Segments of a JPEG that are looked at, each of up to 64 KiB.
inline constexpr int most_segments = 100'000;
/// The same where more than the head can be asked for: a camera may put megabytes before the frame
/// of a JPEG.
std::optional<Dimensions> read_dimensions(std::string_view head, ReadAt const& read);

}  // namespace latchkey::images
