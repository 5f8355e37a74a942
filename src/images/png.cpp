#include "images/png.h"

#include <png.h>

#include <csetjmp>
#include <new>

namespace latchkey::images {
namespace {

struct Output {
  std::string bytes;
  std::string refused;  ///< what libpng says where it gives up
};

Output& output_of(png_structp png) { return *static_cast<Output*>(png_get_error_ptr(png)); }

/// No exception may pass through libpng, which is C.
[[noreturn]] void give_up(png_structp png, char const* why) {
  try {
    output_of(png).refused = why;
  } catch (std::bad_alloc const&) {
  }
  longjmp(png_jmpbuf(png), 1);
}

void append(png_structp png, png_bytep data, std::size_t size) {
  bool is_full = false;
  try {
    output_of(png).bytes.append(reinterpret_cast<char*>(data), size);
  } catch (std::bad_alloc const&) {
    is_full = true;
  }
  if (is_full) png_error(png, "no memory is left");
}

void be_silent(png_structp, char const*) {}

class Writer {
 public:
  explicit Writer(Output& output)
      : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, &output, &give_up, &be_silent)) {
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
    if (info_ != nullptr) png_set_write_fn(png_, nullptr, &append, nullptr);
  }
  Writer(Writer const&) = delete;
  Writer& operator=(Writer const&) = delete;
  ~Writer() { png_destroy_write_struct(&png_, &info_); }

  bool is_ready() const { return info_ != nullptr; }
  png_structp png() const { return png_; }
  png_infop info() const { return info_; }

 private:
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

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
  Output out;
  Writer const writer(out);
  if (writer.is_ready() && write_rows(writer.png(), writer.info(), pixels))
    return std::move(out.bytes);
  return fail(Kind::invalid, "error.file.image", "The picture cannot be written",
              std::move(out.refused));
}

}  // namespace latchkey::images
