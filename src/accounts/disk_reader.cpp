#include "accounts/disk_reader.h"

#include <algorithm>

#include "accounts/account_file.h"
#include "accounts/names.h"
#include "accounts/role_file.h"

namespace latchkey::accounts {
namespace {

constexpr char const* accounts_folder = "site/accounts";
constexpr char const* roles_folder = "site/blueprints/users";

bool is_fresh(std::optional<store::Stamp> const& stamp, Instant now) {
  if (!stamp) return false;
  auto const seconds = stamp->mtime_seconds();
  return std::abs(unix_seconds(now) - seconds) <= 2;
}

bool is_same(User const& a, User const& b) { return a == b; }

bool is_same(Role const& a, Role const& b) {
  return a.name == b.name && a.title_texts == b.title_texts &&
         a.description_texts == b.description_texts && a.options == b.options &&
         a.permissions.to_json() == b.permissions.to_json() &&
         a.permissions.error().has_value() == b.permissions.error().has_value();
}

std::string reason(Error const& error) {
  return error.message.empty() || error.kind == Kind::internal ? error.cause : error.message;
}

/// Entries of a folder; none without the folder. Errors: internal.
Result<std::vector<store::Entry>> list(store::Files const& files, std::string_view folder) {
  auto entries = files.list(folder);
  if (!entries && entries.error().kind == Kind::not_found) return std::vector<store::Entry>();
  return entries;
}

/// Forgets what is not in `names` (sorted); whether anything was.
template <class Records>
bool keep_only(Records& records, std::vector<std::string> const& names) {
  return std::erase_if(records, [&](auto const& record) {
           return !std::ranges::binary_search(names, record.first);
         }) > 0;
}

}  // namespace

Result<bool> DiskReader::is_unchanged(std::vector<Seen> const& seen) const {
  for (auto const& [path, stamp] : seen) {
    LK_TRY(auto const now, files_.stat(path));
    if (now != stamp) return false;
  }
  return !seen.empty();
}

void DiskReader::use_yaml(yaml::Parse read) {
  if (read != std::exchange(read_yaml_, read)) roles_.clear();
}

/// Stamp first, then the bytes: a write between them shows at the next look.
Result<std::optional<std::string>> DiskReader::read(std::string const& path,
                                                    std::vector<Seen>& seen) const {
  LK_TRY(auto const stamp, files_.stat(path));
  seen.push_back({path, stamp});
  if (!stamp || stamp->is_directory) return std::nullopt;
  auto text = files_.read(path, max_account_file);
  if (!text && text.error().kind == Kind::not_found) return std::nullopt;
  if (!text) return tl::make_unexpected(std::move(text).error());
  return std::optional(std::move(*text));
}

/// Its folder counts as its file: an editor may be about to write that anew.
DiskReader::Loaded<User> DiskReader::load_without_index(std::string const& id,
                                                        std::vector<Seen>& seen) const {
  auto const folder = files_.stat(account_path(id));
  if (folder && !*folder) return {{}, fail(Kind::invalid, "", "its folder is gone").value(), {}};
  if (folder) seen.push_back({account_path(id), *folder});
  auto problem = folder ? fail(Kind::invalid, "", "it has no index.php").value() : folder.error();
  return {bare_account(id, language_), std::move(problem), {}};
}

/// What cannot be read has its defaults: the account exists, without rights. Source: spec/auth 11.
DiskReader::Loaded<User> DiskReader::load_account(std::string const& id,
                                                  std::vector<Seen>& seen) const {
  if (!is_account_folder(id))
    return {{}, fail(Kind::invalid, "", "the name of its folder cannot be an id").value(), {}};
  auto const index = read(account_path(id, "index.php"), seen);
  Loaded<User> out;
  if (!index) {
    out = {bare_account(id, language_), index.error(), {}};
  } else if (!*index) {
    out = load_without_index(id, seen);
  } else {
    auto [user, problem, is_literal] = parse_account(id, **index, language_);
    out.value = std::move(user);
    if (!is_literal) out.error = fail(Kind::invalid, "", problem).value();
    out.remark = std::move(problem);
  }
  if (!out.value) return out;
  auto const texts = read_texts(*out.value, seen);
  if (!texts && !out.error) out.error = texts.error();
  return out;
}

Result<> DiskReader::read_texts(User& user, std::vector<Seen>& seen) const {
  LK_TRY(auto const standard, read(account_path(user.id, text_names_.standard), seen));
  if (standard) user.content = formats::parse_content(*standard);
  for (auto const& [language, name] : text_names_.translations) {
    LK_TRY(auto const text, read(account_path(user.id, name), seen));
    if (text)
      user.translations.push_back(lay_over(user.content, language, formats::parse_content(*text)));
  }
  return {};
}

Result<Role> DiskReader::load_role(std::string const& name, std::vector<Seen>& seen) const {
  auto const find = [&](std::string const& blueprint) -> Result<std::optional<std::string>> {
    auto text = read("site/blueprints/" + blueprint + ".yml", seen);
    if (!text && text.error().kind == Kind::not_found) return std::nullopt;
    return text;
  };
  LK_TRY(auto const yaml, find("users/" + name));
  return parse_role(name, yaml.value_or(""), find, read_yaml_);
}

template <class Value, class Load>
bool DiskReader::look(Record<Value>& record, Instant now, Load load) {
  auto const unchanged = is_unchanged(record.seen);
  if (unchanged && *unchanged && record.settled) return false;
  Record<Value> next;
  Loaded<Value> loaded = load(next.seen);
  bool const fresh =
      std::ranges::any_of(next.seen, [&](Seen const& s) { return is_fresh(s.stamp, now); });
  bool const failed = loaded.error && loaded.error->kind == Kind::internal;
  // A role that can no longer be read stays what it was: without it its users might get more.
  bool const is_role = std::is_same_v<Value, Role>;
  bool const keeps = loaded.error && (fresh || failed || is_role);
  bool const same = record.value && loaded.value && is_same(*record.value, *loaded.value);
  next.settled = !fresh && !failed;
  next.problem = loaded.error ? reason(*loaded.error) : loaded.remark;
  if (record.value && (keeps || same))
    next.value = record.value;
  else if (loaded.value)
    next.value = std::make_shared<Value const>(*std::move(loaded.value));
  bool const changed = next.value != record.value || next.problem != record.problem;
  record = std::move(next);
  return changed;
}

void DiskReader::use_text_names(UserTextNames names) {
  if (names == text_names_) return;
  text_names_ = std::move(names);
  for (auto& [id, record] : accounts_) record.settled = false;
}

bool DiskReader::scan_account(std::string const& id, Instant now) {
  return look(accounts_[id], now, [&](auto& seen) { return load_account(id, seen); });
}

bool DiskReader::scan_accounts(Instant now) {
  auto const entries = list(files_, accounts_folder);
  std::string const unlisted = entries ? "" : reason(entries.error());
  bool changed = std::exchange(unlisted_, unlisted) != unlisted;
  if (!entries) return changed;  // what was known stays
  std::vector<std::string> names;
  for (auto const& entry : *entries) {
    if (!entry.is_directory || entry.name.starts_with('.')) continue;
    names.push_back(entry.name);
    changed |= scan_account(entry.name, now);
  }
  std::ranges::sort(names);
  return keep_only(accounts_, names) || changed;
}

bool DiskReader::scan_roles(Instant now) {
  auto const entries = list(files_, roles_folder);
  if (!entries) return false;
  std::vector<std::string> names;
  bool changed = false;
  for (auto const& entry : *entries) {
    auto const name = entry.is_directory ? std::nullopt : role_name(entry.name);
    if (!name) continue;
    names.push_back(*name);
    changed |= look(roles_[*name], now, [&](auto& seen) -> Loaded<Role> {
      auto role = load_role(*name, seen);
      if (!role) return {{}, std::move(role).error(), {}};
      return {*std::move(role), {}, {}};
    });
  }
  std::ranges::sort(names);
  return keep_only(roles_, names) || changed;
}

bool DiskReader::scan(Instant now) {
  bool const roles = scan_roles(now);
  return scan_accounts(now) || roles;
}

void DiskReader::put(User const& user) {
  Record<User> record;
  record.value = std::make_shared<User const>(user);
  accounts_[user.id] = std::move(record);
}

Snapshot DiskReader::make() const {
  std::vector<std::shared_ptr<User const>> users;
  std::vector<std::shared_ptr<Role const>> roles;
  std::vector<std::string> problems;
  if (!unlisted_.empty()) problems.push_back(std::string(accounts_folder) + ": " + unlisted_);
  for (auto const& [id, record] : accounts_) {
    if (record.value) users.push_back(record.value);
    if (!record.problem.empty()) problems.push_back(account_path(id) + ": " + record.problem);
  }
  for (auto const& [name, record] : roles_) {
    if (record.value) roles.push_back(record.value);
    if (!record.problem.empty())
      problems.push_back(std::string(roles_folder) + "/" + name + ".yml: " + record.problem);
  }
  auto out = make_snapshot(std::move(users), std::move(roles), std::move(problems));
  out.any_account = !accounts_.empty() || !unlisted_.empty();
  if (auto const admin = roles_.find("admin"); admin != roles_.end() && !admin->second.value)
    out.role_error =
        fail_internal("the role admin cannot be read: " + admin->second.problem).value();
  return out;
}

}  // namespace latchkey::accounts
