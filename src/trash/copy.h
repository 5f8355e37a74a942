#pragma once
// A folder or file copied where it cannot be moved.

#include <string>

#include "store/files.h"

namespace latchkey::trash {

/// Copies `from` with all it holds; times of files are kept. Errors: those of the disk.
Result<> copy_tree(store::Files& files, std::string const& from, std::string const& to);

}  // namespace latchkey::trash
