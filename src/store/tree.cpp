#include "store/tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "store/atomic_file.h"
#include "store/disk_error.h"
#include "store/faults.h"

namespace latchkey::store {
namespace {

struct CloseFolder {
  void operator()(DIR* dir) const { ::closedir(dir); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

constexpr int open_folder_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

bool is_dots(std::string_view name) { return name == "." || name == ".."; }

/// Whether `entry` is a folder; none for what is neither file nor folder, or a link that leads
/// nowhere or outside.
std::optional<bool> kind_of(int root, std::string const& path, dirent const& entry,
                            Resolver resolver) {
  if (entry.d_type == DT_REG) return false;
  if (entry.d_type == DT_DIR) return true;
  if (entry.d_type != DT_LNK && entry.d_type != DT_UNKNOWN) return std::nullopt;
  struct stat s {};
  auto const fd = open_beneath(root, path, O_PATH, resolver);
  if (!fd || ::fstat(fd.get(), &s) != 0) return std::nullopt;
  if (S_ISDIR(s.st_mode)) return true;
  return S_ISREG(s.st_mode) ? std::optional(false) : std::nullopt;
}

/// Names in an open folder; errno is 0 at the end.
std::vector<std::string> names_in(DIR* dir) {
  std::vector<std::string> out;
  errno = 0;
  while (auto const* entry = ::readdir(dir))
    if (!is_dots(entry->d_name)) out.emplace_back(entry->d_name);
  return out;
}

/// 0 or errno.
int remove_entry(int parent, char const* name);

int remove_folder(int parent, char const* name) {
  Descriptor fd(::openat(parent, name, open_folder_flags | O_NOFOLLOW));
  if (!fd) return errno == ENOENT ? 0 : errno;
  Folder const dir(::fdopendir(fd.get()));
  if (!dir) return errno;
  fd.release();  // the DIR owns it now
  auto const names = names_in(dir.get());
  if (errno != 0) return errno;
  for (auto const& child : names)
    if (auto const error = remove_entry(::dirfd(dir.get()), child.c_str())) return error;
  if (fault_due() || ::unlinkat(parent, name, AT_REMOVEDIR) != 0)
    return errno == ENOENT ? 0 : errno;
  return 0;
}

int remove_entry(int parent, char const* name) {
  if (fault_due()) return errno;
  if (::unlinkat(parent, name, 0) == 0 || errno == ENOENT) return 0;
  if (errno != EISDIR && errno != EPERM) return errno;
  auto const error = errno;
  struct stat s {};
  if (::fstatat(parent, name, &s, AT_SYMLINK_NOFOLLOW) != 0) return errno == ENOENT ? 0 : errno;
  return S_ISDIR(s.st_mode) ? remove_folder(parent, name) : error;
}

Result<> make_folder(int root, std::string const& path, Resolver resolver) {
  auto const [parent_path, name] = split_path(path);
  auto const parent = open_beneath(root, parent_path, open_folder_flags, resolver);
  if (!parent) return disk_failure("open the folder", parent_path, errno);
  if (fault_due() || ::mkdirat(parent.get(), name.c_str(), 0755) != 0) {
    if (errno != EEXIST) return disk_failure("make the folder", path, errno);
    struct stat s {};
    auto const there = open_beneath(root, path, O_PATH, resolver);
    if (!there || ::fstat(there.get(), &s) != 0)
      return disk_failure("open the folder", path, errno);
    if (!S_ISDIR(s.st_mode))
      return fail_internal("make the folder " + path + ": there is a file of this name");
    return {};
  }
  Descriptor const made(::openat(parent.get(), name.c_str(), open_folder_flags | O_NOFOLLOW));
  if (!made || adopt_owner(made.get(), parent.get()) != 0 || sync_folder(parent.get()) != 0)
    return disk_failure("make the folder", path, errno);
  return {};
}

}  // namespace

Result<std::vector<Entry>> list_folder(int root, std::string_view path, Resolver resolver) {
  auto fd = open_beneath(root, path, open_folder_flags, resolver);
  if (!fd) return disk_failure("list", path, errno);
  Folder const dir(::fdopendir(fd.get()));
  if (!dir) return disk_failure("list", path, errno);
  fd.release();
  std::string const prefix = path.empty() ? "" : std::string(path) + "/";
  std::vector<Entry> out;
  errno = 0;
  while (auto const* entry = ::readdir(dir.get())) {
    if (is_dots(entry->d_name)) continue;
    if (auto const is_folder = kind_of(root, prefix + entry->d_name, *entry, resolver))
      out.push_back({entry->d_name, *is_folder, entry->d_ino});
    errno = 0;
  }
  if (errno != 0) return disk_failure("list", path, errno);
  std::ranges::sort(out, {}, &Entry::name);
  return out;
}

Result<> make_folders(int root, std::string_view path, Resolver resolver) {
  if (open_beneath(root, path, O_PATH | O_DIRECTORY, resolver)) return {};
  std::string done;
  for (auto const& part : path_parts(path)) {
    done += (done.empty() ? "" : "/") + part;
    if (!open_beneath(root, done, O_PATH | O_DIRECTORY, resolver))
      LK_CHECK(make_folder(root, done, resolver));
  }
  return {};
}

Result<> remove_tree(int folder, std::string const& name, std::string_view path) {
  if (auto const error = remove_entry(folder, name.c_str()))
    return disk_failure("remove", path, error);
  if (sync_folder(folder) != 0) return disk_failure("sync the folder of", path, errno);
  return {};
}

}  // namespace latchkey::store
