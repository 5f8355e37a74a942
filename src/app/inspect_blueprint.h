#pragma once
// `latchkey inspect --as blueprint`: a blueprint with all it extends, as the API works with it.

#include <string>

#include "formats/yaml.h"

namespace latchkey::app {

/// `file`: path of a file below the `site/blueprints` of a site, as it may extend others there.
/// Errors: invalid, "line L, column C: what", or what else is wrong with it; those of the disk.
Result<json::value> inspect_blueprint(std::string const& file, yaml::Parse read);

}  // namespace latchkey::app
