#include "images/png.h"

#include <png.h>

#include <csetjmp>

namespace latchkey::images {
namespace {

void append(png_structp png, png_bytep data, std::size_t size) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<char*>(data), size);
}

void be_silent(png_structp, char const*) {}

/// False where libpng gave up. It leaves by longjmp, so nothing here has a destructor.
bool write_rows(png_structp png, png_infop info, Pixels const& pixels) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_IHDR(png, info, pixels.width, pixels.height, 8, PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs(png, info, pixels.per_metre, pixels.per_metre, PNG_RESOLUTION_METER);
  png_write_info(png, info);
  for (unsigned row = 0; row < pixels.height; ++row)
    png_write_row(png, pixels.rgba + std::size_t{4} * row * pixels.width);
  png_write_end(png, info);
  return true;
}

}  // namespace

Result<std::string> write_png(Pixels const& pixels) {
  std::string out;
  auto* png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, &be_silent);
  auto* info = png == nullptr ? nullptr : png_create_info_struct(png);
  if (info != nullptr) png_set_write_fn(png, &out, &append, nullptr);
  bool const written = info != nullptr && write_rows(png, info, pixels);
  png_destroy_write_struct(&png, &info);
  if (!written) return fail(Kind::invalid, "error.file.image", "The picture cannot be written");
  return out;
}

}  // namespace latchkey::images
