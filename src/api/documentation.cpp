#include "api/documentation.h"

#include <fmt/format.h>

#include "api/route.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

std::string_view access_name(Access access) {
  switch (access) {
    case Access::open: return "open";
    case Access::panel: return "panel";
    case Access::query: return "query";
  }
  return "";
}

}  // namespace

std::string routes_markdown() {
  std::string out =
      "# The API\n\n"
      "Made from the route tables in `src/api`; a test compares this file with them. All paths are "
      "below `/api` "
      "(option `api.slug`).\nOpen rows need no credentials; panel rows need a session with its "
      "CSRF token, or HTTP "
      "Basic where it is on,\nand a role with `access.panel`; query rows the same, unless "
      "the option\n`kql.auth` is off ([queries](queries.md)). `HEAD` works wherever `GET` does.\n"
      "Writes of the site, a page, a file or a user honour `If-Match` with an `ETag` of that "
      "model, "
      "whatever view it was of:\n412 `error.content.outdated` once the model is in another state. "
      "Answers to writes carry the new one.\n\n"
      "| Method | Path | Access | What it does |\n|---|---|---|---|\n";
  for (auto const* row : all_routes())
    out +=
        fmt::format("| {} | `{}` | {} | {} |\n", http::method_name(row->method),
                    replace_all(row->pattern, "%}", "}"), access_name(row->access), row->summary);
  return out;
}

}  // namespace latchkey::api
