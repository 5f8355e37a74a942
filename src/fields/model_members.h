#pragma once
// What the site, pages, files and users have in common. For the objects only. Source:
// spec/content-api 18, "models".

#include <optional>

#include "fields/objects.h"

namespace latchkey::fields {

/// None where `name` is no such member.
std::optional<query::Value> model_member(World const& world, Model const& model,
                                         std::string_view name, query::Values const& arguments);

/// "pages/garden+tulips", "site/files/a.png", "users/ada".
std::string panel_path(Model const& model);
/// `page://…`; empty where the model has no uuid.
std::string uuid_of(World const& world, Model const& model);

}  // namespace latchkey::fields
