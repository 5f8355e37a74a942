#include "store/beneath.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <climits>

#include "core/text.h"

namespace latchkey::store {
namespace {

constexpr std::size_t max_name = 255, max_links = 40;

Descriptor failed(int error) {
  errno = error;
  return {};
}

Descriptor open_by_kernel(int root, std::string const& path, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  for (int attempt = 0;; ++attempt) {  // EAGAIN: a folder on the way was being moved
    auto const fd = static_cast<int>(::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how));
    if (fd >= 0 || (errno != EAGAIN && errno != EINTR) || attempt == 16) return Descriptor(fd);
  }
}

/// Follows a path name by name; `folders_` are the open ones from the root to where we are.
class Walk {
 public:
  Walk(int root, std::string_view path) {
    folders_.emplace_back(::fcntl(root, F_DUPFD_CLOEXEC, 0));
    prepend(path);
  }

  Descriptor open(int flags) {
    while (true) {
      while (!todo_.empty() && todo_.back() == "..") {
        todo_.pop_back();
        if (folders_.size() == 1) return failed(EXDEV);
        folders_.pop_back();
      }
      if (todo_.empty()) return Descriptor(::openat(here(), ".", flags | O_CLOEXEC));
      auto const name = std::move(todo_.back());
      todo_.pop_back();
      if (auto const target = link_target(name)) {
        if (target->starts_with('/')) return failed(EXDEV);
        if ((flags & O_NOFOLLOW) != 0 && todo_.empty()) return open_link(name, flags);
        if (++links_ > max_links) return failed(ELOOP);
        prepend(*target);
      } else if (todo_.empty()) {
        return Descriptor(::openat(here(), name.c_str(), flags | O_NOFOLLOW | O_CLOEXEC));
      } else if (!enter(name)) {
        return {};
      }
    }
  }

 private:
  int here() const { return folders_.back().get(); }

  void prepend(std::string_view path) {
    auto parts = path_parts(path);
    if (path.ends_with('/') && !parts.empty()) parts.emplace_back(".");  // only a folder may end so
    std::ranges::reverse(parts);
    std::ranges::move(parts, std::back_inserter(todo_));
  }

  std::optional<std::string> link_target(std::string const& name) const {
    std::array<char, PATH_MAX> target;
    auto const length = ::readlinkat(here(), name.c_str(), target.data(), target.size());
    if (length < 0) return std::nullopt;
    return std::string(target.data(), static_cast<std::size_t>(length));
  }

  Descriptor open_link(std::string const& name, int flags) const {
    return Descriptor(::openat(here(), name.c_str(), flags | O_CLOEXEC));
  }

  bool enter(std::string const& name) {
    Descriptor next(::openat(here(), name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next) return false;
    folders_.push_back(std::move(next));
    return true;
  }

  std::vector<Descriptor> folders_;
  std::vector<std::string> todo_;  ///< the next name last
  std::size_t links_ = 0;
};

}  // namespace

std::vector<std::string> path_parts(std::string_view path) {
  std::vector<std::string> out;
  for (auto const part : split(path, '/'))
    if (!part.empty() && part != ".") out.emplace_back(part);
  return out;
}

bool is_plain_path(std::string_view path) {
  if (path.starts_with('/') || path.size() >= PATH_MAX || path.find('\0') != path.npos)
    return false;
  auto const parts = path_parts(path);
  return std::ranges::all_of(
      parts, [](auto const& part) { return part != ".." && part.size() <= max_name; });
}

std::pair<std::string, std::string> split_path(std::string_view path) {
  auto const parts = path_parts(path);
  std::string folder;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) folder += (i > 0 ? "/" : "") + parts[i];
  return {folder, parts.empty() ? "" : parts.back()};
}

Descriptor open_beneath(int root, std::string_view path, int flags, Resolver resolver) {
  if (path.find('\0') != path.npos) return failed(ENOENT);
  std::string const text(path.empty() ? "." : path);
  if (resolver == Resolver::kernel) return open_by_kernel(root, text, flags);
  if (text.starts_with('/')) return failed(EXDEV);
  return Walk(root, text).open(flags);
}

Resolver best_resolver(int root) {
  return open_by_kernel(root, ".", O_PATH | O_DIRECTORY) ? Resolver::kernel : Resolver::walk;
}

}  // namespace latchkey::store
