#include "api/page_removal.h"

#include "api/file_view.h"
#include "api/page_view.h"

namespace latchkey::api {
namespace {

Result<> ensure_may_empty(Scene const& scene, content::Page const& page) {
  for (auto const& file : scene.content->files(content::owner_of(page)))
    if (!may(scene.context, "delete", *file))
      return fail(Kind::forbidden, "error.permission",
                  "You are not allowed to delete the file \"" + file->id + "\"");
  for (auto const& child : scene.content->children(page, content::Filter::all)) {
    if (!may(scene.context, "delete", *child)) return forbidden("page", "delete");
    LK_CHECK(ensure_may_empty(scene, *child));
  }
  return {};
}

}  // namespace

Result<> ensure_may_delete(Scene const& scene, content::Page const& page, bool force) {
  if (!may(scene.context, "delete", page)) return forbidden("page", "delete");
  bool const is_refused_anyway = !force && (page.has_children() || page.has_drafts());
  return is_refused_anyway ? Result<>() : ensure_may_empty(scene, page);
}

}  // namespace latchkey::api
