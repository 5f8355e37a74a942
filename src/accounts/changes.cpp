// Everything that changes accounts: asked anew under the lock of writers, written whole.

#include <algorithm>

#include "accounts/impl.h"
#include "accounts/names.h"
#include "core/text.h"

namespace latchkey::accounts {
namespace {

constexpr std::string_view all_accounts = "site/accounts", unfinished = ".latchkey-new-",
                           unremoved = ".latchkey-trash-";
constexpr int lock_patience_ms = 5000;

std::string random_word(Random& random) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string out(8, ' ');
  for (char& c : out) c = letters[random.below(static_cast<std::uint32_t>(letters.size()))];
  return out;
}

/// As content files have it: trimmed, lower case, `-` and space as `_`. Source: spec/content-api 2.
std::string field_name(std::string_view text) {
  std::string out = lower(trim(text));
  std::ranges::replace_if(
      out, [](char c) { return c == '-' || c == ' '; }, '_');
  return out;
}

formats::Fields const& own_fields(User const& user, std::string_view language) {
  auto const found = std::ranges::find(user.translations, language, &UserTranslation::language);
  return found == user.translations.end() ? user.content : found->own;
}

void put_translation(User& user, std::string_view language, std::string_view text) {
  std::erase_if(user.translations, [&](auto const& one) { return one.language == language; });
  user.translations.push_back(lay_over(user.content, language, formats::parse_content(text)));
}

}  // namespace

Result<Accounts::Impl::Writing> Accounts::Impl::begin_writing() {
  Writing out{std::unique_lock(files.turn()), {}};
  LK_CHECK(files.settle());
  if (lock_file) {
    auto lock = store::FileLock::acquire(*lock_file, lock_patience_ms);
    if (!lock)
      return fail(Kind::unavailable, "", "Another program is writing the accounts",
                  lock.error().message);
    out.processes.emplace(std::move(*lock));
  }
  if (!std::exchange(swept, true)) sweep();
  return out;
}

void Accounts::Impl::sweep() {
  auto const entries = files.list(all_accounts);
  if (!entries) return;
  for (auto const& entry : *entries)
    if (entry.name.starts_with(unfinished) || entry.name.starts_with(unremoved))
      (void)files.remove(account_path(entry.name));
}

Result<> Accounts::Impl::ensure_free(std::string const& email, std::string_view own_id) {
  auto const other = published.get()->find_for_counting(email);
  if (other && other->id != own_id)
    return fail(Kind::invalid, "error.user.duplicate",
                "A user with the email address \"" + email + "\" already exists");
  return {};
}

Result<> Accounts::Impl::ensure_not_last_admin(User const& user, char const* key) {
  if (user.role != "admin" || published.get()->count_admins() > 1) return {};
  return fail(Kind::invalid, key, "The last admin must stay an admin");
}

Result<std::string> Accounts::Impl::check_language(
    std::optional<std::string> const& language) const {
  if (!language || language->empty() || *language == default_language) return default_language;
  if (!is_known_language(*language))
    return fail(Kind::invalid, "error.user.language.invalid", "Please enter a valid language");
  return *language;
}

Result<std::string> Accounts::Impl::read_if_there(std::string const& path) const {
  auto text = files.read(path, max_account_file);
  if (!text && text.error().kind == Kind::not_found) return std::string();
  return text;
}

Result<> Accounts::Impl::save(User const& user) {
  auto const path = account_path(user.id, "index.php");
  LK_TRY(auto const previous, read_if_there(path));
  LK_TRY(auto const text, print_account(user, previous));
  return files.replace(path, text);
}

template <class Change>
Result<UserPtr> Accounts::Impl::edit(std::string_view id, Change change) {
  LK_TRY(auto const writer, begin_writing());
  LK_TRY(auto const user, current(id));
  User next = *user;
  LK_CHECK(change(next));
  LK_CHECK(save(next));
  return written(next);
}

template <class Change>
Result<> Accounts::Impl::edit_password(std::string_view id, Change change) {
  LK_TRY(auto const writer, begin_writing());
  LK_TRY(auto const user, current(id));
  LK_TRY(auto const stored, passwords.find(id));
  return passwords.write(id, change(stored ? stored->lines : PasswordLines{}));
}

