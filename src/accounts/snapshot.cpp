#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "accounts/accounts.h"
#include "accounts/names.h"

namespace latchkey::accounts {

/// Keys borrow from the users of the snapshot, but for the folded ones. Where several accounts
/// share a key, the first in the snapshot's order has it.
struct SnapshotIndex {
  std::unordered_map<std::string_view, std::size_t> by_id, by_email;
  std::unordered_map<std::string, std::size_t>
      by_counting_name;  ///< only where it differs from id and address
  std::size_t admins = 0;
};

namespace {

template <class Map>
std::shared_ptr<User const> find_in(Snapshot const& snapshot, Map const& map, auto const& key) {
  auto const at = map.find(key);
  return at == map.end() ? nullptr : snapshot.users[at->second];
}

std::shared_ptr<Role const> make_nobody() {
  auto role = std::make_shared<Role>();
  role->name = "nobody";
  role->title = "Nobody";
  role->permissions = Permissions::all(false);
  return role;
}

std::shared_ptr<Role const> make_admin() {
  auto role = std::make_shared<Role>();
  role->name = "admin";
  role->title = "Admin";
  role->permissions = Permissions::all(true);
  return role;
}

void sort_users(std::vector<std::shared_ptr<User const>>& users) {
  struct Keyed {
    std::string name, id;
    std::shared_ptr<User const> user;
  };
  std::vector<Keyed> keyed;
  keyed.reserve(users.size());
  for (auto& user : users)
    keyed.push_back({fold_case(user->username()), fold_case(user->id), std::move(user)});
  std::ranges::sort(keyed, [](Keyed const& a, Keyed const& b) {
    return std::tie(a.name, a.id, a.user->id) < std::tie(b.name, b.id, b.user->id);
  });
  std::ranges::transform(keyed, users.begin(), [](Keyed& k) { return std::move(k.user); });
}

std::shared_ptr<SnapshotIndex const> make_index(
    std::vector<std::shared_ptr<User const>> const& users) {
  auto index = std::make_shared<SnapshotIndex>();
  index->by_id.reserve(users.size());
  index->by_email.reserve(users.size());
  for (std::size_t i = 0; i < users.size(); ++i) {
    User const& user = *users[i];
    index->by_id.emplace(user.id, i);
    if (!user.email.empty()) index->by_email.emplace(user.email, i);
    for (auto const* name : {&user.id, &user.label()})
      if (auto counted = counting_name(*name); counted != *name)
        index->by_counting_name.emplace(std::move(counted), i);
    if (user.role == "admin") ++index->admins;
  }
  return index;
}

}  // namespace

std::optional<std::string> User::shown_name() const {
  return name ? std::optional(strip_markup(*name)) : std::nullopt;
}

std::string User::username() const {
  auto shown = shown_name();
  return shown && !shown->empty() ? *shown : email;
}

std::string const& User::label() const { return email.empty() ? id : email; }

Snapshot make_snapshot(std::vector<std::shared_ptr<User const>> users,
                       std::vector<std::shared_ptr<Role const>> roles,
                       std::vector<std::string> problems) {
  Snapshot out;
  sort_users(users);
  out.users = std::move(users);
  out.any_account = !out.users.empty();
  if (std::ranges::none_of(roles, [](auto const& role) { return role->is_admin(); }))
    roles.push_back(make_admin());
  std::ranges::sort(roles, {}, [](auto const& role) -> std::string const& { return role->name; });
  out.roles = std::move(roles);
  for (auto const& role : out.roles)
    if (!out.role_error && role->permissions.error()) out.role_error = role->permissions.error();
  out.problems = std::move(problems);
  out.index = make_index(out.users);
  return out;
}

std::shared_ptr<User const> Snapshot::by_id(std::string_view id) const {
  return find_in(*this, index->by_id, id);
}

formats::Fields const& User::fields(std::string_view language) const {
  auto const found = std::ranges::find(translations, language, &UserTranslation::language);
  return found == translations.end() ? content : found->fields;
}

std::shared_ptr<User const> Snapshot::by_email(std::string_view comparable_email) const {
  return find_in(*this, index->by_email, comparable_email);
}

std::shared_ptr<User const> Snapshot::find(std::string_view name) const {
  constexpr std::size_t max_name = 1000;
  constexpr std::string_view user_uri = "user://";
  if (name.size() > max_name) return nullptr;
  if (name.find('@') != name.npos) return by_email(comparable_email(name));
  return by_id(name.starts_with(user_uri) ? name.substr(user_uri.size()) : name);
}

std::shared_ptr<User const> Snapshot::find_for_counting(std::string_view name) const {
  if (auto exact = find(name)) return exact;
  std::string const counted = counting_name(name);
  if (auto user = find(counted)) return user;
  return find_in(*this, index->by_counting_name, counted);
}

std::shared_ptr<Role const> Snapshot::role(std::string_view name) const {
  auto const at = std::ranges::find(
      roles, name, [](auto const& role) -> std::string_view { return role->name; });
  return at == roles.end() ? nullptr : *at;
}

std::shared_ptr<Role const> Snapshot::role_of(User const& user) const {
  static std::shared_ptr<Role const> const nobody = make_nobody();
  auto own = role(user.role);
  return own ? own : nobody;
}

std::optional<std::size_t> Snapshot::position(std::string_view id) const {
  auto const at = index->by_id.find(id);
  return at == index->by_id.end() ? std::nullopt : std::optional(at->second);
}

std::size_t Snapshot::count_admins() const { return index->admins; }

}  // namespace latchkey::accounts
