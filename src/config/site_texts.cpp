#include "config/site_texts.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/text.h"
#include "store/descriptor.h"

namespace latchkey::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_file = 4 << 20;

Failure unreadable(std::string const& name, std::string const& why) {
  return fail(
      Kind::invalid, "",
      "site/config/" + name + ": cannot be read (" + why + "); the server needs to read it");
}

/// None where nothing is there, not even a link that leads nowhere.
Result<std::optional<std::string>> read_file(fs::path const& folder, std::string const& name) {
  auto const path = folder / name;
  store::Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) {
    auto const why = errno;
    struct stat link {};
    if (why == ENOENT && ::lstat(path.c_str(), &link) != 0) return std::nullopt;
    if (why == ENOTDIR) return std::nullopt;
    return unreadable(name, std::strerror(why));
  }
  struct stat info {};
  if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode))
    return unreadable(name, "it is no file");
  std::string out;
  char buffer[16384];
  for (;;) {
    auto const count = ::read(file.get(), buffer, sizeof buffer);
    if (count == 0) return out;
    if (count < 0) return unreadable(name, std::strerror(errno));
    out.append(buffer, static_cast<std::size_t>(count));
    if (out.size() > largest_file) return unreadable(name, "it is larger than 4 MiB");
  }
}

/// Names config.<host>.php in the folder, sorted.
Result<std::vector<std::string>> host_files(fs::path const& folder) {
  std::vector<std::string> out;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    auto const name = at->path().filename().string();
    if (name.starts_with("config.") && name.ends_with(".php") &&
        name.size() > std::strlen("config..php"))
      out.push_back(name);
  }
  bool const missing =
      failed == std::errc::no_such_file_or_directory || failed == std::errc::not_a_directory;
  if (failed && !missing)
    return fail(
        Kind::invalid, "",
        "site/config: cannot be listed (" + failed.message() + "); the server needs to read it");
  std::ranges::sort(out);
  return out;
}

}  // namespace

Result<Texts> read_site_texts(fs::path const& root) {
  auto const folder = root / "site" / "config";
  Texts out;
  LK_TRY(out.main, read_file(folder, "config.php"));
  LK_TRY(out.yaml, read_file(folder, "config.yml"));
  LK_TRY(std::vector<std::string> const names, host_files(folder));
  for (auto const& name : names) {
    LK_TRY(std::optional<std::string> text, read_file(folder, name));
    auto const host = name.substr(7, name.size() - 11);  // between "config." and ".php"
    if (text) out.hosts.emplace_back(lower(host), std::move(*text));
  }
  std::error_code ignored;
  out.has_dot_env = fs::exists(root / ".env", ignored);
  return out;
}

}  // namespace latchkey::config
