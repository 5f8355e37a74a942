#include "images/dimensions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "core/text.h"
#include "images/svg_dimensions.h"

namespace latchkey::images {
namespace {

using Found = std::optional<Dimensions>;

/// Numbers at fixed places; anything beyond the end is zero, and the picture then has no size.
class Bytes {
 public:
  explicit Bytes(std::string_view text) : text_(text) {}
  std::size_t size() const { return text_.size(); }
  std::uint8_t at(std::size_t i) const {
    return i < text_.size() ? static_cast<std::uint8_t>(text_[i]) : std::uint8_t{0};
  }
  std::uint32_t big(std::size_t i, int width) const {
    std::uint32_t out = 0;
    for (int k = 0; k < width; ++k) out = out << 8 | at(i + static_cast<std::size_t>(k));
    return out;
  }
  std::uint32_t little(std::size_t i, int width) const {
    std::uint32_t out = 0;
    for (int k = width - 1; k >= 0; --k) out = out << 8 | at(i + static_cast<std::size_t>(k));
    return out;
  }
  bool has(std::size_t i, std::string_view what) const {
    return i <= text_.size() && text_.substr(i).starts_with(what);
  }

 private:
  std::string_view text_;
};

Found sized(std::int64_t width, std::int64_t height) {
  if (width <= 0 || height <= 0) return std::nullopt;
  return Dimensions{width, height};
}

/// Where the next byte that is no 0xff stands: many of them may fill the room before a marker.
std::uint64_t behind_fill(ReadAt const& read, std::uint64_t at) {
  for (int i = 0; i < most_segments; ++i) {
    auto const bytes = read(at, 4096);
    auto const other = bytes.find_first_not_of('\xff');
    at += std::min(other, bytes.size());
    if (other != bytes.npos || bytes.empty()) break;
  }
  return at;
}

/// The first frame header (SOF0…SOF15 without DHT, JPG and DAC) holds the size.
Found read_jpeg(ReadAt const& read) {
  std::uint64_t at = 2;
  for (int i = 0; i < most_segments; ++i) {
    auto const bytes = read(at, 10);
    Bytes const in(bytes);
    if (in.size() < 10 || in.at(0) != 0xff) return std::nullopt;
    auto const marker = in.at(1);
    if (marker == 0xff) {
      at = behind_fill(read, at) - 1;
      if (read(at + 1, 1).starts_with('\xff')) return std::nullopt;
      continue;
    }
    bool const frame =
        marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (frame) return sized(in.big(7, 2), in.big(5, 2));
    bool const is_alone = marker == 0xd8 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    auto const length = in.big(2, 2);
    if (!is_alone && (length < 2 || marker == 0xd9 || marker == 0xda)) return std::nullopt;
    at += is_alone ? 2 : 2 + length;
  }
  return std::nullopt;
}

Found read_webp(Bytes const& in) {
  if (in.has(12, "VP8X")) return sized(in.little(24, 3) + 1, in.little(27, 3) + 1);
  if (in.has(12, "VP8L") && in.at(20) == 0x2f) {
    auto const bits = in.little(21, 4);
    return sized((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
  }
  if (in.has(12, "VP8 ") && in.at(23) == 0x9d)
    return sized(in.little(26, 2) & 0x3fff, in.little(28, 2) & 0x3fff);
  return std::nullopt;
}

Found read_bmp(Bytes const& in) {
  if (in.little(14, 4) == 12) return sized(in.little(18, 2), in.little(20, 2));
  auto const height = static_cast<std::int32_t>(in.little(22, 4));  // negative: top down
  return sized(static_cast<std::int32_t>(in.little(18, 4)),
               height < 0 ? -static_cast<std::int64_t>(height) : height);
}

Found read_tiff(Bytes const& in) {
  bool const is_little = in.at(0) == 'I';
  auto const number = [&](std::size_t at, int width) {
    return is_little ? in.little(at, width) : in.big(at, width);
  };
  std::size_t const directory = number(4, 4);
  std::int64_t width = 0, height = 0;
  for (std::size_t i = 0, count = number(directory, 2); i < count; ++i) {
    std::size_t const entry = directory + 2 + i * 12;
    if (entry + 12 > in.size()) break;
    auto const tag = number(entry, 2);
    auto const value = number(entry + 2, 2) == 3 ? number(entry + 8, 2) : number(entry + 8, 4);
    if (tag == 256) width = value;
    if (tag == 257) height = value;
  }
  return sized(width, height);
}

/// The largest `ispe` box of an AVIF or HEIC file: the picture itself, not its thumbnail.
Found read_heif(std::string_view head) {
  Bytes const in(head);
  Found out;
  for (auto at = head.find("ispe"); at != head.npos; at = head.find("ispe", at + 4)) {
    auto const one = sized(in.big(at + 8, 4), in.big(at + 12, 4));
    if (one && (!out || one->width * one->height > out->width * out->height)) out = one;
  }
  return out;
}

bool is_heif(Bytes const& in) {
  constexpr std::array<std::string_view, 8> brands{"avif", "avis", "heic", "heix",
                                                   "heim", "hevc", "mif1", "msf1"};
  return in.has(4, "ftyp") &&
         std::ranges::any_of(brands, [&](std::string_view brand) { return in.has(8, brand); });
}

}  // namespace

std::optional<Dimensions> read_dimensions(std::string_view head) {
  return read_dimensions(head, [&](std::uint64_t offset, std::size_t size) {
    return std::string(head.substr(std::min<std::uint64_t>(offset, head.size()), size));
  });
}

std::optional<Dimensions> read_dimensions(std::string_view head, ReadAt const& read) {
  using namespace std::string_view_literals;
  Bytes const in(head);
  if (in.has(0, "\x89PNG\r\n\x1a\n")) return sized(in.big(16, 4), in.big(20, 4));
  if (in.has(0, "\xff\xd8\xff")) return read_jpeg(read);
  if (in.has(0, "GIF8")) return sized(in.little(6, 2), in.little(8, 2));
  if (in.has(0, "RIFF") && in.has(8, "WEBP")) return read_webp(in);
  if (in.has(0, "BM")) return read_bmp(in);
  if (in.has(0, "II*\0"sv) || in.has(0, "MM\0*"sv)) return read_tiff(in);
  if (in.has(0, "8BPS")) return sized(in.big(18, 4), in.big(14, 4));
  if (in.has(0, "\0\0\1\0"sv))
    return sized(in.at(6) == 0 ? 256 : in.at(6), in.at(7) == 0 ? 256 : in.at(7));
  if (is_heif(in)) return read_heif(head);
  return read_svg_dimensions(head);
}

}  // namespace latchkey::images
