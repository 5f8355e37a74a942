#pragma once
// The folder of Latchkey's own files, which nobody else may read.

#include <filesystem>

#include "core/result.h"

namespace latchkey::store {

/// Makes `folder` with mode 0700 if it is missing (its parent must exist); an existing one stays as
/// it is. If we are root, a new one belongs to the owner of its parent. Errors: internal or
/// not_found, with the path in the cause.
Result<> ensure_private_folder(std::filesystem::path const& folder);

/// If we are root, gives a new file to the owner of its folder.
Result<> adopt_parent_owner(int fd, std::filesystem::path const& file);

}  // namespace latchkey::store
