#include "api/delivery.h"

#include "api/page_cache.h"
#include "http/compress.h"
#include "http/etag.h"

namespace latchkey::api {
namespace {

constexpr std::size_t least_coded_bytes = 2048;

bool holds_token(std::string_view text) { return text.find("_token=") != text.npos; }

/// Where `text` is that of a cache, unchanged: what the cache knows of it.
RenderedPage const* kept(Answer const& answer, std::string_view text) {
  auto const* const cached = std::get_if<Cached>(&answer);
  return cached && text.data() == cached->page->text().data() ? cached->page.get() : nullptr;
}

std::string const& named_state(Answer const& answer) {
  static std::string const none;
  auto const* const model = std::get_if<Model>(&answer);
  return model ? model->state : none;
}

std::string etag_for(Answer const& answer, std::string_view text) {
  auto const& state = named_state(answer);
  return state.empty() ? http::etag_of(text) : http::etag_of(text, state);
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
  auto const* const page = kept(answer, text);
  auto const etag = http::coded_etag(page ? page->etag() : etag_for(answer, text), coding);
  auto const known = request.headers.find("If-None-Match");
  if (known && http::matches_etag(*known, etag)) {
    reply.status = 304;
    reply.headers.clear();
    reply.body = std::string();
  } else if (coding != http::Coding::identity) {
    reply.add("Content-Encoding", std::string(http::coding_name(coding)));
    if (page)
      reply.body = page->coded(coding);
    else
      reply.body = http::compress(text, coding);
  }
  reply.add("ETag", etag);
}

void add_etag(Answer const& answer, http::Reply& reply) {
  if (!named_state(answer).empty()) reply.add("ETag", etag_for(answer, reply.body_text()));
}

}  // namespace latchkey::api
