#include "accounts/account_file.h"

#include "accounts/names.h"
#include "core/text.h"
#include "formats/php.h"

namespace latchkey::accounts {
namespace {

std::string_view key_of(std::variant<std::int64_t, std::string> const& key) {
  auto const* text = std::get_if<std::string>(&key);
  return text == nullptr ? std::string_view() : *text;
}

Result<php::Document> read_array(std::string_view index_php) {
  LK_TRY(php::Document document, php::parse(index_php));
  if (!std::holds_alternative<php::Array>(document.root.value))
    return fail(Kind::invalid, "", "it returns no literal array");
  return document;
}

php::Node const* find(php::Array const& array, std::string_view key) {
  for (auto const& [name, node] : array.items)
    if (key_of(name) == key) return &node;
  return nullptr;
}

/// A text, or a number as text; none where missing, null or of another type, which is noted.
std::optional<std::string> read_text(php::Array const& array, std::string_view key,
                                     std::string& problem) {
  auto const* node = find(array, key);
  if (node == nullptr || std::holds_alternative<std::nullptr_t>(node->value)) return std::nullopt;
  if (auto const* text = std::get_if<std::string>(&node->value)) return *text;
  if (auto const* number = std::get_if<std::int64_t>(&node->value)) return std::to_string(*number);
  if (problem.empty())
    problem = "line " + std::to_string(node->line) + ": \"" + std::string(key) + "\" is no text";
  return std::nullopt;
}

/// Entries of the present file that are not ours, by name. Errors: internal for what we could not
/// write again.
Result<std::map<std::string, json::value>> other_entries(std::string_view previous) {
  std::map<std::string, json::value> out;
  if (previous.empty()) return out;
  auto const document = read_array(previous);
  if (!document)
    return fail_internal("index.php cannot be read, rewriting would lose what it says: " +
                         document.error().message);
  for (auto const& [key, node] : std::get<php::Array>(document->root.value).items) {
    if (key_of(key).empty()) continue;
    auto value = php::to_json(node);
    if (json::print(value).find("\"$opaque\"") != std::string::npos)
      return fail_internal("index.php holds an expression that rewriting would lose: " +
                           std::string(key_of(key)));
    out.emplace(key_of(key), std::move(value));
  }
  return out;
}

json::object other_secrets(PasswordLines const& lines) {
  auto const parsed = json::parse(lines.others.expose());
  return parsed && parsed->is_object() ? parsed->get_object() : json::object();
}

}  // namespace

std::string account_path(std::string_view id, std::string_view file) {
  std::string out = "site/accounts/";
  out += id;
  if (!file.empty()) (out += '/') += file;
  return out;
}

User bare_account(std::string_view id, std::string const& language) {
  User user;
  user.id = id;
  user.language = language;
  user.role = "default";
  return user;
}

ReadAccount parse_account(std::string_view id, std::string_view index_php,
                          std::string const& language) {
  ReadAccount out{bare_account(id, language), {}, true};
  auto const document = read_array(index_php);
  if (!document) return {std::move(out.user), document.error().message, false};
  auto const& array = std::get<php::Array>(document->root.value);
  auto const text = [&](std::string_view key) { return read_text(array, key, out.problem); };
  // As it stands there: only the request's side is lower-cased (spec/auth 11).
  out.user.email = composed(text("email").value_or(""));
  out.user.name = text("name");
  if (auto own = text("language"); own && !own->empty()) out.user.language = *std::move(own);
  if (auto role = text("role"); role && !role->empty()) out.user.role = *std::move(role);
  if (out.problem.empty() && out.user.email.empty()) out.problem = "it names no \"email\"";
  return out;
}

UserTranslation lay_over(formats::Fields const& standard, std::string_view language,
                         formats::Fields own) {
  auto fields = standard;
  for (auto const& [name, value] : own) fields.set(name, value);
  return {std::string(language), std::move(own), std::move(fields)};
}

Result<std::string> print_account(User const& user, std::string_view previous) {
  LK_TRY(auto entries, other_entries(previous));
  entries["email"] = user.email.empty() ? json::value() : json::text(user.email);
  entries["language"] = json::text(user.language);
  entries["name"] = user.name ? json::text(*user.name) : json::value();
  entries["role"] = json::text(user.role);
  return php::print_array_file({entries.begin(), entries.end()});
}

PasswordLines parse_password_lines(std::string_view text) {
  auto const [hash, rest] = cut(text, '\n');
  return {Secret(std::string(trim(hash))), Secret(std::string(trim(rest)))};
}

Secret print_password_lines(PasswordLines const& lines) {
  std::string out(lines.hash.expose());
  if (!lines.others.empty()) (out += '\n') += lines.others.expose();
  return Secret(std::move(out));
}

std::optional<Secret> find_totp(PasswordLines const& lines) {
  auto const secrets = other_secrets(lines);
  auto const* totp = secrets.if_contains("totp");
  if (totp == nullptr || !totp->is_string() || totp->get_string().empty()) return std::nullopt;
  return Secret(std::string(totp->get_string()));
}

PasswordLines with_totp(PasswordLines lines, std::optional<Secret> const& base32) {
  auto secrets = other_secrets(lines);
  secrets.erase("totp");
  if (base32) secrets.emplace("totp", base32->expose());
  lines.others = Secret(secrets.empty() ? "" : json::print(secrets));
  return lines;
}

}  // namespace latchkey::accounts
