#pragma once
// The model a path names: the site, a page, a user, or a file of theirs. Hidden ones are missing.

#include "api/form_view.h"
#include "api/scene.h"

namespace latchkey::api {

/// Errors: error.page.notFound, error.user.notFound, error.file.notFound, error.site.notAccessible.
using FindModel = Result<fields::Model> (*)(Call const&, Scene const&);

Result<fields::Model> site_model(Call const& call, Scene const& scene);
Result<fields::Model> page_model(Call const& call, Scene const& scene);
Result<fields::Model> user_model(Call const& call, Scene const& scene);
Result<fields::Model> account_model(Call const& call, Scene const& scene);
/// The file `{name}` of the model that `owner` finds.
template <FindModel owner>
Result<fields::Model> file_model(Call const& call, Scene const& scene);

Result<fields::Model> find_file_model(Call const& call, Scene const& scene,
                                      fields::Model const& owner);

template <FindModel owner>
Result<fields::Model> file_model(Call const& call, Scene const& scene) {
  LK_TRY(auto const found, owner(call, scene));
  return find_file_model(call, scene, found);
}

}  // namespace latchkey::api
