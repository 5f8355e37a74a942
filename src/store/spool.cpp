#include "store/spool.h"

#include <fcntl.h>

#include <cerrno>

#include "store/descriptor.h"
#include "store/disk_error.h"
#include "store/private_folder.h"

namespace latchkey::store {

Result<> Spool::prepare() const {
  LK_CHECK(ensure_private_folder(folder_));
  std::error_code failed;
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, failed);
  for (auto const& left : std::filesystem::directory_iterator(folder_, failed))
    if (left.path().extension() == ".part" && !std::filesystem::remove(left.path(), failed)) break;
  if (failed) return disk_failure("sweep", folder_.string(), failed.value());
  return {};
}

Result<std::shared_ptr<SpooledFile>> Spool::begin() {
  auto const path = (folder_ / (std::to_string(++last_) + ".part")).string();
  int const fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (fd < 0) return disk_failure("begin", path, errno == ENOENT ? EIO : errno);
  return std::make_shared<SpooledFile>(fd, path);
}

Result<> Spool::ensure_room(std::uint64_t more) const {
  Descriptor const folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return disk_failure("look at", folder_.string(), errno);
  return latchkey::ensure_room(folder.get(), more);
}

}  // namespace latchkey::store
