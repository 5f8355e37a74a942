#include "app/init_command.h"

#include <fmt/format.h>

#include <ostream>

#include "store/files.h"

namespace latchkey::app {
namespace {

namespace fs = std::filesystem;

struct SeedFile {
  char const *path, *text;
};

constexpr SeedFile seed_files[] = {
    {"content/site.txt", "Title: A new site\n"},
    {"content/home/home.txt",
     "Title: Home\n\n----\n\nText:\n\n# It works\n\nEdit this page in `content/home/home.txt`, or "
     "over the API.\n"},
    {"content/error/error.txt", "Title: Not found\n\n----\n\nText: There is no such page.\n"},
    {"site/templates/default.mustache",
     R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{page.title}} – {{site.title}}</title>
</head>
<body>
<h1>{{page.title}}</h1>
{{{page.text.html}}}
</body>
</html>
)"},
    {"site/blueprints/site.yml", "title: Site\nfields:\n  title:\n    type: text\n"},
    {"site/blueprints/pages/default.yml", "title: Page\nfields:\n  text:\n    type: textarea\n"},
    {"site/blueprints/users/admin.yml", "title: Admin\ndescription: May do everything\n"},
    {"site/blueprints/users/editor.yml",
     "title: Editor\ndescription: Writes pages, manages nobody\npermissions:\n  access:\n    "
     "system: false\n    users: false\n"
     "  users:\n    \"*\": false\n  user:\n    changeRole: false\n    delete: false\n"},
    {"site/config/config.php",
     R"(<?php

return [
    // Programs may sign in with HTTP Basic, over HTTPS only.
    'api' => [
        'basicAuth' => true,
    ],
    // Behind a proxy that ends TLS, name the address people use:
    // 'url' => 'https://example.com',
];
)"},
    {".gitignore", "/media\n/site/latchkey\n/site/sessions\n/site/cache\n/site/accounts\n"},
};

constexpr char const* seed_folders[] = {"site/accounts", "media"};

Result<> ensure_empty(fs::path const& folder) {
  std::error_code failed;
  if (!fs::exists(folder, failed)) {
    fs::create_directories(folder, failed);
    if (failed)
      return fail(Kind::internal, "",
                  fmt::format("{} cannot be made: {}", folder.string(), failed.message()));
  }
  if (!fs::is_directory(folder, failed))
    return fail(Kind::invalid, "", fmt::format("{} is no folder", folder.string()));
  if (!fs::is_empty(folder, failed) || failed) {
    return fail(Kind::invalid, "",
                fmt::format("{} is not empty; name a folder that is empty or does not exist yet",
                            folder.string()));
  }
  return {};
}

Result<> make_site(fs::path const& folder) {
  LK_CHECK(ensure_empty(folder));
  LK_TRY(auto files, store::open_files(folder));
  for (auto const& [path, text] : seed_files) LK_CHECK(files->replace(path, text));
  for (auto const* path : seed_folders) LK_CHECK(files->make_directories(path));
  return {};
}

/// Quoted for a shell where that is needed.
std::string quoted(fs::path const& path) {
  auto text = path.string();
  bool const is_plain =
      text.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-+") == text.npos;
  if (is_plain) return text;
  std::string out = "'";
  for (char const c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

}  // namespace

int init_command(InitArguments const& arguments, Terminal const& terminal) {
  auto const made = make_site(arguments.folder);
  if (!made) {
    print_error(terminal.err, made.error());
    return exit_code_of(made.error());
  }
  if (arguments.as_json) {
    terminal.out << json::print(
                        json::object{{"ok", true}, {"root", json::text(arguments.folder.string())}},
                        true)
                 << '\n';
    return exit_ok;
  }
  auto const root = quoted(arguments.folder);
  terminal.out << fmt::format(
      "Made a small site in {0}. Next:\n\n"
      "  latchkey user add --root {0} you@example.com    the first account is an admin\n"
      "  latchkey serve --root {0}                       then open http://127.0.0.1:8080/\n"
      "  latchkey doctor --root {0}                      checks the set-up\n",
      root);
  return exit_ok;
}

}  // namespace latchkey::app
