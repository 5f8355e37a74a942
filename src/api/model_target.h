#pragma once
// The model a path names: the site, a page, a user, or a file of theirs. Hidden ones are missing.

#include "api/form_view.h"
#include "api/scene.h"

namespace latchkey::api {

/// The site, page or user that the call's row means. Errors: error.page.notFound,
/// error.user.notFound, error.site.notAccessible.
Result<fields::Model> find_owner_model(Call const& call, Scene const& scene);

/// That, or the file of it on rows of "files/{name%}" and below. Errors: as above,
/// error.file.notFound.
Result<fields::Model> find_model(Call const& call, Scene const& scene);

/// Whether the actor may do `action` to it; for files of users also change those.
bool may(Call const& call, PageContext const& context, std::string_view action,
         fields::Model const& model);

}  // namespace latchkey::api
