#include "store/disk_error.h"

#include <fmt/format.h>
#include <string.h>

#include <cerrno>

namespace latchkey::store {
namespace {

std::string_view hint_for(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT: return "The disk is full";
    case EROFS: return "The file system is read-only";
    case EACCES:
    case EPERM: return "The server lacks permission for a file or folder";
    case EMFILE:
    case ENFILE: return "Too many files are open";
    default: return "The server could not complete the request";
  }
}

}  // namespace

bool means_missing(int error) {
  return error == ENOENT || error == ENOTDIR || error == EXDEV || error == ELOOP ||
         error == ENAMETOOLONG;
}

Failure disk_failure(std::string_view action, std::string_view path, int error, char const* file,
                     int line) {
  auto cause = fmt::format("{} {}: {}", action, path.empty() ? "." : path, strerrordesc_np(error));
  if (means_missing(error))
    return fail(Kind::not_found, "", "The file or folder does not exist", std::move(cause), file,
                line);
  return fail(Kind::internal, "", std::string(hint_for(error)), std::move(cause), file, line);
}

}  // namespace latchkey::store
