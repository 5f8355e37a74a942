#include "api/reply.h"

#include "api/page_cache.h"

namespace latchkey::api {
namespace {

http::Reply json_reply(int status, json::value const& body, bool pretty) {
  http::Reply reply;
  reply.status = status;
  reply.add("Content-Type", "application/json; charset=UTF-8");
  reply.fixed = http::data_headers;
  reply.body = json::print(body, pretty);
  return reply;
}

/// Empty maps are sent as lists. Source: spec/content-api 8.
json::value map_or_list(json::object const& map) {
  return map.empty() ? json::value(json::array()) : json::value(map);
}

json::array maps_or_lists(json::array items) {
  for (auto& item : items)
    if (item.is_object() && item.get_object().empty()) item = json::array();
  return items;
}

json::value render(Model const& model) {
  return {{"code", 200}, {"data", map_or_list(model.data)}, {"status", "ok"}, {"type", "model"}};
}

json::value render(Collection const& list) {
  json::object const pagination{
      {"page", list.page}, {"total", list.total}, {"offset", list.offset}, {"limit", list.limit}};
  return {{"code", 200},
          {"data", maps_or_lists(list.data)},
          {"pagination", pagination},
          {"status", "ok"},
          {"type", "collection"}};
}

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::invalid: return "Invalid";
    case Kind::unauthenticated: return "Unauthenticated";
    case Kind::forbidden: return "Forbidden";
    case Kind::not_found: return "NotFound";
    case Kind::locked: return "Locked";
    case Kind::unsupported: return "Unsupported";
    case Kind::outdated: return "Outdated";
    case Kind::too_large: return "TooLarge";
    case Kind::unavailable: return "Unavailable";
    case Kind::internal: return "Internal";
  }
  return "Internal";
}

json::value details_of(Error const& error) {
  auto parsed = json::parse(error.details);
  if (!parsed || !parsed->is_object() || parsed->get_object().empty()) return json::array();
  return std::move(*parsed);
}

/// The file as the repository names it: a compiler cache may have handed the compiler a path
/// relative to the build folder.
std::string_view source_file(Error const& error) {
  std::string_view file = error.file;
  while (file.starts_with("../")) file.remove_prefix(3);
  return file;
}

json::value key_of(Error const& error) {
  return error.key.empty() ? json::value(nullptr) : json::text(error.key);
}

/// A text of our own: stored values, of which YAML may be deeper than a body, some levels below its
/// top.
json::value read_back(std::string_view text) { return json::read(text, 1000).value().root; }

}  // namespace

int status_of(Kind kind) {
  switch (kind) {
    case Kind::invalid: return 400;
    case Kind::unauthenticated: return 401;
    case Kind::forbidden: return 403;
    case Kind::not_found: return 404;
    case Kind::locked: return 423;
    case Kind::unsupported: return 405;
    case Kind::outdated: return 412;
    case Kind::too_large: return 413;
    case Kind::unavailable: return 503;
    case Kind::internal: return 500;
  }
  return 500;
}

http::Reply reply_to(Answer const& answer, Style const& style) {
  if (auto const* model = std::get_if<Model>(&answer))
    return json_reply(200, render(*model), style.pretty);
  if (auto const* list = std::get_if<Collection>(&answer))
    return json_reply(200, render(*list), style.pretty);
  if (auto const* raw = std::get_if<Raw>(&answer))
    return json_reply(raw->status, raw->body, style.pretty);
  if (auto const* cached = std::get_if<Cached>(&answer)) {
    if (style.pretty) return json_reply(200, read_back(cached->page->text()), true);
    http::Reply reply;
    reply.headers.reserve(4);
    reply.add("Content-Type", "application/json; charset=UTF-8");
    reply.fixed = http::data_headers;
    reply.body = std::shared_ptr<std::string const>(cached->page, &cached->page->text());
    return reply;
  }
  if (std::holds_alternative<NotFound>(answer))
    return json_reply(404, {{"status", "error"}, {"message", "not found"}, {"code", 404}},
                      style.pretty);
  return json_reply(200, {{"status", "ok"}, {"message", "ok"}, {"code", 200}}, style.pretty);
}

http::Reply reply_to(Error const& error, Style const& style) {
  int const status = status_of(error.kind);
  json::object body{{"status", "error"},
                    {"message", json::text(error.message)},
                    {"code", status},
                    {"key", key_of(error)},
                    {"details", details_of(error)}};
  if (style.debug) {
    body["exception"] = "latchkey::" + std::string(kind_name(error.kind));
    body["file"] = source_file(error);
    body["line"] = error.line;
    body["route"] = style.route.empty() ? json::value(nullptr) : json::text(style.route);
  }
  auto reply = json_reply(status, body, style.pretty);
  if (error.kind == Kind::unavailable) reply.add("Retry-After", "1");
  return reply;
}

}  // namespace latchkey::api
