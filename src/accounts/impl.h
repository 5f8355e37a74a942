#pragma once
// What Accounts is made of: looking at the disk (accounts.cpp) and changing it (changes.cpp).

#include <atomic>
#include <mutex>

#include "accounts/account_file.h"
#include "accounts/accounts.h"
#include "accounts/disk_reader.h"
#include "accounts/password_store.h"
#include "core/published.h"
#include "store/locks.h"

namespace latchkey::accounts {

using UserPtr = std::shared_ptr<User const>;

struct Accounts::Impl {
  store::Files& files;
  Clock const& clock;
  Random& random;
  std::string default_language;
  PasswordStore passwords;

  std::mutex reading;  ///< guards reader; taken after the turn of `files`
  DiskReader reader;
  std::atomic<std::int64_t> next_look = 0;
  std::atomic<bool> has_keeper = false;
  Published<Snapshot> published;

  std::optional<std::filesystem::path> lock_file;
  trash::Trash* deleted = nullptr;
  std::function<UserTextNames()> text_names = [] { return UserTextNames(); };
  bool swept = false;

  Impl(store::Files& f, Clock const& c, Random& r, std::string language)
      : files(f),
        clock(c),
        random(r),
        default_language(language),
        passwords(f, c),
        reader(f, std::move(language)) {}

  std::int64_t now_ms() const { return clock.now().time_since_epoch().count(); }

  /// Also when the clock was set back by more than the longest pause. Readers leave the look to the
  /// keeper, if there is one, unless it is late.
  bool look_is_due(bool for_keeper = false) const;
  void publish();
  /// Under `reading`.
  void look();
  void refresh();
  /// The account as it is on disk now.
  Result<UserPtr> current(std::string_view id);
  Result<UserPtr> written(User const& user);

  struct Writing {
    std::unique_lock<std::recursive_mutex> threads;
    std::optional<store::FileLock> processes;
  };

  Result<Writing> begin_writing();
  /// Removes what a crash left of accounts half made or half deleted.
  void sweep();
  /// No account may have an address that looks the same, whatever its spelling in the file.
  Result<> ensure_free(std::string const& email, std::string_view own_id);
  /// Asked under the writer's lock, so that two admins cannot remove each other.
  Result<> ensure_not_last_admin(User const& user, char const* key);
  Result<std::string> check_language(std::optional<std::string> const& language) const;
  /// Empty for no file. Errors: those of reading, so that nothing unread is written over.
  Result<std::string> read_if_there(std::string const& path) const;
  Result<> save(User const& user);
  /// Reads the account anew under the writer's lock, lets `change` work on it, and writes it.
  template <class Change>
  Result<UserPtr> edit(std::string_view id, Change change);
  template <class Change>
  Result<> edit_password(std::string_view id, Change change);
  Result<std::optional<Secret>> hash_new(std::optional<Secret> const& password,
                                         PasswordRules const& rules);
  Result<std::string> choose_id(std::optional<std::string> const& wanted);
  /// The whole folder under a hidden name, then one rename: nobody sees an account half made.
  Result<> write_new(User const& user, std::optional<Secret> const& hash);
  Result<> move_away(User const& user, std::string const& by);
};

inline Failure no_such_user(std::string_view id) {
  return fail(Kind::not_found, "error.user.notFound",
              "The user \"" + std::string(id) + "\" cannot be found");
}

}  // namespace latchkey::accounts
