#include "store/disk_error.h"

#include <fmt/format.h>
#include <string.h>

#include <cerrno>

namespace latchkey::store {
namespace {

struct Refusal {
  std::string key, hint;
};

Refusal refusal_for(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT: return {std::string(disk_full), "The disk is full"};
    case EROFS: return {"error.disk.readOnly", "The file system is read-only"};
    case EACCES:
    case EPERM:
      return {"error.disk.permission", "The server lacks permission for a file or folder"};
    case EMFILE:
    case ENFILE: return {"error.disk.files", "Too many files are open"};
    case EISDIR: return {"error.disk.failed", "A folder is in the place of a file: move it away"};
    default: return {"error.disk.failed", "The disk could not complete the request"};
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
  auto [key, hint] = refusal_for(error);
  return fail(Kind::internal, std::move(key), std::move(hint), std::move(cause), file, line);
}

}  // namespace latchkey::store
