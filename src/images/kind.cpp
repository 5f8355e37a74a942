#include "images/kind.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace latchkey::images {
namespace {

struct Group {
  std::string_view type, extensions;  ///< with a space around each extension
};

constexpr std::array<Group, 6> groups{
    {{"archive", " gz gzip tar tgz zip "},
     {"audio", " aif aiff flac m4a midi mp3 ogg opus wav "},
     {"code", " css js json java htm html mjs php rb py scss xml yaml yml "},
     {"document",
      " csv doc docx dotx ics indd md mdown odc odp odt pdf ppt pptx rtf txt xl xls xlsx xltx "},
     {"image",
      " ai avif bmp gif eps heic heif ico j2k jp2 jpeg jpg jpe jxl png ps psd svg tif tiff webp "},
     {"video", " avi flv m4v mkv mov movie mpe mpg mp4 ogg ogv swf webm "}}};

constexpr std::string_view resizable = " avif bmp gif jpe jpeg jpg png webp ";

bool holds(std::string_view words, std::string_view word) {
  std::string padded = " ";
  padded.append(word).append(" ");
  return words.find(padded) != words.npos;
}

}  // namespace

std::string extension_of(std::string_view file_name) {
  auto const dot = file_name.rfind('.');
  return dot == file_name.npos ? std::string() : lower(file_name.substr(dot + 1));
}

std::string_view type_of(std::string_view extension) {
  if (extension.empty()) return {};
  auto const word = lower(extension);
  auto const found = std::ranges::find_if(
      groups, [&](Group const& group) { return holds(group.extensions, word); });
  return found == groups.end() ? std::string_view() : found->type;
}

bool is_resizable(std::string_view extension) {
  return !extension.empty() && holds(resizable, lower(extension));
}

}  // namespace latchkey::images
