#include "site/assets.h"

#include <algorithm>

#include "core/text.h"
#include "http/cookie.h"

namespace latchkey::site {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t small_file = 64 * 1024, max_kept_bytes = 32 << 20, max_kept = 4096;

struct Type {
  std::string_view extension, name;
};

constexpr Type types[] = {
    {"avif", "image/avif"},
    {"css", "text/css; charset=UTF-8"},
    {"csv", "text/csv; charset=UTF-8"},
    {"gif", "image/gif"},
    {"htm", "text/html; charset=UTF-8"},
    {"html", "text/html; charset=UTF-8"},
    {"ico", "image/x-icon"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"js", "text/javascript; charset=UTF-8"},
    {"json", "application/json; charset=UTF-8"},
    {"map", "application/json; charset=UTF-8"},
    {"md", "text/markdown; charset=UTF-8"},
    {"mjs", "text/javascript; charset=UTF-8"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"ogg", "audio/ogg"},
    {"otf", "font/otf"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"svg", "image/svg+xml"},
    {"ttf", "font/ttf"},
    {"txt", "text/plain; charset=UTF-8"},
    {"wasm", "application/wasm"},
    {"webm", "video/webm"},
    {"webmanifest", "application/manifest+json"},
    {"webp", "image/webp"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"xml", "application/xml"},
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
  if (auto const tags = request.headers.find("If-None-Match")) return matches_etag(*tags, etag);
  return request.headers.get("If-Modified-Since") == modified;
}

}  // namespace

std::string_view content_type_of(std::string_view file_name) {
  auto const dot = file_name.rfind('.');
  std::string const extension = dot == file_name.npos ? "" : lower(file_name.substr(dot + 1));
  auto const* const found = std::ranges::find(types, extension, &Type::extension);
  return found == std::end(types) ? "application/octet-stream" : found->name;
}

bool matches_etag(std::string_view header, std::string_view etag) {
  if (trim(header) == "*") return true;
  for (auto tag : split(header, ',')) {
    tag = trim(tag);
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag) return true;
  }
  return false;
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
    if (known->second.bytes) kept_bytes_ -= known->second.bytes->size();
    kept_.erase(known);
  }
  if (!is_file) return std::nullopt;
  Kept fresh{**stamp, nullptr, now};
  if (fresh.stamp.size > small_file) return fresh;
  auto bytes = files_.read(path, small_file);
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

std::optional<http::Reply> Assets::send_file(std::string const& path, http::Reply reply) {
  auto opened = files_.open_for_sending(path);
  if (!opened) return std::nullopt;
  reply.body = http::FileBody(opened->first, 0, opened->second.size);
  return reply;
}

std::optional<http::Reply> Assets::answer(std::string const& path, http::Request const& request) {
  auto const found = look_up(path);
  if (!found) return std::nullopt;
  std::string const etag = etag_of(found->stamp);
  std::string const modified = http::http_date(found->stamp.mtime_seconds());
  http::Reply reply;
  reply.add("ETag", etag);
  reply.add("Last-Modified", modified);
  reply.add("Cache-Control", "no-cache");
  if (is_unchanged(request, etag, modified)) {
    reply.status = 304;
    return reply;
  }
  std::string_view const type = content_type_of(path);
  reply.add("Content-Type", std::string(type));
  reply.add("X-Content-Type-Options", "nosniff");
  if (type == "application/octet-stream") reply.add("Content-Disposition", "attachment");
  if (type == "image/svg+xml" ||
      type == "application/xml")  // opened as a document it must not run anything (S20)
    reply.add("Content-Security-Policy", "default-src 'none'; sandbox");
  if (!found->bytes) return send_file(path, std::move(reply));
  reply.body = found->bytes;
  return reply;
}

}  // namespace latchkey::site
