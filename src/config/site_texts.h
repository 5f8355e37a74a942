#pragma once
// Reads the files of site/config.

#include <filesystem>

#include "config/layers.h"
#include "core/result.h"

namespace latchkey::config {

/// Missing files are fine. Errors: invalid, naming the file, when one is there but cannot be read.
/// Links are followed wherever they lead: deployments keep config.php outside of the site, and
/// treating such a file as missing would start the server with defaults.
Result<Texts> read_site_texts(std::filesystem::path const& root);

}  // namespace latchkey::config
