#include "site/assets.h"

#include <algorithm>

#include "core/text.h"
#include "http/cookie.h"
#include "http/etag.h"
#include "http/range.h"

namespace latchkey::site {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t small_file = 64 * 1024, small_text = 1 << 20, least_coded = 2048,
                      max_kept_bytes = 32 << 20, max_kept = 4096;

struct Type {
  std::string_view extension, name;
};

constexpr Type types[] = {
    {"aac", "audio/aac"},
    {"avi", "video/x-msvideo"},
    {"avif", "image/avif"},
    {"bmp", "image/bmp"},
    {"css", "text/css; charset=UTF-8"},
    {"csv", "text/csv; charset=UTF-8"},
    {"flac", "audio/flac"},
    {"gif", "image/gif"},
    {"gz", "application/gzip"},
    {"heic", "image/heic"},
    {"heif", "image/heif"},
    {"htm", "text/html; charset=UTF-8"},
    {"html", "text/html; charset=UTF-8"},
    {"ico", "image/x-icon"},
    {"ics", "text/calendar; charset=UTF-8"},
    {"jpe", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"js", "text/javascript; charset=UTF-8"},
    {"json", "application/json; charset=UTF-8"},
    {"jxl", "image/jxl"},
    {"m4a", "audio/mp4"},
    {"m4v", "video/x-m4v"},
    {"map", "application/json; charset=UTF-8"},
    {"md", "text/markdown; charset=UTF-8"},
    {"mjs", "text/javascript; charset=UTF-8"},
    {"mov", "video/quicktime"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"ogg", "audio/ogg"},
    {"ogv", "video/ogg"},
    {"opus", "audio/ogg"},
    {"otf", "font/otf"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"svg", "image/svg+xml"},
    {"tif", "image/tiff"},
    {"tiff", "image/tiff"},
    {"ttf", "font/ttf"},
    {"txt", "text/plain; charset=UTF-8"},
    {"wasm", "application/wasm"},
    {"wav", "audio/wav"},
    {"webm", "video/webm"},
    {"webmanifest", "application/manifest+json"},
    {"webp", "image/webp"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"xml", "application/xml"},
    {"zip", "application/zip"},
};

std::string etag_of(store::Stamp const& stamp) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (std::uint64_t value :
       {static_cast<std::uint64_t>(stamp.mtime_ns), stamp.size, stamp.inode}) {
    std::string text;
    do text.insert(text.begin(), digits[value % 16]);
    while ((value /= 16) != 0);
    out += text + "-";
  }
  out.back() = '"';
  return out;
}

/// If-None-Match decides; without it If-Modified-Since, which must repeat our own date. Source: RFC
/// 9110, 13.2.2.
bool is_unchanged(http::Request const& request, std::string_view etag, std::string_view modified) {
  if (auto const tags = request.headers.find("If-None-Match"))
    return http::matches_etag(*tags, etag);
  return request.headers.get("If-Modified-Since") == modified;
}

}  // namespace

std::string_view content_type_of(std::string_view file_name) {
  auto const dot = file_name.rfind('.');
  std::string const extension = dot == file_name.npos ? "" : lower(file_name.substr(dot + 1));
  auto const* const found = std::ranges::find(types, extension, &Type::extension);
  return found == std::end(types) ? "application/octet-stream" : found->name;
}

bool is_compressible(std::string_view type) {
  return type.starts_with("text/") || type.starts_with("application/json") ||
         type == "image/svg+xml" || type == "application/xml" || type == "image/x-icon" ||
         type == "application/manifest+json" || type == "application/wasm" || type == "font/ttf" ||
         type == "font/otf";
}

std::optional<Assets::Kept> Assets::look_up(std::string const& path) {
  Instant const now = clock_.now();
  std::lock_guard const lock(mutex_);
  auto const known = kept_.find(path);
  if (known != kept_.end() && now >= known->second.checked && now - known->second.checked < 1s)
    return known->second;
  auto const stamp = files_.stat(path);
  bool const is_file = stamp && *stamp && !(*stamp)->is_directory;
  if (known != kept_.end()) {
    if (is_file && known->second.stamp == **stamp) {
      known->second.checked = now;
      return known->second;
    }
    for (auto const& bytes : {known->second.bytes, known->second.gzip, known->second.br})
      if (bytes) kept_bytes_ -= bytes->size();
    kept_.erase(known);
  }
  if (!is_file) return std::nullopt;
  Kept fresh{**stamp, nullptr, now, nullptr, nullptr};
  auto const most = is_compressible(content_type_of(path)) ? small_text : small_file;
  if (fresh.stamp.size > most) return fresh;
  auto bytes = files_.read(path, most);
  if (!bytes) return std::nullopt;
  fresh.bytes = std::make_shared<std::string const>(std::move(*bytes));
  if (kept_.size() >= max_kept || kept_bytes_ >= max_kept_bytes) {
    kept_.clear();
    kept_bytes_ = 0;
  }
  kept_bytes_ += fresh.bytes->size();
  kept_.emplace(path, fresh);
  return fresh;
}

