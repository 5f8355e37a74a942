#include "accounts/accounts.h"

#include <algorithm>

#include "accounts/impl.h"
#include "core/log.h"

namespace latchkey::accounts {
namespace {

/// Milliseconds to the next look at the disk: at least a second, and at most a fiftieth of the time
/// is spent looking.
std::int64_t pause_after(std::chrono::steady_clock::duration look) {
  auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(look).count();
  return std::clamp<std::int64_t>(50 * ms, 1000, 10'000);
}

}  // namespace

bool Accounts::Impl::look_is_due(bool for_keeper) const {
  auto const left = next_look.load(std::memory_order_relaxed) - now_ms();
  std::int64_t const patience =
      has_keeper.load(std::memory_order_relaxed) && !for_keeper ? 2000 : 0;
  return left <= -patience || left > 20'000;
}

void Accounts::Impl::publish() {
  auto next = std::make_shared<Snapshot const>(reader.make());
  auto const last = published.get();
  for (auto const& problem : next->problems)
    if (!last || std::ranges::find(last->problems, problem) == last->problems.end())
      log::warn("accounts.problem", {{"problem", problem}});
  published.publish(std::move(next));
}

void Accounts::Impl::look() {
  auto const begin = std::chrono::steady_clock::now();
  reader.use_text_names(text_names());
  if (reader.scan(clock.now()) || !published.get()) publish();
  next_look.store(now_ms() + pause_after(std::chrono::steady_clock::now() - begin),
                  std::memory_order_relaxed);
}

void Accounts::Impl::refresh() {
  std::lock_guard const lock(reading);
  look();
}

Result<UserPtr> Accounts::Impl::current(std::string_view id) {
  std::lock_guard const lock(reading);
  if (!published.get()->by_id(id)) return no_such_user(id);
  reader.use_text_names(text_names());
  if (reader.scan_account(std::string(id), clock.now())) publish();
  auto user = published.get()->by_id(id);
  if (!user) return no_such_user(id);
  return user;
}

Result<UserPtr> Accounts::Impl::written(User const& user) {
  std::lock_guard const lock(reading);
  reader.put(user);
  publish();
  return published.get()->by_id(user.id);
}

Accounts::Accounts(store::Files& files, Clock const& clock, Random& random,
                   std::string default_language)
    : impl_(std::make_unique<Impl>(files, clock, random, std::move(default_language))) {
  impl_->refresh();
}

Accounts::~Accounts() = default;

void Accounts::use_text_names(std::function<UserTextNames()> names) {
  std::lock_guard const lock(impl_->reading);
  impl_->text_names = std::move(names);
  impl_->look();
}

void Accounts::use_marks(store::DiskMark mark) { impl_->passwords.use_marks(std::move(mark)); }

void Accounts::use_yaml(yaml::Parse read) {
  std::lock_guard const lock(impl_->reading);
  impl_->reader.use_yaml(read);
  impl_->look();
}

void Accounts::use_trash(trash::Trash& trash) { impl_->deleted = &trash; }

void Accounts::use_writer_lock(std::filesystem::path file) { impl_->lock_file = std::move(file); }

/// One thread looks at the disk; the others go on with what was known.
std::shared_ptr<Snapshot const> Accounts::snapshot() const {
  if (impl_->look_is_due())
    if (std::unique_lock const lock(impl_->reading, std::try_to_lock); lock && impl_->look_is_due())
      impl_->look();
  return impl_->published.get();
}

void Accounts::refresh() { impl_->refresh(); }

void Accounts::keep() {
  impl_->has_keeper = true;
  if (impl_->look_is_due(true)) impl_->refresh();
}

Result<std::optional<PasswordFile>> Accounts::password(std::string_view user_id) const {
  LK_TRY(auto const stored, impl_->passwords.find(user_id));
  if (!stored) return std::nullopt;
  return PasswordFile{stored->lines.hash, find_totp(stored->lines), stored->stamp.mtime_seconds(),
                      stamp_text(stored->stamp)};
}

Result<std::optional<std::int64_t>> Accounts::password_time(std::string_view user_id) const {
  LK_TRY(auto const stamp, impl_->passwords.stamp(user_id));
  if (!stamp || stamp->is_directory) return std::nullopt;
  return stamp->mtime_seconds();
}

}  // namespace latchkey::accounts
