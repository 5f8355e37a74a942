#include "content/upload_name.h"

#include <algorithm>
#include <array>
#include <utility>

#include "formats/slug.h"

namespace latchkey::content {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> usual_extensions{
    {{"application/gzip", "gz"}, {"application/json", "json"}, {"application/pdf", "pdf"},
     {"application/zip", "zip"}, {"audio/flac", "flac"},       {"audio/mpeg", "mp3"},
     {"audio/ogg", "ogg"},       {"audio/x-wav", "wav"},       {"image/avif", "avif"},
     {"image/bmp", "bmp"},       {"image/gif", "gif"},         {"image/heic", "heic"},
     {"image/jpeg", "jpg"},      {"image/png", "png"},         {"image/svg+xml", "svg"},
     {"image/tiff", "tiff"},     {"image/webp", "webp"},       {"text/csv", "csv"},
     {"text/plain", "txt"},      {"video/mp4", "mp4"},         {"video/quicktime", "mov"},
     {"video/webm", "webm"}}};

}  // namespace

std::string file_base_name(std::string_view text) {
  return formats::slug(text, {.replacements = {}, .keep = "@._"});
}

std::string_view extension_for(std::string_view mime) {
  auto const* const found = std::ranges::find(
      usual_extensions, mime, &std::pair<std::string_view, std::string_view>::first);
  return found == usual_extensions.end() ? std::string_view() : found->second;
}

std::string upload_name(std::string_view given, std::string_view mime) {
  given.remove_prefix(given.rfind('/') + 1);  // npos + 1 is 0
  auto const dot = given.rfind('.');
  std::string extension = dot == given.npos ? "" : formats::slug(given.substr(dot + 1));
  if (extension.empty() || extension == "tmp" || extension == "temp") {
    auto const usual = extension_for(mime);
    if (!usual.empty()) extension = usual;
  }
  std::string out = file_base_name(given.substr(0, dot));
  return extension.empty() ? out : out.append(".").append(extension);
}

}  // namespace latchkey::content