std::shared_ptr<std::string const> Assets::coded(std::string const& path, Kept const& found,
                                                 http::Coding coding) {
  auto const& known = coding == http::Coding::br ? found.br : found.gzip;
  if (known) return known;
  auto made =
      std::make_shared<std::string const>(http::compress(*found.bytes, coding, http::Effort::kept));
  std::lock_guard const lock(mutex_);
  auto const kept = kept_.find(path);
  if (kept == kept_.end() || kept->second.bytes != found.bytes) return made;
  kept_bytes_ += made->size();
  (coding == http::Coding::br ? kept->second.br : kept->second.gzip) = made;
  return made;
}

void Assets::forget(std::string const& path) {
  std::lock_guard const lock(mutex_);
  kept_.erase(path);
}

/// The body: one range of it where that is asked for and If-Range, if sent, still names these
/// bytes. False where the file on disk is another one by now. Source: RFC 9110, 13.1.5, 14.2.
bool Assets::send(std::string const& path, Kept const& found, http::Request const& request,
                  std::string const& etag, http::Reply& reply) {
  reply.add("Accept-Ranges", "bytes");
  auto const total = found.stamp.size;
  http::Range range{0, total};
  auto verdict = http::RangeVerdict::whole;
  auto const condition = request.headers.find("If-Range");
  if (auto const wanted = request.headers.find("Range");
      wanted && (!condition || *condition == etag))
    verdict = http::read_range(*wanted, total, range);
  if (verdict == http::RangeVerdict::unsatisfiable) {
    reply.status = 416;
    reply.add("Content-Range", "bytes */" + std::to_string(total));
    return true;
  }
  if (verdict == http::RangeVerdict::part) {
    reply.status = 206;
    reply.add("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                   std::to_string(range.first + range.size - 1) + "/" +
                                   std::to_string(total));
  }
  if (found.bytes) {
    if (verdict == http::RangeVerdict::part)
      reply.body = found.bytes->substr(range.first, range.size);
    else
      reply.body = found.bytes;
    return true;
  }
  auto opened = files_.open_for_sending(path);
  if (opened && opened->second == found.stamp) {
    reply.body = http::FileBody(opened->first, range.first, range.size);
    return true;
  }
  if (opened) http::FileBody(opened->first, 0, 0);  // closes it
  return false;
}

std::optional<http::Reply> Assets::answer(std::string const& path, http::Request const& request,
                                          bool for_ever, int depth) {
  auto const found = look_up(path);
  if (!found) return std::nullopt;
  std::string_view const type = content_type_of(path);
  bool const may_code = found->bytes && is_compressible(type) && found->stamp.size >= least_coded &&
                        !request.headers.find("Range");
  auto const coding = may_code ? http::choose_coding(request.headers.get("Accept-Encoding"))
                               : http::Coding::identity;
  std::string const etag = http::coded_etag(etag_of(found->stamp), coding);
  std::string const modified = http::http_date(found->stamp.mtime_seconds());
  http::Reply reply;
  reply.add("ETag", etag);
  reply.add("Last-Modified", modified);
  reply.add("Cache-Control", for_ever ? "public, max-age=31536000, immutable" : "no-cache");
  if (is_unchanged(request, etag, modified)) {
    reply.status = 304;
    return reply;
  }
  reply.add("Content-Type", std::string(type));
  reply.add("X-Content-Type-Options", "nosniff");
  reply.add("Referrer-Policy", "strict-origin-when-cross-origin");
  if (type == "application/octet-stream") reply.add("Content-Disposition", "attachment");
  if (type == "image/svg+xml" ||
      type == "application/xml")  // opened as a document it must not run anything (S20)
    reply.add("Content-Security-Policy", "default-src 'none'; sandbox");
  if (coding == http::Coding::identity) {
    if (!send(path, *found, request, etag, reply)) {
      forget(path);
      return depth < 3 ? answer(path, request, for_ever, depth + 1) : std::nullopt;
    }
  } else {
    reply.add("Content-Encoding", std::string(http::coding_name(coding)));
    reply.body = coded(path, *found, coding);
  }
  return reply;
}

}  // namespace latchkey::site
