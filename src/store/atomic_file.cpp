#include "store/atomic_file.h"

#include <fcntl.h>
#include <sys/random.h>

#include <array>
#include <cerrno>
#include <optional>

#include "store/descriptor.h"
#include "store/disk_error.h"
#include "store/faults.h"

namespace latchkey::store {
namespace {

constexpr std::size_t max_name = 255, random_digits = 12;
constexpr std::string_view temporary_digits = "abcdefghijklmnopqrstuvwxyz234567", ending = ".tmp";

/// Removes its file unless told that it was renamed.
class Temporary {
 public:
  Temporary(int folder, std::string name) : folder_(folder), name_(std::move(name)) {}
  Temporary(Temporary const&) = delete;
  Temporary& operator=(Temporary const&) = delete;
  ~Temporary() {
    if (!name_.empty()) ::unlinkat(folder_, name_.c_str(), 0);
  }
  char const* name() const { return name_.c_str(); }
  void keep() { name_.clear(); }

 private:
  int folder_;
  std::string name_;
};

std::optional<struct stat> present(int folder, std::string const& name) {
  struct stat s {};
  if (::fstatat(folder, name.c_str(), &s, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  return s;
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    if (fault_due()) return false;
    auto const n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno != EINTR) return false;
    if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

/// Owner before mode, because changing the owner clears bits of the mode.
bool set_identity(int fd, int folder, std::optional<struct stat> const& old) {
  if (fault_due()) return false;
  if (!old) return adopt_owner(fd, folder) == 0;
  if (::geteuid() == 0 && ::fchown(fd, old->st_uid, old->st_gid) != 0) return false;
  return ::fchmod(fd, old->st_mode & 07777) == 0;
}

bool set_time(int fd, std::optional<std::int64_t> const& mtime_ns) {
  if (!mtime_ns) return true;
  if (fault_due()) return false;
  constexpr std::int64_t second = 1'000'000'000;
  auto const nanoseconds = (*mtime_ns % second + second) % second;
  timespec const times[2] = {{0, UTIME_OMIT}, {(*mtime_ns - nanoseconds) / second, nanoseconds}};
  return ::futimens(fd, times) == 0;
}

/// At `offset`; what does not fit is not written.
bool write_all_at(int fd, std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    if (fault_due()) return false;
    auto const n = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno != EINTR) return false;
    if (n <= 0) continue;
    bytes.remove_prefix(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
  }
  return true;
}

bool sync_file(int fd) { return !fault_due() && ::fsync(fd) == 0; }

bool rename_over(int folder, char const* from, std::string const& to) {
  return !fault_due() && ::renameat(folder, from, folder, to.c_str()) == 0;
}

}  // namespace

std::string temporary_name(std::string_view name) {
  std::array<unsigned char, random_digits> random{};
  if (::getrandom(random.data(), random.size(), 0) < 0)
    random.fill(static_cast<unsigned char>(::getpid()));
  std::string tail = ".";
  for (auto const byte : random) tail += temporary_digits[byte % temporary_digits.size()];
  tail += ending;
  return "." + std::string(name.substr(0, max_name - 1 - tail.size())) + tail;
}

bool is_temporary_name(std::string_view name) {
  constexpr std::size_t tail = 1 + random_digits + ending.size();
  if (name.size() <= tail + 1 || name.front() != '.' || !name.ends_with(ending)) return false;
  auto const digits = name.substr(name.size() - tail + 1, random_digits);
  return name[name.size() - tail] == '.' &&
         digits.find_first_not_of(temporary_digits) == digits.npos;
}

int adopt_owner(int fd, int folder) {
  struct stat s {};
  if (::geteuid() != 0) return 0;
  if (::fstat(folder, &s) != 0) return -1;
  return ::fchown(fd, s.st_uid, s.st_gid);
}

int sync_folder(int folder) {
  if (fault_due()) return -1;
  return ::fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : -1;
}

Result<> replace_in_folder(int folder, std::string const& name, std::string_view bytes,
                           WriteOptions const& options, std::string_view path) {
  auto const old = present(folder, name);
  if (old && S_ISDIR(old->st_mode)) return disk_failure("replace", path, EISDIR);
  Temporary temporary(folder, temporary_name(name));
  auto const fault = fault_due();
  Descriptor const file(fault ? -1
                              : ::openat(folder, temporary.name(),
                                         O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                                         old ? 0600 : options.mode));
  if (!file) {
    auto const error = errno;
    return disk_failure("replace", path, error == ENOENT ? EIO : error);
  }
  if (!set_identity(file.get(), folder, old) || !write_all(file.get(), bytes) ||
      !set_time(file.get(), options.mtime_ns) || !sync_file(file.get()) ||
      !rename_over(folder, temporary.name(), name))
    return disk_failure("replace", path, errno);
  temporary.keep();
  if (sync_folder(folder) != 0) return disk_failure("sync the folder of", path, errno);
  return {};
}

Result<> overwrite_in_folder(int folder, std::string const& name, std::uint64_t offset,
                             std::string_view bytes, std::string_view path) {
  constexpr int flags = O_WRONLY | O_CLOEXEC | O_NOFOLLOW;
  Descriptor file(::openat(folder, name.c_str(), flags));
  bool const is_new = !file && errno == ENOENT;
  if (is_new && !fault_due())
    file = Descriptor(::openat(folder, name.c_str(), flags | O_CREAT | O_EXCL, 0600));
  if (!file || (is_new && adopt_owner(file.get(), folder) != 0) ||
      !write_all_at(file.get(), offset, bytes) || fault_due() || ::fdatasync(file.get()) != 0)
    return disk_failure("write", path, errno);
  if (is_new && sync_folder(folder) != 0) return disk_failure("sync the folder of", path, errno);
  return {};
}

}  // namespace latchkey::store
