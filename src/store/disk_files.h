#pragma once
// The real disk with a chosen resolver, for tests that compare the two.

#include <filesystem>
#include <memory>
#include <optional>

#include "store/beneath.h"
#include "store/files.h"

namespace latchkey::store {

/// As open_files(root); none takes the best resolver of this machine.
Result<std::unique_ptr<Files>> open_files(std::filesystem::path const& root,
                                          std::optional<Resolver> resolver);

}  // namespace latchkey::store
