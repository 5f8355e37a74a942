#pragma once
// What is on disk of accounts and roles, remembered by size and time, so that only what changed is
// read again.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "core/clock.h"
#include "formats/yaml.h"
#include "store/files.h"

namespace latchkey::accounts {

/// Not safe from several threads; Accounts guards it.
///
/// A file that changed within the last two seconds is read again at the next look, since a later
/// write within the same tick of the file system's clock would show in no stamp. Where such a fresh
/// file cannot be understood (an editor may be half-way through writing it), what was known before
/// stays until then.
class DiskReader {
 public:
  DiskReader(store::Files const& files, std::string language)
      : files_(files), language_(std::move(language)) {}

  /// The names of the texts of accounts; with others than before all are read again.
  void use_text_names(UserTextNames names);
  /// Of roles, by option `yaml.handler`; roles known before are read again.
  void use_yaml(yaml::Parse read);

  /// Looks at everything; whether anything changed.
  bool scan(Instant now);
  /// Looks at one account.
  bool scan_account(std::string const& id, Instant now);

  /// As just written; read again at the next look.
  void put(User const& user);
  void erase(std::string const& id) { accounts_.erase(id); }

  Snapshot make() const;

 private:
  /// A file as it was when it was read; none where there was none.
  struct Seen {
    std::string path;
    std::optional<store::Stamp> stamp;
  };
  template <class Value>
  struct Record {
    std::vector<Seen> seen;
    bool settled = false;
    std::shared_ptr<Value const> value;  ///< null where there is only a problem
    std::string problem;
  };

  /// What a look found. With an error `value` is what takes the place of the one that is not known.
  template <class Value>
  struct Loaded {
    std::optional<Value> value;
    std::optional<Error> error;
    std::string remark;  ///< a problem of a value that stands all the same
  };

  bool scan_accounts(Instant now);
  bool scan_roles(Instant now);
  template <class Value, class Load>
  bool look(Record<Value>& record, Instant now, Load load);
  Result<bool> is_unchanged(std::vector<Seen> const& seen) const;
  Result<std::optional<std::string>> read(std::string const& path, std::vector<Seen>& seen) const;
  Loaded<User> load_without_index(std::string const& id, std::vector<Seen>& seen) const;
  Result<> read_texts(User& user, std::vector<Seen>& seen) const;
  Loaded<User> load_account(std::string const& id, std::vector<Seen>& seen) const;
  Result<Role> load_role(std::string const& name, std::vector<Seen>& seen) const;

  store::Files const& files_;
  std::string language_;
  UserTextNames text_names_;
  yaml::Parse read_yaml_ = yaml::parse_dialect;
  std::map<std::string, Record<User>> accounts_;  ///< of every folder, readable or not
  std::string unlisted_;                          ///< why site/accounts cannot be listed
  std::map<std::string, Record<Role>> roles_;
};

}  // namespace latchkey::accounts
