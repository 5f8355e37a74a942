#include "api/openapi_parts.h"

#include <array>
#include <string>

#include "api/openapi_types.h"

namespace latchkey::api {
namespace {

/// A parameter by its key among the components; its schema as in openapi_types.h.
struct SharedParameter {
  std::string_view key, name, place, type, description;
};

constexpr SharedParameter shared_parameters[] = {
    {"select", "select", "query", "text",
     "Members to show, with commas between; unknown ones are skipped. Where none is left, an empty "
     "list stands for the model."},
    {"view", "view", "query", "text",
     "A view by its name (`default`, `compact`, `panel` and others); `any` shows all members. Wins "
     "over select."},
    {"pretty", "pretty", "query", "text", "Anything but 0 indents the answer."},
    {"language", "language", "query", "text",
     "Language of the content; unknown ones are the default one."},
    {"languageHeader", "X-Language", "header", "text",
     "The same as the parameter `language`, which wins."},
    {"page", "page", "query", "whole", "Page of the list; 404 behind the last one."},
    {"limit", "limit", "query", "whole", "Items on a page, 100 without; 0 means 20."},
    {"q", "q", "query", "text", "What to search for, two characters at least."},
    {"status", "status", "query", "'all'|'draft'|'drafts'|'listed'|'unlisted'|'published'",
     "Which pages; published without."},
    {"canBe", "canBe", "query", "'created'|'changed'",
     "Only roles that the acting user may give so."},
    {"section", "section", "query", "text", "The section whose new pages are meant."},
    {"part", "page", "query", "whole", "Page of the list; the last one behind it."},
    {"searchterm", "searchterm", "query", "text",
     "Counts where the blueprint of the section says `search: true`."},
    {"search", "search", "query", "text", "What to search candidates for."},
    {"kqlQuery", "query", "query", "text", "The query; without one it is `site`."},
    {"kqlSelect", "select", "query", "text",
     "Members to show of what the query gives, with commas between them. Maps, pagination and "
     "several queries go as `select[key]=…`, `pagination[limit]=…`, `queries[name]=…`, or better "
     "by POST."},
    {"parent", "parent", "query", "text", "Id of the page whose children are candidates."},
    {"ifMatch", "If-Match", "header", "text",
     "ETags of the model; 412 where it is in none of their states."},
    {"ifNoneMatch", "If-None-Match", "header", "text",
     "ETags that the client has answers of; 304 where this one is among them."},
    {"uploadLength", "Upload-Length", "header", "whole",
     "Bytes of the whole file, where it comes in pieces, one in a request."},
    {"uploadOffset", "Upload-Offset", "header", "whole",
     "Where this piece begins: as many bytes as were sent before it."},
    {"uploadId", "Upload-Id", "header", "text",
     "The client's own name for this upload, three characters at least of a-z and 0-9."},
};

struct ErrorAnswer {
  std::string_view status, description, type;
};

constexpr ErrorAnswer error_answers[] = {
    {"400", "Bad input; `key` and `details` say which.", "Error"},
    {"401", "Nobody is logged in, the token is missing, or the role lacks access.panel.", "Error"},
    {"403", "Not allowed, or wrong credentials.", "Error"},
    {"404", "Not there, or hidden from this user.", "Error|Nothing"},
    {"412", "The model is no longer in the state that If-Match names: error.content.outdated.",
     "Error"},
    {"413", "The body is longer than the server takes.", "Error"},
    {"423", "Held by another user: error.content.lock.update or .delete, with whom in `details`.",
     "Error"},
    {"500", "The server could not complete the request.", "Error"},
    {"503", "Busy; Retry-After says when to come back.", "Error"},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> tag_words{
    {{"auth", "Login, logout and the token of the session."},
     {"system", "State of the system, and its first account."},
     {"site", "The site, its pages and files."},
     {"pages", "Pages, with their children and files."},
     {"files", "Files of the site."},
     {"users", "Users, with their files."},
     {"account", "The acting user."},
     {"roles", "Roles and what they may do."},
     {"languages", "Languages of the content, on sites that have some."},
     {"translations", "Texts of the interface."},
     {"query", "Questions about the whole site."},
     {"openapi", "This document."}}};

json::object header_schema(std::string_view description, bool is_always) {
  json::object out{{"description", description}, {"schema", schema_of_type("text")}};
  if (is_always) out["required"] = true;
  return out;
}

json::object error_answer(std::string_view description, std::string_view type) {
  return {{"description", description}, {"content", json_content(schema_of_type(type))}};
}

}  // namespace

json::object json_content(json::value schema) {
  return {{"application/json", {{"schema", std::move(schema)}}}};
}

json::object parameter_components() {
  json::object out;
  for (auto const& one : shared_parameters) {
    auto schema = schema_of_type(one.type);
    if (one.type == "whole") schema["minimum"] = 0;
    out[one.key] = {{"name", one.name},
                    {"in", one.place},
                    {"schema", std::move(schema)},
                    {"description", one.description}};
  }
  out["query"] = {{"name", "query"},
                  {"in", "query"},
                  {"style", "deepObject"},
                  {"explode", true},
                  {"schema", component("schemas", "SearchInput")},
                  {"description", "offset, limit, search and paginate, applied in this order."}};
  return out;
}

json::object header_components() {
  return {{"ETag", header_schema(
                       "Names this state of what is shown, for If-Match and If-None-Match.", true)},
          {"Retry-After", header_schema("Seconds to wait.", true)},
          {"WWW-Authenticate",
           header_schema("Where Basic is on and the client is no script of a page.", false)}};
}

json::object response_components() {
  json::object out;
  for (auto const& [status, description, type] : error_answers)
    out["Error" + std::string(status)] = error_answer(description, type);
  out["Error401"].get_object()["headers"] =
      json::object{{"WWW-Authenticate", component("headers", "WWW-Authenticate")}};
  out["Error503"].get_object()["headers"] =
      json::object{{"Retry-After", component("headers", "Retry-After")}};
  out["Error500"].get_object()["content"].get_object()["text/html"] = json::object{
      {"schema", schema_of_type("text")}};  // where the option `url` does not list this address
  out["UploadError"] =
      error_answer("Files were refused; the others are stored.", "UploadFailure|Error");
  return out;
}

json::object security_components() {
  return {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "kirby_session"}}},
          {"csrf",
           {{"type", "apiKey"},
            {"in", "header"},
            {"name", "X-CSRF"},
            {"description", "The token of the session, from `auth/csrf`; needed with it."}}},
          {"basic", {{"type", "http"}, {"scheme", "basic"}}}};
}

json::array document_tags() {
  json::array out;
  for (auto const& [name, description] : tag_words)
    out.push_back(json::object{{"name", name}, {"description", description}});
  return out;
}

}  // namespace latchkey::api
