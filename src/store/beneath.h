#pragma once
// Opening paths that cannot leave a folder, whatever they are made of. Source: security S17.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/descriptor.h"

namespace latchkey::store {

/// Who follows the path: openat2 of Linux 5.6, or our own walk where it is missing (old kernels,
/// strict sandboxes).
enum class Resolver { kernel, walk };

/// Whether a path may be asked for at all: relative, no NUL, no "..", names up to 255 bytes, 4095
/// in sum. "" and "." are the root.
bool is_plain_path(std::string_view path);

/// The folder and the last name of a plain path; the name is empty for the root.
std::pair<std::string, std::string> split_path(std::string_view path);

/// Names between the slashes, without empty ones and ".".
std::vector<std::string> path_parts(std::string_view path);

/// Opens `path` below `root` with open(2)'s flags (O_CLOEXEC is added). Links are followed as long
/// as they stay below;
/// ".." too, since targets of links may hold it. Empty with errno otherwise: EXDEV where it leads
/// outside.
Descriptor open_beneath(int root, std::string_view path, int flags, Resolver resolver);

/// The kernel's resolver if it works on this machine.
Resolver best_resolver(int root);

}  // namespace latchkey::store
