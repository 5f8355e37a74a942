#include "content/upload_check.h"

#include <algorithm>
#include <array>
#include <span>

#include "content/markup_check.h"
#include "core/text.h"
#include "images/kind.h"
#include "images/mime.h"

namespace latchkey::content {
namespace {

constexpr std::size_t sniffed_bytes = 512 << 10;
/// A file of a few kilobytes may claim to be a picture that fills the memory of whoever opens it.
constexpr std::int64_t most_pixels = 500'000'000;
/// Room for ".de-CH.txt" and the mark of a thumb behind the name.
constexpr std::size_t longest_file_name = 200;

Failure refuse_upload(char const* key, std::string why) {
  return fail(Kind::invalid, key, std::move(why));
}

/// Extensions that some server is set up to run.
bool is_for_servers(std::string_view extension) {
  for (std::string_view const part : {"php", "phar", "pht", "htm"})
    if (extension.find(part) != extension.npos) return true;
  return extension == "exe";
}

/// As above, between dots in the middle: "shell.php.png" runs where handlers look at every part.
bool is_for_servers_inside(std::string_view part) {
  if (part == "phar" || part == "pht" || part == "phtml" || part == "phps") return true;
  if (!part.starts_with("php")) return false;
  return std::ranges::all_of(part.substr(3), is_digit);
}

bool is_forbidden_type(std::string_view mime) {
  constexpr std::array<std::string_view, 10> forbidden{
      "text/html",
      "application/xhtml+xml",
      "application/x-msdownload",
      "application/x-dosexec",
      "application/vnd.microsoft.portable-executable",
      "application/x-executable",
      "application/x-pie-executable",
      "application/x-sharedlib",
      "application/x-mach-binary",
      "application/java-archive"};
  return mime.empty() || mime.find("php") != mime.npos ||
         std::ranges::find(forbidden, mime) != forbidden.end();
}

bool is_media(std::string_view type) {
  return type == "image" || type == "audio" || type == "video";
}

/// Whether content of that type may go by the extension of a picture, sound or film: others of
/// their kind, drawings that are texts, and bytes nobody knows. What runs is judged apart.
bool is_media_content(std::string_view mime) {
  for (std::string_view const start : {"image/", "audio/", "video/", "text/"})
    if (mime.starts_with(start)) return true;
  constexpr std::array<std::string_view, 8> others{
      "application/octet-stream", "application/ogg",       "application/postscript",
      "application/json",         "application/x-empty",   "inode/x-empty",
      "application/mxf",          "application/vnd.ms-asf"};
  return std::ranges::find(others, mime) != others.end();
}

/// A ZIP archive behind a picture: its end record fits the end of the file. Source: APPNOTE 4.3.16.
Result<bool> ends_as_archive(Blob const& bytes) {
  constexpr std::size_t record = 22, longest_comment = 65'535;
  auto const size = std::min<std::uint64_t>(bytes.size(), record + longest_comment);
  LK_TRY(std::string const end, bytes.read(bytes.size() - size, size));
  std::string_view const tail = end;
  for (auto at = tail.find("PK\x05\x06"); at != tail.npos; at = tail.find("PK\x05\x06", at + 1)) {
    auto const rest = tail.substr(at);
    if (rest.size() < record) return false;
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    if (rest.size() - record == byte(20) + 256U * byte(21)) return true;
  }
  return false;
}

Result<bool> hides_markup(Blob const& bytes, bool is_binary) {
  bool found = false;
  LK_CHECK(bytes.walk(longest_mark, [&](std::string_view stretch) {
    found = holds_active_markup(stretch, is_binary);
    return !found;
  }));
  return found;
}

Result<> check_media(File const& file, Blob const& bytes, FileFacts const& facts) {
  auto const extension = lower(file.extension());
  bool const is_drawing = extension == "ai" && facts.mime == "application/pdf";
  if (!is_media_content(facts.mime) && !is_drawing)
    return refuse_upload("error.file.mime.forbidden",
                         "The content (" + facts.mime + ") does not fit the extension");
  bool const is_text = facts.mime.starts_with("text/") || facts.mime == "image/svg+xml";
  LK_TRY(bool const hides,
         extension != "svg" ? hides_markup(bytes, !is_text) : Result<bool>(false));
  if (hides) return refuse_upload("error.file.content", "The file hides markup or code");
  LK_TRY(bool const is_archive,
         file.type() == "image" ? ends_as_archive(bytes) : Result<bool>(false));
  if (is_archive) return refuse_upload("error.file.content", "The picture hides an archive");
  if (facts.dimensions && facts.dimensions->height > 0 &&
      facts.dimensions->width > most_pixels / facts.dimensions->height)
    return refuse_upload("error.file.content", "The picture has too many pixels");
  return {};
}

/// One byte more than markup may have is enough to be refused.
Result<> check_markup_of(File const& file, Blob const& bytes, FileFacts const& facts) {
  auto const extension = lower(file.extension());
  if (extension == "svgz")
    return refuse_upload("error.file.content", "Compressed SVG is not accepted");
  bool const is_svg = extension == "svg" || facts.mime == "image/svg+xml";
  bool const is_xml = extension == "xml" || extension == "xsl" || extension == "xslt" ||
                      facts.mime == "text/xml" || facts.mime == "application/xml";
  if (!is_svg && !is_xml) return {};
  LK_TRY(auto const text, bytes.read(0, max_markup_bytes + 1));
  auto why = is_svg ? refuse_svg(text) : refuse_xml(text);
  if (why.empty()) return {};
  return refuse_upload("error.file.content", std::move(why));
}

}  // namespace

std::string sniffed_mime(Blob const& bytes) {
  auto const head = bytes.read(0, sniffed_bytes);
  return head ? images::mime_of(*head, "") : "";
}

Result<FileFacts> facts_of(Blob const& bytes, std::string_view extension) {
  LK_TRY(auto const head, bytes.read(0, sniffed_bytes));
  FileFacts out{images::mime_of(head, extension), std::nullopt};
  if (images::type_of(extension) == "image")
    out.dimensions = images::read_dimensions(head, [&](std::uint64_t offset, std::size_t size) {
      return bytes.read(offset, size).value_or("");
    });
  return out;
}

Result<> check_file_name(std::string_view name, Settings const& settings) {
  if (name.empty() || name.front() == '.' || name.front() == '_' ||
      std::ranges::find(settings.ignore, name) != settings.ignore.end())
    return refuse_upload("error.file.name.invalid", "Hidden names are not accepted");
  if (name.size() > longest_file_name)
    return refuse_upload("error.file.name.invalid", "The name is too long");
  auto const parts = split(name, '.');
  if (parts.size() < 2 || parts.back().empty())
    return refuse_upload("error.file.extension.missing", "The name has no extension");
  auto const extension = lower(parts.back());
  if (is_for_servers(extension) || extension == lower(settings.extension) || extension == "txt")
    return refuse_upload("error.file.extension.forbidden",
                         "The extension \"" + extension + "\" is not accepted");
  auto const inside = std::span(parts).subspan(1);
  if (std::ranges::any_of(inside, [](auto part) { return is_for_servers_inside(lower(part)); }))
    return refuse_upload("error.file.name.invalid", "The name is not accepted");
  return {};
}

Result<> check_file_content(File const& file, Blob const& bytes) {
  LK_TRY(auto const facts, facts_of(bytes, file.extension()));
  if (is_forbidden_type(facts.mime))
    return refuse_upload("error.file.mime.forbidden",
                         "Files of the type \"" + facts.mime + "\" are not accepted");
  if (!accepts(file.rules->accept, file, facts))
    return refuse_upload("error.file.accept", "The file does not fit what is accepted here");
  if (is_media(file.type())) LK_CHECK(check_media(file, bytes, facts));
  return check_markup_of(file, bytes, facts);
}

}  // namespace latchkey::content