Result<std::optional<Secret>> Accounts::Impl::hash_new(std::optional<Secret> const& password,
                                                       PasswordRules const& rules) {
  if (!password) return std::nullopt;
  LK_CHECK(check_new_password(*password, rules));
  LK_TRY(auto hash, crypto::hash_password(*password, rules.algorithm, random));
  return Secret(std::move(hash));
}

Result<std::string> Accounts::Impl::choose_id(std::optional<std::string> const& wanted) {
  if (wanted && !is_new_id(*wanted))
    return fail(Kind::invalid, "error.invalidArgument",
                "\"" + *wanted + "\" cannot be the id of a user");
  for (int attempt = 0; attempt < 20; ++attempt) {
    std::string id = wanted ? *wanted : random_word(random);
    LK_TRY(auto const present, files.stat(account_path(id)));
    if (!present) return id;
    if (wanted)
      return fail(Kind::invalid, "error.duplicate",
                  "A user with the id \"" + id + "\" already exists");
  }
  return fail_internal("no free id for a new account");
}

Result<> Accounts::Impl::write_new(User const& user, std::optional<Secret> const& hash) {
  std::string const folder = std::string(unfinished) + random_word(random);
  auto change = files.begin();
  LK_TRY(auto const index, print_account(user, {}));
  LK_CHECK(files.replace(account_path(folder, "index.php"), index));
  if (hash) LK_CHECK(files.replace(account_path(folder, ".htpasswd"), hash->expose(), {0600, {}}));
  if (!user.content.empty())
    LK_CHECK(files.replace(account_path(folder, text_names().standard),
                           formats::print_content(user.content)));
  LK_CHECK(files.rename(account_path(folder), account_path(user.id)));
  return change.commit();
}

Result<> Accounts::Impl::move_away(User const& user, std::string const& by) {
  auto change = files.begin();
  if (!deleted) {
    LK_CHECK(files.remove(account_path(user.id)));
    return change.commit();
  }
  LK_CHECK(deleted->take({.kind = trash::Deleted::Kind::user,
                          .id = user.id,
                          .title = user.label(),
                          .parent = "users",
                          .folder = std::string(all_accounts),
                          .items = {user.id},
                          .by = by}));
  return change.commit();
}

Result<UserPtr> Accounts::create(NewUser const& wanted, PasswordRules const& rules) {
  auto& i = *impl_;
  auto const email = parse_email(wanted.email);
  if (!email)
    return fail(Kind::invalid, "error.user.email.invalid", "Please enter a valid email address");
  LK_CHECK(i.ensure_free(*email, {}));
  LK_TRY(auto const hash, i.hash_new(wanted.password, rules));
  User user;
  user.email = *email;
  LK_TRY(user.language, i.check_language(wanted.language));
  if (wanted.name) user.name = std::string(trim(*wanted.name));
  user.content = formats::parse_content(formats::print_content(wanted.content));

  LK_TRY(auto const writer, i.begin_writing());
  i.refresh();
  if (wanted.must_be_first && i.published.get()->any_account)
    return fail(Kind::internal, "error.general", "The Panel is already installed",
                "refused by a rule");
  LK_TRY(user.id, i.choose_id(wanted.id));
  LK_CHECK(i.ensure_free(*email, {}));
  user.role = wanted.role.value_or("default");
  if (wanted.role && !i.published.get()->role(*wanted.role)) user.role = "nobody";
  LK_CHECK(i.write_new(user, hash));
  return i.written(user);
}

Result<UserPtr> Accounts::change_email(std::string_view id, std::string_view text) {
  auto const email = parse_email(text);
  if (!email)
    return fail(Kind::invalid, "error.user.email.invalid", "Please enter a valid email address");
  return impl_->edit(id, [&](User& user) -> Result<> {
    impl_->refresh();
    LK_CHECK(impl_->ensure_free(*email, user.id));
    user.email = *email;
    return {};
  });
}

Result<UserPtr> Accounts::change_name(std::string_view id, std::string_view name) {
  return impl_->edit(id, [&](User& user) -> Result<> {
    user.name = std::string(trim(name));
    return {};
  });
}

Result<UserPtr> Accounts::change_language(std::string_view id, std::string_view language) {
  return impl_->edit(id, [&](User& user) -> Result<> {
    if (language.empty())
      return fail(Kind::invalid, "error.user.language.invalid", "Please enter a valid language");
    LK_TRY(user.language, impl_->check_language(std::string(language)));
    return {};
  });
}

