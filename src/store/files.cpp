#include "store/files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <climits>

#include "store/atomic_file.h"
#include "store/beneath.h"
#include "store/disk_error.h"
#include "store/disk_files.h"
#include "store/faults.h"
#include "store/tree.h"

namespace latchkey::store {
namespace {

constexpr int max_final_links = 8;
constexpr std::size_t copied_bytes = 1 << 20;

Stamp stamp_of(struct stat const& s) {
  return {s.st_mtim.tv_sec * 1'000'000'000 + s.st_mtim.tv_nsec,
          static_cast<std::uint64_t>(s.st_size), s.st_ino, S_ISDIR(s.st_mode)};
}

Failure refused(std::string_view path) {
  auto const shown = path.substr(0, 200);
  return fail(Kind::not_found, "", "The file or folder does not exist",
              "refused a path that is no plain path below the site: " + std::string(shown));
}

/// False where the file ends before `out` is full, or cannot be read.
bool read_whole(int fd, std::string& out, std::uint64_t offset) {
  std::size_t got = 0;
  while (got < out.size()) {
    auto const n =
        ::pread(fd, out.data() + got, out.size() - got, static_cast<off_t>(offset + got));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    got += static_cast<std::size_t>(n);
  }
  return true;
}

class DiskFiles final : public Files {
 public:
  DiskFiles(Descriptor root, Resolver resolver) : root_(std::move(root)), resolver_(resolver) {}

  Result<std::string> read(std::string_view path, std::size_t limit) const override {
    LK_TRY(auto opened, open_regular(path));
    auto const& [fd, s] = opened;
    if (static_cast<std::uint64_t>(s.st_size) > limit) return too_large(path, limit);
    std::string out(static_cast<std::size_t>(s.st_size) + 1, '\0');  // one more shows that it grew
    std::size_t have = 0;
    while (true) {
      auto const n = ::read(fd.get(), out.data() + have, out.size() - have);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return disk_failure("read", path, errno);
      if (n == 0) break;
      have += static_cast<std::size_t>(n);
      if (have > limit) return too_large(path, limit);
      if (have == out.size()) out.resize(out.size() * 2);
    }
    out.resize(have);
    return out;
  }

  Result<std::optional<Stamp>> stat(std::string_view path) const override {
    if (!is_plain_path(path)) return std::nullopt;
    struct stat s {};
    auto const fd = open_beneath(root_.get(), path, O_PATH, resolver_);
    if (!fd && means_missing(errno)) return std::nullopt;
    if (!fd || ::fstat(fd.get(), &s) != 0) return disk_failure("stat", path, errno);
    return stamp_of(s);
  }

  Result<bool> is_free(std::string_view path) const override {
    auto const place = open_parent(path);
    if (!place)
      return place.error().kind == Kind::not_found ? Result<bool>(true)
                                                   : tl::make_unexpected(place.error());
    struct stat s {};
    if (::fstatat(place->first.get(), place->second.c_str(), &s, AT_SYMLINK_NOFOLLOW) == 0)
      return false;
    if (errno != ENOENT) return disk_failure("stat", path, errno);
    return true;
  }

  Result<std::optional<Stamp>> quick_stat(std::string const& path) const override {
    struct stat s {};
    bool const found = ::fstatat(root_.get(), path.c_str(), &s, AT_SYMLINK_NOFOLLOW) == 0;
    if (found && (S_ISREG(s.st_mode) || S_ISDIR(s.st_mode))) return stamp_of(s);
    return stat(path);
  }

  Result<std::vector<Entry>> list(std::string_view path) const override {
    if (!is_plain_path(path)) return refused(path);
    return list_folder(root_.get(), path, resolver_);
  }

  Result<> replace(std::string_view path, std::string_view bytes,
                   WriteOptions const& options) override {
    if (!is_plain_path(path) || split_path(path).second.empty()) return refused(path);
    LK_CHECK(make_folders(root_.get(), split_path(path).first, resolver_));
    LK_TRY(auto place, final_place(path));
    return replace_in_folder(place.first.get(), place.second, bytes, options, path);
  }

  Result<> place(std::string_view path, Blob const& bytes, WriteOptions const& options) override {
    auto const file = bytes.file();
    if (!file) return replace(path, *bytes.text(), options);
    if (!is_plain_path(path) || split_path(path).second.empty()) return refused(path);
    LK_CHECK(make_folders(root_.get(), split_path(path).first, resolver_));
    LK_TRY(auto place, final_place(path));
    return place_in_folder(place.first.get(), place.second, *file, options, path);
  }

