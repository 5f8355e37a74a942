#pragma once
// Models of every kind changed in one way. Source: spec/content-api 12.

#include <functional>

#include "api/scene.h"

namespace latchkey::api {

/// The text of a model in the scene's language from the model as it is now and the fields of its
/// file (those shown, where a translation has none yet). Must not write.
using EditModel =
    std::function<Result<formats::Fields>(fields::Model const& now, formats::Fields const& own)>;

/// Writes what `edit` makes, under the writers' lock, and gives the model as it is now; pages whose
/// number follows from their content follow. Errors: error.page.notFound, error.file.notFound,
/// error.user.notFound, those of `edit`, internal.
Result<fields::Model> edit_model(Call& call, Scene const& scene, fields::Model const& model,
                                 EditModel const& edit);

/// The fields of the file of `model` in the scene's language, as `edit_model` gives them. Errors:
/// those of the disk.
Result<formats::Fields> own_fields(Call const& call, Scene const& scene,
                                   fields::Model const& model);

}  // namespace latchkey::api
