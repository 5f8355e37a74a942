#include "store/private_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "store/atomic_file.h"
#include "store/descriptor.h"
#include "store/disk_error.h"

namespace latchkey::store {
namespace {

Descriptor open_folder(std::filesystem::path const& folder) {
  return Descriptor(
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

}  // namespace

Result<> ensure_private_folder(std::filesystem::path const& folder) {
  if (folder.empty()) return {};
  if (::mkdir(folder.c_str(), 0700) != 0) {
    if (errno == EEXIST) return {};
    return disk_failure("make the folder", folder.string(), errno);
  }
  auto const made = open_folder(folder);
  if (!made) return disk_failure("open the folder", folder.string(), errno);
  return adopt_parent_owner(made.get(), folder);
}

Result<> adopt_parent_owner(int fd, std::filesystem::path const& file) {
  auto const parent = open_folder(file.parent_path());
  if (!parent || adopt_owner(fd, parent.get()) != 0)
    return disk_failure("set the owner of", file.string(), errno);
  return {};
}

}  // namespace latchkey::store