  Result<bool> holds(std::string_view path, Blob const& bytes) const override {
    LK_TRY(auto opened, open_regular(path));
    auto const& [fd, s] = opened;
    if (static_cast<std::uint64_t>(s.st_size) != bytes.size()) return false;
    std::uint64_t at = 0;
    bool same = true;
    LK_CHECK(bytes.walk(0, [&, &file = fd](std::string_view stretch) {
      std::string own(stretch.size(), '\0');
      same = read_whole(file.get(), own, at) && own == stretch;
      at += stretch.size();
      return same;
    }));
    return same;
  }

  Result<> copy_to(SpooledFile& out, std::string_view path) const override {
    LK_TRY(auto opened, open_regular(path));
    std::string piece(copied_bytes, '\0');
    while (true) {
      auto const n = ::read(opened.first.get(), piece.data(), piece.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return disk_failure("read", path, errno);
      if (n == 0) return {};
      LK_CHECK(out.append(std::string_view(piece).substr(0, static_cast<std::size_t>(n))));
    }
  }

  Result<> make_directories(std::string_view path) override {
    if (!is_plain_path(path)) return refused(path);
    return make_folders(root_.get(), path, resolver_);
  }

  Result<> rename(std::string_view from, std::string_view to) override {
    LK_TRY(auto source, open_parent(from));
    LK_TRY(auto target, open_parent(to));
    if (fault_due() || ::renameat(source.first.get(), source.second.c_str(), target.first.get(),
                                  target.second.c_str()) != 0)
      return rename_failure(from, to, errno);
    bool const same_folder = split_path(from).first == split_path(to).first;
    if (sync_folder(target.first.get()) != 0 ||
        (!same_folder && sync_folder(source.first.get()) != 0))
      return disk_failure("sync the folder of", to, errno);
    return {};
  }

  Result<> remove(std::string_view path) override {
    auto parent = open_parent(path);
    if (!parent && parent.error().kind == Kind::not_found && is_plain_path(path) &&
        !path_parts(path).empty())
      return {};
    if (!parent) return tl::make_unexpected(std::move(parent).error());
    return remove_tree(parent->first.get(), parent->second, path);
  }

  Result<> overwrite(std::string_view path, std::uint64_t offset, std::string_view bytes) override {
    LK_TRY(auto place, open_parent(path));
    return overwrite_in_folder(place.first.get(), place.second, offset, bytes, path);
  }

  bool writable(std::string_view path) const override {
    if (!is_plain_path(path)) return false;
    if (auto const fd = open_beneath(root_.get(), path, O_PATH, resolver_))
      return may_write(fd.get());
    auto const [folder, name] = split_path(path);
    return errno == ENOENT && !name.empty() && writable_folder(folder);
  }

  Result<std::pair<int, Stamp>> open_for_sending(std::string_view path) const override {
    LK_TRY(auto opened, open_regular(path));
    return std::pair(opened.first.release(), stamp_of(opened.second));
  }

 private:
  static Failure too_large(std::string_view path, std::size_t limit) {
    return fail(Kind::too_large, "", "The file is too large",
                std::string(path) + " has more than " + std::to_string(limit) + " bytes");
  }

  /// Where what is moved and where it goes are on two devices, nothing is missing.
  static Failure rename_failure(std::string_view from, std::string_view to, int error) {
    auto const action = "rename " + std::string(from) + " to";
    if (error != EXDEV) return disk_failure(action, to, error);
    return fail(Kind::internal, std::string(other_device), "The folders are on two devices",
                action + " " + std::string(to) + ": two devices");
  }

  /// O_NONBLOCK, so that a FIFO in a site cannot hold a thread.
  Result<std::pair<Descriptor, struct stat>> open_regular(std::string_view path) const {
    if (!is_plain_path(path)) return refused(path);
    struct stat s {};
    auto fd = open_beneath(root_.get(), path, O_RDONLY | O_NONBLOCK | O_NOCTTY, resolver_);
    if (!fd && errno == ENXIO) return disk_failure("open", path, ENOENT);  // a socket
    if (!fd || ::fstat(fd.get(), &s) != 0) return disk_failure("open", path, errno);
    if (!S_ISREG(s.st_mode))
      return fail(Kind::not_found, "", "The file does not exist",
                  std::string(path) + " is no file");
    return std::pair(std::move(fd), s);
  }

  Result<std::pair<Descriptor, std::string>> open_parent(std::string_view path) const {
    auto [folder, name] = split_path(path);
    if (!is_plain_path(path) || name.empty()) return refused(path);
    auto fd = open_beneath(root_.get(), folder, O_RDONLY | O_DIRECTORY, resolver_);
    if (!fd) return disk_failure("open the folder", folder, errno);
    return std::pair(std::move(fd), std::move(name));
  }

  /// The folder and name to write to; where `path` is a link that stays below the root, those of
  /// its target.
  Result<std::pair<Descriptor, std::string>> final_place(std::string_view path) const {
    auto [folder, name] = split_path(path);
    for (int links = 0; links < max_final_links; ++links) {
      auto fd = open_beneath(root_.get(), folder, O_RDONLY | O_DIRECTORY, resolver_);
      if (!fd) return disk_failure("open the folder", folder, errno);
      std::array<char, PATH_MAX> target;
      auto const length = ::readlinkat(fd.get(), name.c_str(), target.data(), target.size());
      if (length < 0) return std::pair(std::move(fd), std::move(name));
      std::string_view const text(target.data(), static_cast<std::size_t>(length));
      auto const cut_at = text.rfind('/');
      name = text.substr(cut_at == text.npos ? 0 : cut_at + 1);
      if (text.starts_with('/') || name.empty() || name == "..")
        return disk_failure("follow the link", path, EXDEV);
      if (cut_at != text.npos)
        folder += (folder.empty() ? "" : "/") + std::string(text.substr(0, cut_at));
    }
    return disk_failure("follow the link", path, ELOOP);
  }

  bool writable_folder(std::string_view path) const {
    struct stat s {};
    auto const fd = open_beneath(root_.get(), path, O_PATH, resolver_);
    if (fd) return ::fstat(fd.get(), &s) == 0 && S_ISDIR(s.st_mode) && may_write(fd.get());
    return errno == ENOENT && !path.empty() && writable_folder(split_path(path).first);
  }

  static bool may_write(int fd) {
    struct stat s {};
    if (::fstat(fd, &s) != 0) return false;
    auto const self = "/proc/self/fd/" + std::to_string(fd);
    return ::faccessat(AT_FDCWD, self.c_str(), S_ISDIR(s.st_mode) ? W_OK | X_OK : W_OK,
                       AT_EACCESS) == 0;
  }

  Descriptor root_;
  Resolver resolver_;
};

}  // namespace

Result<> Files::place(std::string_view path, Blob const& bytes, WriteOptions const& options) {
  LK_TRY(auto const whole, bytes.read(0, bytes.size()));
  return replace(path, whole, options);
}

Result<bool> Files::holds(std::string_view path, Blob const& bytes) const {
  LK_TRY(auto const stored, read(path, bytes.size() + 1));
  LK_TRY(auto const whole, bytes.read(0, bytes.size()));
  return stored == whole;
}

Result<bool> Files::is_free(std::string_view path) const {
  LK_TRY(auto const stamp, stat(path));
  return !stamp;
}

Result<> Files::copy_to(SpooledFile& out, std::string_view path) const {
  LK_TRY(auto const whole, read(path));
  return out.append(whole);
}

Result<> perform(Files& files, Step const& step) {
  switch (step.kind) {
    case Step::Kind::rename: return files.rename(step.path, step.to);
    case Step::Kind::replace: return files.replace(step.path, step.bytes, step.options);
    case Step::Kind::place: return files.place(step.path, *step.blob, step.options);
    case Step::Kind::remove: return files.remove(step.path);
    case Step::Kind::make_directories: return files.make_directories(step.path);
  }
  return fail_internal("a step of no kind");
}

Result<> Files::apply(std::span<Step const> steps) {
  for (auto const& step : steps) LK_CHECK(perform(*this, step));
  return {};
}

Result<std::unique_ptr<Files>> open_files(std::filesystem::path const& root) {
  return open_files(root, std::nullopt);
}

Result<std::unique_ptr<Files>> open_files(std::filesystem::path const& root,
                                          std::optional<Resolver> resolver) {
  Descriptor fd(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return disk_failure("open the site's folder", root.string(), errno);
  auto const chosen = resolver.value_or(best_resolver(fd.get()));
  return std::make_unique<DiskFiles>(std::move(fd), chosen);
}

}  // namespace latchkey::store
