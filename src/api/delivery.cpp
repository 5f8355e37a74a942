#include "api/delivery.h"

#include <fmt/format.h>

#include "api/page_cache.h"
#include "http/compress.h"
#include "http/etag.h"

namespace latchkey::api {
namespace {

constexpr std::size_t least_coded_bytes = 2048;

bool holds_token(std::string_view text) { return text.find("_token=") != text.npos; }

std::string etag_of_text(std::string_view text, http::Coding coding) {
  auto const hash = std::hash<std::string_view>()(text);
  auto const suffix =
      coding == http::Coding::identity ? std::string_view() : http::coding_name(coding);
  return fmt::format("\"{:x}-{:x}{}{}\"", hash, text.size(), suffix.empty() ? "" : "-", suffix);
}

http::Body coded_body(Answer const& answer, std::string_view text, http::Coding coding) {
  auto const* const cached = std::get_if<Cached>(&answer);
  if (cached && text == cached->page->text()) return cached->page->coded(coding);
  return http::compress(text, coding);
}

}  // namespace

bool is_deliverable(Route const& row, Answer const& answer) {
  bool const has_shape = std::holds_alternative<Model>(answer) ||
                         std::holds_alternative<Collection>(answer) ||
                         std::holds_alternative<Cached>(answer);
  return has_shape && !row.pattern.starts_with("auth") && !row.pattern.starts_with("system");
}

void deliver(http::Request const& request, Answer const& answer, http::Reply& reply,
             std::vector<std::string>& vary) {
  std::string_view const text = reply.body_text();
  auto coding = http::Coding::identity;
  if (text.size() >= least_coded_bytes) {
    vary.emplace_back("Accept-Encoding");
    if (!holds_token(text)) coding = http::choose_coding(request.headers.get("Accept-Encoding"));
  }
  auto const etag = etag_of_text(text, coding);
  auto const known = request.headers.find("If-None-Match");
  if (known && http::matches_etag(*known, etag)) {
    reply.status = 304;
    reply.headers.clear();
    reply.body = std::string();
  } else if (coding != http::Coding::identity) {
    reply.add("Content-Encoding", std::string(http::coding_name(coding)));
    reply.body = coded_body(answer, text, coding);
  }
  reply.add("ETag", etag);
}

}  // namespace latchkey::api
