#pragma once
// Roles from site/blueprints/users/NAME.yml. Source: spec/auth 12, spec/content-api 6, 7.

#include <functional>
#include <string>
#include <string_view>

#include "accounts/permissions.h"
#include "core/result.h"
#include "formats/yaml.h"

namespace latchkey::accounts {

/// The blueprint file of a lookup name ("users/base"), as text; none where there is none.
using FindBlueprint = std::function<Result<std::optional<std::string>>(std::string const& name)>;

/// Whether a file name in that folder is a role's: *.yml but default and nobody. The name without
/// ".yml".
std::optional<std::string> role_name(std::string_view file_name);

/// `extends` is followed through `find`, at most 8 deep, names not found are skipped. A permission
/// that is no boolean is no error here: it stands in the role. Errors: invalid, "line L, column C:
/// …" (no YAML); those of `find`.
Result<Role> parse_role(std::string const& name, std::string_view yaml, FindBlueprint const& find,
                        yaml::Parse read = yaml::parse_dialect);

}  // namespace latchkey::accounts
