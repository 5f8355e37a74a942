#pragma once
// The accounts and roles of a site: read from site/accounts and site/blueprints/users, re-checked
// by size and time at most once a second, written atomically in a form the original reads. Source:
// spec/auth 11, 12.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/permissions.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "crypto/password.h"
#include "formats/content_text.h"
#include "formats/yaml.h"
#include "store/files.h"
#include "store/watch.h"
#include "trash/trash.h"

namespace latchkey::accounts {

/// The text of an account in a language that is not the default one.
struct UserTranslation {
  std::string language;         ///< code
  formats::Fields own, fields;  ///< of its file; with what only the default language has
  bool operator==(UserTranslation const&) const = default;
};

/// What the texts of accounts are called.
struct UserTextNames {
  std::string standard = "user.txt";                                   ///< in the default language
  std::vector<std::pair<std::string, std::string>> translations = {};  ///< code, name
  bool operator==(UserTextNames const&) const = default;
};

/// One account as it is on disk (without its secrets). Immutable once published.
struct User {
  std::string id;
  std::string email;  ///< lower case; empty where the account has none
  std::string language;
  std::optional<std::string> name;                 ///< as stored
  std::string role;                                ///< as stored; may name no role that exists
  formats::Fields content;                         ///< user.txt, or the one of the default language
  std::vector<UserTranslation> translations = {};  ///< those that have a file
  /// The content in `language`; in the default one where it has no file.
  formats::Fields const& fields(std::string_view language) const;
  std::optional<std::string> shown_name() const;  ///< without markup
  bool operator==(User const&) const = default;
  std::string username() const;      ///< the shown name, else the address; may be empty
  std::string const& label() const;  ///< the address, else the id: for people who look after a site
};

/// `.htpasswd`: hash line (may be empty), further secrets, and the file's modification time in
/// whole seconds.
struct PasswordFile {
  Secret hash;
  std::optional<Secret> totp;  ///< base32
  std::int64_t mtime_seconds = 0;
  std::string stamp;  ///< changes whenever the file does; for caches of proofs
};

struct SnapshotIndex;  ///< hash maps behind the finders; made by make_snapshot

/// What accounts looked like at one moment; made by `make_snapshot`, never changed.
struct Snapshot {
  std::vector<std::shared_ptr<User const>> users;  ///< by username, then id, without regard to case
  std::vector<std::shared_ptr<Role const>>
      roles;                        ///< by name; always with admin; never with default or nobody
  std::optional<Error> role_error;  ///< a permission that is no boolean, in any role
  /// Whether the site has an account, if only one that cannot be read: it is not new, and nobody
  /// may make its first account. Where site/accounts cannot be listed, it has.
  bool any_account = false;
  std::vector<std::string> problems;  ///< of files that cannot be read, for the log and doctor
  std::shared_ptr<SnapshotIndex const> index;

  std::shared_ptr<User const> by_id(std::string_view id) const;
  std::shared_ptr<User const> by_email(std::string_view comparable_email) const;
  /// By the rules of spec/auth 11: with '@' an address (lower-cased, punycode domain decoded),
  /// "user://ID", else an id (case-sensitive). Never touches the disk. Null for all that is no
  /// account, ".." included.
  std::shared_ptr<User const> find(std::string_view name) const;
  /// The account that the *normalised* name finds (trimmed, NFKC, case-folded, IDN, id or user://),
  /// for counting only (security S2). Null if none.
  std::shared_ptr<User const> find_for_counting(std::string_view name) const;
  /// The role acting for `user`: its own, or nobody's. Never null.
  std::shared_ptr<Role const> role_of(User const& user) const;
  std::shared_ptr<Role const> role(std::string_view name) const;
  std::size_t count_admins() const;
  std::optional<std::size_t> position(std::string_view id) const;  ///< in `users`
};

/// Sorts, indexes, adds the admin role if missing and looks for a role's error.
Snapshot make_snapshot(std::vector<std::shared_ptr<User const>> users,
                       std::vector<std::shared_ptr<Role const>> roles,
                       std::vector<std::string> problems = {});

struct PasswordRules {
  std::size_t min_length = 8;
  bool allow_common = false;
  crypto::HashAlgorithm algorithm = crypto::HashAlgorithm::argon2id;
};

struct NewUser {
  std::string email;
  std::optional<Secret> password;
  std::optional<std::string> name, language, role, id;
  formats::Fields content;
  bool must_be_first = false;  ///< refuse with error.general where there is an account already
};

/// A field and its new value, or none to remove it.
using ContentChange = std::pair<std::string, std::optional<std::string>>;

/// Reading is lock-free for callers (a published snapshot); writing is serialised and takes the
/// site's writer lock. Rules that depend on the actor (permissions, last admin) are asked with
/// `may` and the `ensure_` functions by the API.
class Accounts {
 public:
  Accounts(store::Files& files, Clock const& clock, Random& random, std::string default_language);
  ~Accounts();