Result<UserPtr> Accounts::change_role(std::string_view id, std::string_view role) {
  return impl_->edit(id, [&](User& user) -> Result<> {
    if (!impl_->published.get()->role(role))
      return fail(Kind::invalid, "error.user.role.invalid", "Please enter a valid role");
    if (role != "admin")
      LK_CHECK(impl_->ensure_not_last_admin(user, "error.user.changeRole.lastAdmin"));
    user.role = role;
    return {};
  });
}

Result<UserPtr> Accounts::update_content(std::string_view id,
                                         std::vector<ContentChange> const& changes) {
  return edit_content(id, "",
                      [&](User const&, formats::Fields const& own) -> Result<formats::Fields> {
                        auto fields = own;
                        for (auto const& [name, value] : changes) {
                          if (value)
                            fields.set(field_name(name), *value);
                          else
                            fields.erase(field_name(name));
                        }
                        return fields;
                      });
}

Result<UserPtr> Accounts::edit_content(std::string_view id, std::string_view language,
                                       ContentEdit const& edit) {
  LK_TRY(auto const writer, impl_->begin_writing());
  LK_TRY(auto const user, impl_->current(id));
  auto const names = impl_->text_names();
  auto const translation =
      std::ranges::find(names.translations, language, &std::pair<std::string, std::string>::first);
  bool const is_default = translation == names.translations.end();
  auto const path = account_path(id, is_default ? names.standard : translation->second);
  LK_CHECK(impl_->read_if_there(path));
  LK_TRY(auto const fields, edit(*user, own_fields(*user, language)));
  auto const text = formats::print_content(fields);
  LK_CHECK(impl_->files.replace(path, text));
  User next = *user;
  if (is_default)
    next.content = formats::parse_content(text);
  else
    put_translation(next, language, text);
  for (auto& one : next.translations) one = lay_over(next.content, one.language, one.own);
  return impl_->written(next);
}

Result<> Accounts::set_password(std::string_view id, Secret const& password,
                                PasswordRules const& rules) {
  LK_CHECK(impl_->current(id));
  LK_TRY(auto const hash, impl_->hash_new(password, rules));
  return impl_->edit_password(id, [&](PasswordLines lines) {
    lines.hash = *hash;
    return lines;
  });
}

Result<> Accounts::upgrade_hash(std::string_view id, Secret const& password,
                                std::string_view expected_stamp, crypto::HashAlgorithm algorithm) {
  LK_TRY(auto hash, crypto::hash_password(password, algorithm, impl_->random));
  LK_TRY(auto const writer, impl_->begin_writing());
  LK_TRY(auto const stored, impl_->passwords.find(id));
  if (!stored || stamp_text(stored->stamp) != expected_stamp) return {};
  PasswordLines lines = stored->lines;
  lines.hash = Secret(std::move(hash));
  return impl_->passwords.write(id, lines, stored->stamp.mtime_ns);
}

Result<> Accounts::set_totp(std::string_view id, std::optional<Secret> const& base32) {
  return impl_->edit_password(
      id, [&](PasswordLines lines) { return with_totp(std::move(lines), base32); });
}

Result<> Accounts::remove(std::string_view id, std::string const& by) {
  LK_TRY(auto const writer, impl_->begin_writing());
  LK_TRY(auto const user, impl_->current(id));
  LK_CHECK(impl_->ensure_not_last_admin(*user, "error.user.delete.lastAdmin"));
  if (impl_->published.get()->users.size() <= 1)
    return fail(Kind::invalid, "error.user.delete.lastUser", "The last user cannot be deleted");
  LK_CHECK(impl_->move_away(*user, by));
  std::lock_guard const lock(impl_->reading);
  impl_->reader.erase(user->id);
  impl_->publish();
  return {};
}

Result<UserPtr> Accounts::restore(trash::Entry const& entry) {
  LK_TRY(auto const writer, impl_->begin_writing());
  impl_->refresh();
  LK_CHECK(impl_->ensure_free(entry.title, {}));
  if (!impl_->deleted) return fail_internal("accounts without a trash");
  auto change = impl_->files.begin();
  LK_CHECK(impl_->deleted->put_back(entry, std::string(all_accounts)));
  LK_CHECK(change.commit());
  impl_->refresh();
  auto user = impl_->published.get()->by_id(entry.id);
  if (!user) return no_such_user(entry.id);
  return user;
}

}  // namespace latchkey::accounts
