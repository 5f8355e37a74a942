#pragma once
// File systems on which others write without our kernel seeing it.

#include <string_view>

namespace latchkey::store {

/// The name of the remote file system that `type` (statfs, `f_type`) stands for; empty for a local
/// one. FUSE counts as remote: most of what it mounts is. Source: statfs(2), linux/magic.h.
std::string_view remote_kind(long type);

/// As `remote_kind` of the file system that the open `fd` lies on; empty where it cannot be known.
std::string_view remote_kind_of(int fd);

}  // namespace latchkey::store