  /// Writers take this lock file (site/latchkey/writer.lock) in turns with other processes; before
  /// the first write.
  void use_writer_lock(std::filesystem::path file);

  /// Where deleted accounts go; without it they are gone. Before the first write.
  void use_trash(trash::Trash& trash);

  /// What the texts of accounts are called: "user.en.txt" on sites with languages. Asked at each
  /// look at the disk, under a lock of ours; without it: "user.txt" alone.
  void use_text_names(std::function<UserTextNames()> names);

  /// Tells whether a folder may have changed, so that passwords need not be looked at for each
  /// request. Before the first of them; without it every request looks.
  void use_marks(store::DiskMark mark);

  /// How roles are read (option `yaml.handler`); without it: yaml::parse_dialect.
  void use_yaml(yaml::Parse read);

  std::shared_ptr<Snapshot const> snapshot() const;  ///< re-checks the disk at most once a second
  void refresh();                                    ///< re-reads what changed, now
  /// Housekeeping calls it every second, so that no reader has to look at the disk.
  void keep();

  /// None where the file does not exist. One stat when nothing changed since the last read. Errors:
  /// internal.
  Result<std::optional<PasswordFile>> password(std::string_view user_id) const;
  /// Modification time in whole seconds and change stamp only; none without a file. One stat.
  Result<std::optional<std::int64_t>> password_time(std::string_view user_id) const;

  /// Errors: error.user.email.invalid, error.user.duplicate, error.user.password.invalid|excessive,
  /// error.user.language.invalid, error.duplicate (id taken), error.invalidArgument (id not
  /// allowed). An unknown role is stored as nobody, a missing one as default.
  Result<std::shared_ptr<User const>> create(NewUser const& user, PasswordRules const& rules);
  Result<std::shared_ptr<User const>> change_email(std::string_view id, std::string_view email);
  Result<std::shared_ptr<User const>> change_name(std::string_view id, std::string_view name);
  Result<std::shared_ptr<User const>> change_language(std::string_view id,
                                                      std::string_view language);
  Result<std::shared_ptr<User const>> change_role(std::string_view id, std::string_view role);
  /// Merges into the content as it is on disk now, under the writer's lock. Names in any spelling.
  Result<std::shared_ptr<User const>> update_content(std::string_view id,
                                                     std::vector<ContentChange> const& changes);
  /// What the content becomes, from the account as it is now and the fields of the text that is
  /// written: its own, or what is shown in its place. Errors refuse the change.
  using ContentEdit =
      std::function<Result<formats::Fields>(User const& now, formats::Fields const& own)>;
  /// The same by an edit of all fields, which must not write. `language`: unknown ones and "" mean
  /// the default one.
  Result<std::shared_ptr<User const>> edit_content(std::string_view id, std::string_view language,
                                                   ContentEdit const& edit);
  /// Hashes and writes, keeping line 2. The caller ends sessions. Errors:
  /// …password.invalid|excessive.
  Result<> set_password(std::string_view id, Secret const& password, PasswordRules const& rules);
  /// Rewrites the hash after a successful login, keeping the file's time, if the file still is
  /// `expected_stamp`.
  Result<> upgrade_hash(std::string_view id, Secret const& password,
                        std::string_view expected_stamp, crypto::HashAlgorithm algorithm);
  /// Sets or removes (none) the `totp` secret, keeping line 1.
  Result<> set_totp(std::string_view id, std::optional<Secret> const& base32);
  /// `by`: id of the user, for the trash. Errors: error.user.notFound,
  /// error.user.delete.lastAdmin|lastUser, internal.
  Result<> remove(std::string_view id, std::string const& by = {});
  /// An account of the trash, in its place again. Errors: error.user.duplicate, those of
  /// trash::Trash::put_back.
  Result<std::shared_ptr<User const>> restore(trash::Entry const& entry);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Without surrounding space, lower-cased, its IDN domain decoded; none if it is no address: a
/// dot-string of RFC 5321 (or 6531) before the '@', a domain with a dot behind it. Quoted local
/// parts and address literals are refused.
std::optional<std::string> parse_email(std::string_view text);

/// Length and commonness. Errors: error.user.password.invalid, error.user.password.excessive
/// (spec/auth 4).
Result<> check_new_password(Secret const& password, PasswordRules const& rules);
/// Length alone, 8 to 1000 characters, as the login checks it.
Result<> check_password_length(Secret const& password, std::size_t min_length = 8);

}  // namespace latchkey::accounts
