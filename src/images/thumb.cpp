#include "images/thumb.h"

#include <dlfcn.h>
#include <vips/vips.h>

#include <chrono>
#include <cmath>
#include <memory>
#include <semaphore>

#include "core/text.h"
#include "images/png.h"

namespace latchkey::images {
namespace {

using namespace std::chrono_literals;

constexpr int at_once = 2;
using Places = std::counting_semaphore<at_once>;

/// What we call of libvips, loaded at the first picture: linking it would make every start of the
/// program load a hundred libraries.
struct Vips {
  decltype(&vips_init) init;
  decltype(&vips_concurrency_set) concurrency_set;
  decltype(&vips_cache_set_max) cache_set_max;
  decltype(&vips_block_untrusted_set) block_untrusted_set;
  decltype(&vips_image_new_from_buffer) image_new_from_buffer;
  decltype(&vips_image_get_width) image_get_width;
  decltype(&vips_image_get_height) image_get_height;
  decltype(&vips_thumbnail_buffer) thumbnail_buffer;
  decltype(&vips_image_write_to_buffer) image_write_to_buffer;
  decltype(&vips_image_write_to_memory) image_write_to_memory;
  decltype(&vips_image_get_xres) image_get_xres;
  decltype(&vips_image_hasalpha) image_hasalpha;
  decltype(&vips_addalpha) addalpha;
  decltype(&vips_colourspace) colourspace;
  decltype(&vips_cast) cast;
  decltype(&vips_error_buffer) error_buffer;
  decltype(&vips_error_clear) error_clear;
  decltype(&vips_thread_shutdown) thread_shutdown;
  decltype(&g_object_unref) object_unref;
  decltype(&g_free) free;
};

template <class Function>
bool find_symbol(void* library, char const* name, Function& out) {
  out = reinterpret_cast<Function>(::dlsym(library, name));
  return out != nullptr;
}

/// One thread a picture, no cache of results, and no reader that its authors do not trust with
/// files of strangers. Null where libvips is not installed.
Vips const* load_vips() {
  static Vips vips{};
  static bool const ready = [] {
    void* const library = ::dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return false;
    bool const complete =
        find_symbol(library, "vips_init", vips.init) &&
        find_symbol(library, "vips_concurrency_set", vips.concurrency_set) &&
        find_symbol(library, "vips_cache_set_max", vips.cache_set_max) &&
        find_symbol(library, "vips_block_untrusted_set", vips.block_untrusted_set) &&
        find_symbol(library, "vips_image_new_from_buffer", vips.image_new_from_buffer) &&
        find_symbol(library, "vips_image_get_width", vips.image_get_width) &&
        find_symbol(library, "vips_image_get_height", vips.image_get_height) &&
        find_symbol(library, "vips_thumbnail_buffer", vips.thumbnail_buffer) &&
        find_symbol(library, "vips_image_write_to_buffer", vips.image_write_to_buffer) &&
        find_symbol(library, "vips_image_write_to_memory", vips.image_write_to_memory) &&
        find_symbol(library, "vips_image_get_xres", vips.image_get_xres) &&
        find_symbol(library, "vips_image_hasalpha", vips.image_hasalpha) &&
        find_symbol(library, "vips_addalpha", vips.addalpha) &&
        find_symbol(library, "vips_colourspace", vips.colourspace) &&
        find_symbol(library, "vips_cast", vips.cast) &&
        find_symbol(library, "vips_error_buffer", vips.error_buffer) &&
        find_symbol(library, "vips_error_clear", vips.error_clear) &&
        find_symbol(library, "vips_thread_shutdown", vips.thread_shutdown) &&
        find_symbol(library, "g_object_unref", vips.object_unref) &&
        find_symbol(library, "g_free", vips.free);
    if (!complete || vips.init("latchkey") != 0) return false;
    vips.concurrency_set(1);
    vips.cache_set_max(0);
    vips.block_untrusted_set(TRUE);
    return true;
  }();
  return ready ? &vips : nullptr;
}

struct Unref {
  Vips const* vips;
  void operator()(VipsImage* image) const { vips->object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

Failure vips_failure(Vips const& vips) {
  std::string cause = vips.error_buffer();
  vips.error_clear();
  return fail(Kind::invalid, "error.file.image", "The picture cannot be read", std::move(cause));
}

Result<> check_size(Vips const& vips, std::string_view bytes) {
  Image const head(vips.image_new_from_buffer(bytes.data(), bytes.size(), "", "access",
                                              VIPS_ACCESS_SEQUENTIAL, nullptr),
                   Unref{&vips});
  if (!head) return vips_failure(vips);
  auto const width = static_cast<std::size_t>(vips.image_get_width(head.get()));
  auto const height = static_cast<std::size_t>(vips.image_get_height(head.get()));
  if (width * height > max_pixels)
    return fail(Kind::too_large, "error.file.image", "The picture has too many pixels");
  return {};
}

Result<Image> shrink(Vips const& vips, std::string_view bytes, Scale const& scale) {
  VipsImage* out = nullptr;
  auto const side = [&](int own, int other) {
    return own > 0 ? own : scale.crop && other > 0 ? other : VIPS_MAX_COORD;
  };
  int const width = side(scale.width, scale.height), height = side(scale.height, scale.width);
  bool const crops = scale.crop && width < VIPS_MAX_COORD;
  auto* const data = const_cast<char*>(bytes.data());  // read only, says its documentation
  int const failed =
      vips.thumbnail_buffer(data, bytes.size(), &out, width, "height", height, "size",
                            crops ? VIPS_SIZE_BOTH : VIPS_SIZE_DOWN, "crop",
                            crops ? VIPS_INTERESTING_CENTRE : VIPS_INTERESTING_NONE, nullptr);
  if (failed != 0) return vips_failure(vips);
  return Image(out, Unref{&vips});
}

/// Four bands of 8-bit sRGB and alpha.
Result<Image> as_rgba(Vips const& vips, VipsImage* image) {
  Image last(nullptr, Unref{&vips});
  auto const step = [&](auto const& call) {
    VipsImage* out = nullptr;
    if (call(last ? last.get() : image, &out) == 0) last.reset(out);
    return out != nullptr;
  };
  bool const done =
      step([&](auto* in, auto** out) {
        return vips.colourspace(in, out, VIPS_INTERPRETATION_sRGB, nullptr);
      }) &&
      (vips.image_hasalpha(last.get()) ||
       step([&](auto* in, auto** out) { return vips.addalpha(in, out, nullptr); })) &&
      step([&](auto* in, auto** out) { return vips.cast(in, out, VIPS_FORMAT_UCHAR, nullptr); });
  if (!done) return vips_failure(vips);
  return last;
}

/// Suffix and options of the writer.
std::string writer_of(std::string_view extension, int quality) {
  auto const word = lower(extension);
  auto const with_quality = [&](std::string const& suffix, int otherwise) {
    return suffix + "[Q=" + std::to_string(quality > 0 ? quality : otherwise) + ",strip]";
  };
  if (word == "jpg" || word == "jpeg" || word == "jpe") return with_quality(".jpg", 88);
  if (word == "webp") return with_quality(".webp", 85);
  if (word == "avif") return with_quality(".avif", 60);
  return ".gif[strip]";
}

Result<std::string> write_by_libpng(Vips const& vips, VipsImage* image) {
  LK_TRY(auto const rgba, as_rgba(vips, image));
  std::size_t size = 0;
  std::unique_ptr<void, void (*)(void*)> const bytes(vips.image_write_to_memory(rgba.get(), &size),
                                                     vips.free);
  if (!bytes) return vips_failure(vips);
  return write_png({static_cast<unsigned char const*>(bytes.get()),
                    static_cast<unsigned>(vips.image_get_width(rgba.get())),
                    static_cast<unsigned>(vips.image_get_height(rgba.get())),
                    static_cast<unsigned>(std::lround(vips.image_get_xres(rgba.get()) * 1000))});
}

Result<std::string> write_picture(Vips const& vips, VipsImage* image, std::string_view extension,
                                  int quality) {
  if (lower(extension) == "png") return write_by_libpng(vips, image);
  void* data = nullptr;
  std::size_t size = 0;
  if (vips.image_write_to_buffer(image, writer_of(extension, quality).c_str(), &data, &size,
                                 nullptr) != 0)
    return vips_failure(vips);
  std::string out(static_cast<char const*>(data), size);
  vips.free(data);
  return out;
}

}  // namespace

Result<std::string> scale_picture(std::string_view bytes, std::string_view extension,
                                  Scale const& scale) {
  static Places places(at_once);
  if (!places.try_acquire_for(5s))
    return fail(Kind::unavailable, "", "Too many pictures are being scaled");
  std::unique_ptr<Places, void (*)(Places*)> const place(&places,
                                                         [](auto* all) { all->release(); });
  auto const* const vips = load_vips();
  if (vips == nullptr)
    return fail(Kind::invalid, "error.file.image", "Pictures cannot be scaled here",
                "libvips.so.42 is not installed");
  std::unique_ptr<Vips const, void (*)(Vips const*)> const of_thread(
      vips, [](auto const* used) { used->thread_shutdown(); });
  LK_CHECK(check_size(*vips, bytes));
  LK_TRY(auto const image, shrink(*vips, bytes, scale));
  return write_picture(*vips, image.get(), extension, scale.quality);
}

}  // namespace latchkey::images
