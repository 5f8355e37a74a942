#pragma once
// Replacing one file whole: whoever reads it sees the old bytes or the new ones, at any moment.

#include <sys/stat.h>

#include <string>
#include <string_view>

#include "core/result.h"
#include "store/files.h"

namespace latchkey::store {

/// `.<name>.<random>.tmp`, at most 255 bytes.
std::string temporary_name(std::string_view name);
bool is_temporary_name(std::string_view name);

/// Writes `bytes` to a temporary file in the open folder, syncs, renames it to `name` and syncs the
/// folder. An existing file keeps its mode, and its owner where we are root; a new one then gets
/// the folder's owner. On failure nothing but the old file is left. `path` is for errors.
Result<> replace_in_folder(int folder, std::string const& name, std::string_view bytes,
                           WriteOptions const& options, std::string_view path);

/// As Files::overwrite, in the open folder; a missing file is made with mode 0600. A link is not
/// followed.
Result<> overwrite_in_folder(int folder, std::string const& name, std::uint64_t offset,
                             std::string_view bytes, std::string_view path);

/// Where we are root: gives what `fd` is to the owner of `folder`, so that a server running as that
/// owner can use what the command line made. 0 or -1 with errno.
int adopt_owner(int fd, int folder);

/// fsync of a folder; file systems that cannot are fine. 0 or -1 with errno.
int sync_folder(int folder);

}  // namespace latchkey::store
