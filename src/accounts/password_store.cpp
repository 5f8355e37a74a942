#include "accounts/password_store.h"

#include "accounts/names.h"

namespace latchkey::accounts {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_known = 4096;
constexpr std::size_t max_file = 64 << 10;

std::string path_of(std::string_view id) { return account_path(id, ".htpasswd"); }

}  // namespace

std::string stamp_text(store::Stamp const& stamp) {
  return std::to_string(stamp.mtime_ns) + '-' + std::to_string(stamp.size) + '-' +
         std::to_string(stamp.inode);
}

Result<std::optional<store::Stamp>> PasswordStore::stamp(std::string_view id) const {
  if (!is_account_folder(id)) return std::nullopt;
  auto const path = path_of(id);
  std::string const folder = path.substr(0, path.rfind('/'));
  auto const mark = mark_ ? mark_(folder) : std::nullopt;  // before the look at the file
  if (auto known = mark ? seen(folder, *mark) : std::nullopt) return known->stamp;
  LK_TRY(auto const now, files_.quick_stat(path));
  if (!mark) return now;
  std::lock_guard const lock(mutex_);
  if (seen_.size() >= max_known) seen_.clear();
  seen_.insert_or_assign(folder, Seen{now, *mark, clock_.now()});
  return now;
}

std::optional<PasswordStore::Seen> PasswordStore::seen(std::string const& folder,
                                                       std::uint64_t mark) const {
  std::lock_guard const lock(mutex_);
  auto const found = seen_.find(folder);
  if (found == seen_.end() || found->second.mark != mark) return std::nullopt;
  auto const age = clock_.now() - found->second.at;
  return age >= 0s && age < 1s ? std::optional(found->second) : std::nullopt;
}

/// Until the stamp is the same before and after the bytes.
Result<std::shared_ptr<StoredPassword const>> PasswordStore::read(std::string const& path) const {
  for (int attempt = 0; attempt < 5; ++attempt) {
    LK_TRY(auto const before, files_.stat(path));
    if (!before || before->is_directory) return nullptr;
    auto text = files_.read(path, max_file);
    if (!text && text.error().kind == Kind::not_found) continue;
    if (!text) return tl::make_unexpected(std::move(text).error());
    LK_TRY(auto const after, files_.stat(path));
    if (after == before)
      return std::make_shared<StoredPassword const>(
          StoredPassword{*before, parse_password_lines(Secret(std::move(*text)).expose())});
  }
  return fail_internal(path + " changes faster than it can be read");
}

Result<std::shared_ptr<StoredPassword const>> PasswordStore::find(std::string_view id) const {
  LK_TRY(auto const now, stamp(id));
  std::string const key(id);
  if (!now || now->is_directory) {
    std::lock_guard const lock(mutex_);
    known_.erase(key);
    return nullptr;
  }
  {
    std::lock_guard const lock(mutex_);
    if (auto const at = known_.find(key); at != known_.end() && at->second->stamp == *now)
      return at->second;
  }
  LK_TRY(auto const fresh, read(path_of(id)));
  std::lock_guard const lock(mutex_);
  if (known_.size() >= max_known) known_.erase(known_.begin());
  if (fresh) known_[key] = fresh;
  return fresh;
}

Result<> PasswordStore::write(std::string_view id, PasswordLines const& lines,
                              std::optional<std::int64_t> mtime_ns) {
  return files_.replace(path_of(id), print_password_lines(lines).expose(), {0600, mtime_ns});
}

}  // namespace latchkey::accounts
