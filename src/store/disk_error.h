#pragma once
// What errno means for us: a kind, a hint for people, and the whole story for the log.

#include <string_view>

#include "core/result.h"

namespace latchkey::store {

/// Key of a rename between two devices, which the disk cannot do.
inline constexpr std::string_view other_device = "error.disk.otherDevice";
/// Key of what fails because there is no room.
inline constexpr std::string_view disk_full = "error.disk.full";

/// not_found for what is missing or leads outside, else internal with a key (error.disk.full,
/// error.disk.readOnly, error.disk.permission, error.disk.files, error.disk.failed), a hint in
/// `message` ("The disk is full") and "<action> <path>: <errno's text>" as the cause.
Failure disk_failure(std::string_view action, std::string_view path, int error,
                     char const* file = __builtin_FILE(), int line = __builtin_LINE());

/// Whether `error` says that nothing is there: missing, no folder on the way, or outside of the
/// root.
bool means_missing(int error);

}  // namespace latchkey::store
