#include "app/operations.h"

#include <fmt/format.h>

#include "core/log.h"

namespace latchkey::app {
namespace {

using accounts::User;
using UserPtr = std::shared_ptr<User const>;

Failure wrong(std::string message) {
  return fail(Kind::invalid, "error.invalidArgument", std::move(message));
}

/// A string member that is there and not empty.
std::optional<std::string> text_of(json::object const& request, std::string_view name) {
  auto const* member = request.if_contains(name);
  auto const* text = member != nullptr ? member->if_string() : nullptr;
  if (text == nullptr || text->empty()) return std::nullopt;
  return std::string(*text);
}

Result<std::string> require_text(json::object const& request, std::string_view name) {
  if (auto text = text_of(request, name)) return *std::move(text);
  return wrong(fmt::format("\"{}\" is missing", name));
}

std::optional<Secret> secret_of(json::object const& request, std::string_view name) {
  auto text = text_of(request, name);
  return text ? std::optional<Secret>(*std::move(text)) : std::nullopt;
}

accounts::PasswordRules rules_of(config::Options const& options) {
  auto const& passwords = options.auth.passwords;
  return {passwords.min_length, passwords.allow_common,
          passwords.bcrypt ? crypto::HashAlgorithm::bcrypt : crypto::HashAlgorithm::argon2id};
}

std::string role_names(accounts::Snapshot const& snapshot) {
  std::string out;
  for (auto const& role : snapshot.roles) out += (out.empty() ? "" : ", ") + role->name;
  return out;
}

Result<> ensure_role(accounts::Snapshot const& snapshot, std::string const& role) {
  if (snapshot.role(role)) return {};
  return fail(Kind::invalid, "error.user.role.invalid",
              fmt::format("There is no role \"{}\"; the site has: {}", role, role_names(snapshot)));
}

Result<UserPtr> find_user(OperationParts const& parts, json::object const& request) {
  LK_TRY(auto const name, require_text(request, "user"));
  parts.accounts.refresh();
  if (auto user = parts.accounts.snapshot()->find(name)) return user;
  return fail(Kind::not_found, "error.user.notFound",
              fmt::format("The user \"{}\" cannot be found", name));
}

/// The last admin keeps role and account. Source: spec/auth 12.
Result<> ensure_other_admin(OperationParts const& parts, User const& user, std::string_view key) {
  if (user.role != "admin" || parts.accounts.snapshot()->count_admins() > 1) return {};
  return fail(Kind::forbidden, std::string(key),
              fmt::format("{} is the last admin of this site", user.label()));
}

json::object user_view(OperationParts const& parts, User const& user) {
  json::object out{{"id", json::text(user.id)},
                   {"email", user.email.empty() ? json::value(nullptr) : json::text(user.email)},
                   {"name", user.name ? json::text(*user.name) : json::value(nullptr)},
                   {"role", json::text(user.role)},
                   {"language", json::text(user.language)}};
  auto const file = parts.accounts.password(user.id);
  bool const is_read = file.has_value() && file->has_value();
  out["password"] = is_read && !(*file)->hash.empty();
  out["totp"] = is_read && (*file)->totp.has_value();
  return out;
}

Result<json::object> list_users(OperationParts const& parts, json::object const&) {
  parts.accounts.refresh();
  json::array users;
  for (auto const& user : parts.accounts.snapshot()->users)
    users.push_back(user_view(parts, *user));
  return json::object{{"users", std::move(users)}};
}

/// Without a role: admin for the first account; later ones must name theirs.
Result<std::string> role_for(OperationParts const& parts, json::object const& request) {
  auto const snapshot = parts.accounts.snapshot();
  auto const role = text_of(request, "role");
  if (!role && !snapshot->any_account) return std::string("admin");
  if (!role) return wrong(fmt::format("Name a role; the site has: {}", role_names(*snapshot)));
  LK_CHECK(ensure_role(*snapshot, *role));
  return *role;
}

Result<json::object> add_user(OperationParts const& parts, json::object const& request) {
  parts.accounts.refresh();
  accounts::NewUser user;
  LK_TRY(user.email, require_text(request, "email"));
  LK_TRY(user.role, role_for(parts, request));
  user.name = text_of(request, "name");
  user.language = text_of(request, "language");
  user.password = secret_of(request, "password");
  LK_TRY(auto const made, parts.accounts.create(user, rules_of(parts.options)));
  log::info("user.created", {{"user", made->id}, {"role", made->role}, {"by", "command line"}});
  return json::object{{"user", user_view(parts, *made)}};
}

Result<json::object> set_password(OperationParts const& parts, json::object const& request) {
  LK_TRY(auto const user, find_user(parts, request));
  auto const password = secret_of(request, "password");
  if (!password) return wrong("\"password\" is missing");
  LK_CHECK(parts.accounts.set_password(user->id, *password, rules_of(parts.options)));
  LK_TRY(auto const ended, parts.auth.end_sessions(user->id, ""));
  parts.auth.account_changed(user->id);
  log::info("user.password", {{"user", user->id}, {"by", "command line"}});
  return json::object{{"user", user_view(parts, *user)}, {"sessions", ended}};
}

Result<json::object> change_role(OperationParts const& parts, json::object const& request) {
  LK_TRY(auto const user, find_user(parts, request));
  LK_TRY(auto const role, require_text(request, "role"));
  LK_CHECK(ensure_role(*parts.accounts.snapshot(), role));
  if (role != "admin")
    LK_CHECK(ensure_other_admin(parts, *user, "error.user.changeRole.lastAdmin"));
  LK_TRY(auto const changed, parts.accounts.change_role(user->id, role));
  parts.auth.account_changed(user->id);
  log::info("user.role", {{"user", user->id}, {"role", role}, {"by", "command line"}});
  return json::object{{"user", user_view(parts, *changed)}};
}

Result<json::object> delete_user(OperationParts const& parts, json::object const& request) {
  LK_TRY(auto const user, find_user(parts, request));
  LK_CHECK(ensure_other_admin(parts, *user, "error.user.delete.lastAdmin"));
  auto view = user_view(parts, *user);
  LK_CHECK(parts.accounts.remove(user->id));
  LK_CHECK(parts.auth.account_removed(user->id));
  log::info("user.deleted", {{"user", user->id}, {"by", "command line"}});
  return json::object{{"user", std::move(view)}};
}

Result<json::object> list_sessions(OperationParts const& parts, json::object const& request) {
  std::string user_id;
  if (request.contains("user")) {
    LK_TRY(auto const user, find_user(parts, request));
    user_id = user->id;
  }
  LK_TRY(auto sessions, parts.auth.list_sessions(user_id));
  return json::object{{"sessions", std::move(sessions)}};
}

bool wants_all(json::object const& request) {
  auto const* all = request.if_contains("all");
  return all != nullptr && all->is_bool() && all->get_bool();
}

Result<json::object> end_sessions(OperationParts const& parts, json::object const& request) {
  std::string user_id;
  auto const session = text_of(request, "session").value_or("");
  if (request.contains("user")) {
    LK_TRY(auto const user, find_user(parts, request));
    user_id = user->id;
  }
  if (user_id.empty() && session.empty() && !wants_all(request))
    return wrong("Name a user, a session, or all");
  LK_TRY(auto const ended, parts.auth.end_sessions(user_id, session));
  if (!session.empty() && ended == 0)
    return fail(Kind::not_found, "", fmt::format("There is no session \"{}\"", session));
  log::info("session.ended", {{"count", std::to_string(ended)}, {"by", "command line"}});
  return json::object{{"sessions", ended}};
}

json::object entry_view(trash::Entry const& entry) {
  return {{"entry", json::text(entry.name)},
          {"kind", trash::kind_name(entry.kind)},
          {"id", json::text(entry.id)},
          {"title", json::text(entry.title)},
          {"by", entry.by.empty() ? json::value(nullptr) : json::text(entry.by)},
          {"time", unix_seconds(entry.when)}};
}

Result<json::object> list_trash(OperationParts const& parts, json::object const&) {
  LK_TRY(auto const entries, parts.trash.list());
  json::array out;
  for (auto const& entry : entries) out.push_back(entry_view(entry));
  return json::object{{"trash", std::move(out)}};
}

Result<json::object> restore_trash(OperationParts const& parts, json::object const& request) {
  LK_TRY(auto const name, require_text(request, "entry"));
  LK_TRY(auto const entry, parts.trash.find(name));
  bool const is_user = entry.kind == trash::Deleted::Kind::user;
  if (is_user) LK_CHECK(parts.accounts.restore(entry));
  if (!is_user) LK_CHECK(parts.content.restore(entry));
  log::info("trash.restored", {{"id", entry.id}, {"by", "command line"}});
  return json::object{{"restored", entry_view(entry)}};
}

Result<json::object> empty_trash(OperationParts const& parts, json::object const& request) {
  auto const* const older = request.if_contains("older");
  bool const is_number = older && older->is_int64() && older->get_int64() >= 0;
  if (older && !is_number) return wrong("\"older\" must be a number of days");
  auto const days = older ? std::optional(static_cast<int>(older->get_int64())) : std::nullopt;
  LK_TRY(auto const removed, parts.trash.empty(days));
  log::info("trash.emptied", {{"count", std::to_string(removed)}, {"by", "command line"}});
  return json::object{{"removed", removed}};
}

Result<json::object> ping(OperationParts const&, json::object const&) { return json::object{}; }

struct Operation {
  std::string_view name;
  Result<json::object> (*run)(OperationParts const&, json::object const&);
};

constexpr Operation operations[] = {
    {"ping", ping},
    {"session.end", end_sessions},
    {"session.list", list_sessions},
    {"trash.empty", empty_trash},
    {"trash.list", list_trash},
    {"trash.restore", restore_trash},
    {"user.add", add_user},
    {"user.delete", delete_user},
    {"user.list", list_users},
    {"user.password", set_password},
    {"user.role", change_role},
};

json::object answer_of(Result<json::object> outcome) {
  if (outcome) {
    outcome->emplace("ok", true);
    return *std::move(outcome);
  }
  auto const& error = outcome.error();
  if (!error.cause.empty()) log::error("operation.failed", {{"cause", error.cause}});
  json::value const key = error.key.empty() ? json::value(nullptr) : json::text(error.key);
  return {{"ok", false}, {"error", {{"key", key}, {"message", json::text(error.message)}}}};
}

}  // namespace

json::object run_operation(OperationParts const& parts, json::object const& request) {
  auto const name = text_of(request, "command").value_or("");
  auto const* found = std::ranges::find(operations, name, &Operation::name);
  if (found == std::end(operations))
    return answer_of(wrong(fmt::format("This server does not know the command \"{}\"", name)));
  return answer_of(found->run(parts, request));
}

}  // namespace latchkey::app
