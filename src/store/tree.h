#pragma once
// Folders as wholes: listing, making, removing.

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "store/beneath.h"
#include "store/files.h"

namespace latchkey::store {

/// As Files::list.
Result<std::vector<Entry>> list_folder(int root, std::string_view path, Resolver resolver);

/// As Files::make_directories; new ones are 0755 less the umask and belong to the owner of their
/// parent if we are root.
Result<> make_folders(int root, std::string_view path, Resolver resolver);

/// Removes `name` in the open folder with all it holds; links are removed, not followed. Missing is
/// fine.
Result<> remove_tree(int folder, std::string const& name, std::string_view path);

}  // namespace latchkey::store
