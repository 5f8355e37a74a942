// What doctor sees in accounts, blueprints and templates.
#include <fmt/format.h>
#include <sys/stat.h>

#include "accounts/names.h"
#include "app/doctor_checks.h"
#include "crypto/password.h"
#include "crypto/totp.h"
#include "formats/yaml.h"
#include "site/template.h"

namespace latchkey::app {
namespace {

constexpr std::size_t max_depth = 8, max_text = 1 << 20;

/// Calls `see` with the path of every file below `folder` whose name ends in `ending`.
void for_each_file(store::Files const& files, std::string const& folder, std::string_view ending,
                   std::size_t depth, std::function<void(std::string const& path)> const& see) {
  auto const entries = files.list(folder);
  if (!entries || depth == 0) return;
  for (auto const& entry : *entries) {
    auto const path = folder + "/" + entry.name;
    if (entry.is_directory) {
      for_each_file(files, path, ending, depth - 1, see);
    } else if (entry.name.ends_with(ending)) {
      see(path);
    }
  }
}

}  // namespace

void check_accounts(Patient const& site, Findings& out) {
  for (auto const& problem : site.snapshot.problems)
    add_problem(out, "accounts", problem, "mend or remove the file");
  if (!site.snapshot.any_account)
    return add_note(out, "accounts", "there is no account yet",
                    "latchkey user add --root … you@example.com");
  if (site.snapshot.count_admins() == 0)
    add_warning(out, "accounts", "nobody is an admin", "latchkey user role --root … USER admin");
  std::vector<std::string> lost;
  for (auto const& user : site.snapshot.users)
    if (!site.snapshot.role(user->role))
      lost.push_back(fmt::format("{} ({})", user->label(), user->role));
  if (!lost.empty())
    add_warning(out, "accounts",
                "these have a role that does not exist, and so no rights: " + listed(lost),
                "make the role's blueprint in site/blueprints/users, or change the role with "
                "latchkey user role");
}

/// Addresses nobody can log in by: their file spells them as no request is looked up, or another
/// account has the same one.
void check_addresses(Patient const& site, Findings& out) {
  std::vector<std::string> unreachable, shared;
  for (auto const& user : site.snapshot.users) {
    if (user->email.empty()) continue;
    auto const wanted = accounts::comparable_email(user->email);
    if (wanted != user->email)
      unreachable.push_back(
          fmt::format("{} in site/accounts/{} (write {})", user->email, user->id, wanted));
    else if (auto const first = site.snapshot.by_email(user->email); first->id != user->id)
      shared.push_back(
          fmt::format("{} in site/accounts/{} and {}", user->email, first->id, user->id));
  }
  if (!unreachable.empty())
    add_warning(out, "accounts", "nobody can log in by these addresses: " + listed(unreachable),
                "correct them in index.php");
  if (!shared.empty())
    add_problem(out, "accounts", "these addresses belong to several accounts: " + listed(shared),
                "give each account its own in index.php; until then the first one is found");
}

void check_hashes(Patient const& site, Findings& out) {
  std::vector<std::string> older, unknown, exposed, weak_totp;
  auto const wanted = site.options.auth.passwords.bcrypt ? crypto::HashAlgorithm::bcrypt
                                                         : crypto::HashAlgorithm::argon2id;
  for (auto const& user : site.snapshot.users) {
    struct stat s {};
    auto const path = site.root / "site/accounts" / user->id / ".htpasswd";
    if (::stat(path.c_str(), &s) == 0 && (s.st_mode & 007) != 0) exposed.push_back(path.string());
    auto const file = site.accounts.password(user->id);
    if (!file || !*file) continue;
    auto const hash = (*file)->hash.expose();
    if (!hash.empty() && !crypto::is_known_hash(hash)) {
      unknown.push_back(user->label());
    } else if (!hash.empty() && crypto::needs_upgrade(hash, wanted)) {
      older.push_back(user->label());
    }
    if ((*file)->totp && crypto::totp_code(*(*file)->totp, 1).empty())
      weak_totp.push_back(user->label());
  }
  if (!unknown.empty())
    add_problem(out, "accounts",
                "these cannot log in, their hash has an unknown form: " + listed(unknown),
                "latchkey user password");
  if (!weak_totp.empty())
    add_problem(out, "accounts",
                "these have a broken secret for one-time codes: " + listed(weak_totp),
                "remove or renew the secret in the second line of .htpasswd");
  if (!older.empty())
    add_note(out, "accounts", "these have an older or weaker password hash: " + listed(older),
             site.options.auth.passwords.upgrade ? "it is rewritten at their next login"
                                                 : "set auth.passwords.upgrade");
  if (!exposed.empty())
    add_warning(out, "accounts",
                "password files that every user of this machine may read: " + listed(exposed),
                fmt::format("chmod o-rwx {}/site/accounts/*/.htpasswd", site.root.string()));
}

void check_blueprints(Patient const& site, Findings& out) {
  if (auto const& error = site.snapshot.role_error; error && error->kind == Kind::internal)
    add_problem(out, "blueprints", error->cause, "everybody is refused until the file is mended");
  for (auto const& role : site.snapshot.roles)
    if (auto const& error = role->permissions.error())
      add_problem(out, "blueprints",
                  fmt::format("site/blueprints/users/{}.yml: {}", role->name, error->message),
                  "permissions are true or false; everybody is refused until then");
  auto const read_yaml = yaml::parser_of(site.options.yaml_handler);
  for_each_file(site.files, "site/blueprints", ".yml", max_depth, [&](std::string const& path) {
    auto const text = site.files.read(path, max_text);
    if (!text) return add_problem(out, "blueprints", path + ": " + text.error().message, "");
    auto const parsed = read_yaml(*text);
    if (!parsed)
      add_problem(out, "blueprints", path + ", " + parsed.error().message,
                  "what needs it answers 500 until it is mended");
  });
}

void check_templates(Patient const& site, Findings& out) {
  auto const snippet = [&](std::string_view name) -> std::optional<std::string> {
    auto text = site.files.read(fmt::format("site/snippets/{}.mustache", name), max_text);
    return text ? std::optional(*std::move(text)) : std::nullopt;
  };
  for_each_file(site.files, "site/templates", ".mustache", max_depth, [&](std::string const& path) {
    auto const text = site.files.read(path, max_text);
    if (!text) return add_problem(out, "templates", path + ": " + text.error().message, "");
    auto const compiled = site::Template::compile(path, *text, snippet);
    if (!compiled)
      add_problem(out, "templates", compiled.error().message,
                  "pages with this template show the plain page until then");
  });
  std::vector<std::string> php;
  for_each_file(site.files, "site/templates", ".php", max_depth, [&](std::string const& path) {
    auto const twin = path.substr(0, path.size() - 4) + ".mustache";
    if (!site.files.stat(twin).value_or(std::nullopt))
      php.push_back(path.substr(sizeof "site/templates/" - 1));
  });
  if (!php.empty())
    add_note(out, "templates",
             "PHP is not run; these templates have no .mustache beside them: " + listed(php),
             "their pages are shown plainly; the API serves their content all the same");
}

}  // namespace latchkey::app
