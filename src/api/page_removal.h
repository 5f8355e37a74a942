#pragma once
// Whether a page may go. Source: spec/content-api 7, 12 ("Delete: files, then children").

#include "api/scene.h"

namespace latchkey::api {

/// A page goes with its files and, with `force`, with every page below it; the actor must be
/// allowed to delete each of them, hidden ones too. Children without `force` are for the action to
/// refuse. Errors: error.page.delete.permission; error.permission for a file.
Result<> ensure_may_delete(Scene const& scene, content::Page const& page, bool force);

}  // namespace latchkey::api
