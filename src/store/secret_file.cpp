#include "store/secret_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <set>

#include "core/text.h"
#include "store/atomic_file.h"
#include "store/descriptor.h"
#include "store/disk_error.h"
#include "store/faults.h"
#include "store/private_folder.h"

namespace latchkey::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_bytes = 32, max_file_bytes = 1024;
/// 32 random bytes have fewer than 16 different ones with a chance below 2^-60.
constexpr std::size_t least_variety = 16;
constexpr std::string_view digits64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// RFC 4648, section 5, without padding.
std::string encode(std::string_view bytes) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (unsigned char const byte : bytes) {
    bits = bits << 8 | byte;
    for (held += 8; held >= 6;) out += digits64[bits >> (held -= 6) & 63];
  }
  if (held > 0) out += digits64[bits << (6 - held) & 63];
  return out;
}

/// Empty for what is no base64url text.
std::string decode(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (char const c : text) {
    auto const value = digits64.find(c);
    if (value == digits64.npos) return {};
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8) out += static_cast<char>(bits >> (held -= 8) & 0xFF);
  }
  return out;
}

Failure refuse(fs::path const& file, std::string_view why) {
  return fail(Kind::forbidden, "", fmt::format("{} {}", file.string(), why), "secret refused");
}

std::string_view constexpr remake =
    "Remove the file; the next start makes a new one (everybody has to log in again).";

Result<Secret> check(fs::path const& file, std::string_view text) {
  Secret key(decode(trim(text)));
  auto const bytes = key.expose();
  if (bytes.size() < key_bytes)
    return refuse(file, fmt::format("does not hold 32 bytes as base64url. {}", remake));
  if (std::set<char>(bytes.begin(), bytes.end()).size() < least_variety)
    return refuse(
        file, fmt::format("holds no random key, but a default that others may know. {}", remake));
  return Secret(std::string(bytes.substr(0, key_bytes)));
}

/// not_found where there is no file.
Result<Secret> load(fs::path const& file) {
  struct stat s {};
  Descriptor const fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!fd && errno == ELOOP) return refuse(file, "is a link. Put the file itself there.");
  if (!fd || ::fstat(fd.get(), &s) != 0) return disk_failure("read", file.string(), errno);
  if (!S_ISREG(s.st_mode)) return refuse(file, "is no regular file.");
  if ((s.st_mode & 077) != 0) {
    return refuse(
        file,
        fmt::format(
            "can be used by others (mode {:04o}), so its key may be known. {} Or, if you are sure, "
            "run: chmod 600 {}",
            s.st_mode & 07777, remake, file.string()));
  }
  std::array<char, max_file_bytes> text;
  auto const length = ::read(fd.get(), text.data(), text.size());
  if (length < 0) return disk_failure("read", file.string(), errno);
  auto key = check(file, std::string_view(text.data(), static_cast<std::size_t>(length)));
  ::explicit_bzero(text.data(), text.size());
  return key;
}

/// Puts a whole file there, unless somebody was faster: link(2) never replaces. Some file systems
/// have no links, but can rename without replacing.
bool put(int folder, char const* temporary, char const* name) {
  if (fault_due()) return false;
  if (::linkat(folder, temporary, folder, name, 0) == 0 || errno == EEXIST) return true;
  return ::renameat2(folder, temporary, folder, name, RENAME_NOREPLACE) == 0 || errno == EEXIST;
}

Result<> make(fs::path const& file, Random& random) {
  std::array<std::byte, key_bytes> raw;
  random.fill(raw);
  Secret const text(encode({reinterpret_cast<char const*>(raw.data()), raw.size()}) + "\n");
  ::explicit_bzero(raw.data(), raw.size());
  Descriptor const folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return disk_failure("open the folder of", file.string(), errno);
  auto const name = file.filename().string();
  auto const temporary = temporary_name(name);
  auto written =
      replace_in_folder(folder.get(), temporary, text.expose(), {.mode = 0600}, file.string());
  auto const is_there = written && put(folder.get(), temporary.c_str(), name.c_str());
  auto const error = errno;
  ::unlinkat(folder.get(), temporary.c_str(), 0);
  if (!written) return written;
  if (!is_there) return disk_failure("make", file.string(), error);
  if (sync_folder(folder.get()) != 0)
    return disk_failure("sync the folder of", file.string(), errno);
  return {};
}

}  // namespace

Result<Secret> load_or_make_secret(std::filesystem::path const& file, Random& random) {
  LK_CHECK(ensure_private_folder(file.parent_path()));
  auto loaded = load(file);
  if (loaded || loaded.error().kind != Kind::not_found) return loaded;
  LK_CHECK(make(file, random));
  return load(file);
}

}  // namespace latchkey::store
