#include "content/upload_name.h"

#include <algorithm>
#include <array>
#include <utility>

#include "formats/slug.h"

namespace latchkey::content {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 55> usual_extensions{
    {{"application/epub+zip", "epub"},
     {"application/gzip", "gz"},
     {"application/json", "json"},
     {"application/msword", "doc"},
     {"application/ogg", "ogg"},
     {"application/pdf", "pdf"},
     {"application/postscript", "eps"},
     {"application/vnd.ms-excel", "xls"},
     {"application/vnd.ms-powerpoint", "ppt"},
     {"application/vnd.oasis.opendocument.presentation", "odp"},
     {"application/vnd.oasis.opendocument.spreadsheet", "ods"},
     {"application/vnd.oasis.opendocument.text", "odt"},
     {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
     {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
     {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
     {"application/x-7z-compressed", "7z"},
     {"application/x-rar", "rar"},
     {"application/x-tar", "tar"},
     {"application/xml", "xml"},
     {"application/zip", "zip"},
     {"audio/flac", "flac"},
     {"audio/midi", "mid"},
     {"audio/mpeg", "mp3"},
     {"audio/ogg", "ogg"},
     {"audio/x-aiff", "aif"},
     {"audio/x-m4a", "m4a"},
     {"audio/x-wav", "wav"},
     {"font/sfnt", "ttf"},
     {"font/woff", "woff"},
     {"font/woff2", "woff2"},
     {"image/avif", "avif"},
     {"image/bmp", "bmp"},
     {"image/gif", "gif"},
     {"image/heic", "heic"},
     {"image/jpeg", "jpg"},
     {"image/png", "png"},
     {"image/svg+xml", "svg"},
     {"image/tiff", "tiff"},
     {"image/vnd.adobe.photoshop", "psd"},
     {"image/vnd.microsoft.icon", "ico"},
     {"image/webp", "webp"},
     {"image/x-icon", "ico"},
     {"text/calendar", "ics"},
     {"text/csv", "csv"},
     {"text/plain", "txt"},
     {"text/rtf", "rtf"},
     {"text/vcard", "vcf"},
     {"text/xml", "xml"},
     {"video/mp4", "mp4"},
     {"video/mpeg", "mpg"},
     {"video/ogg", "ogv"},
     {"video/quicktime", "mov"},
     {"video/webm", "webm"},
     {"video/x-matroska", "mkv"},
     {"video/x-msvideo", "avi"}}};

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
