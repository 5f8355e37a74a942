// What the system tells visitors and users, and the first account. Source: spec/auth 3, 11.

#include "api/route.h"
#include "api/scene.h"
#include "api/translation_view.h"
#include "api/user_rules.h"
#include "api/user_view.h"
#include "formats/slug.h"

namespace latchkey::api {
namespace {

/// Where files can be made, now or once it is made itself.
bool is_usable_folder(store::Files const& files, char const* path) {
  auto const there = files.stat(path);
  return there && (!*there || (*there)->is_directory) && files.writable(path);
}

/// The folders that must be writable, or possible to make, by their names in `requirements`.
json::object requirements(Call& call) {
  json::object out;
  for (auto const* path : {"site/accounts", "content", "media", "site/latchkey"})
    out[std::string_view(path).substr(std::string_view(path).rfind('/') + 1)] =
        is_usable_folder(call.services.files, path);
  return out;
}

bool all_true(json::object const& flags) {
  return std::ranges::all_of(flags, [](auto const& flag) { return flag.value().as_bool(); });
}

bool is_installable(Call const& call) {
  return call.address().is_local || call.options().panel_install;
}

std::string site_title(Call& call) { return call.services.content.snapshot()->site()->title(); }

json::value optional_text(std::optional<std::string> const& text) {
  return text ? json::text(*text) : json::value(nullptr);
}

json::object status_of_visit(Call& call) {
  auto const status = call.services.auth.status(call.visit);
  return {{"challenge", optional_text(status.challenge)},
          {"email", optional_text(status.email)},
          {"mode", optional_text(status.mode)},
          {"status", status.status}};
}

json::array texts(std::vector<std::string> const& items) {
  json::array out;
  for (auto const& item : items) out.push_back(json::text(item));
  return out;
}

Result<Answer> show_to_visitor(Call& call) {
  auto const needed = requirements(call);
  bool const is_ok = all_true(needed);
  json::object data;
  if (is_ok) data["authStatus"] = status_of_visit(call);
  data["isInstallable"] = is_installable(call);
  data["isInstalled"] = call.users->any_account;
  data["isOk"] = is_ok;
  if (is_ok) {
    LK_TRY(auto const methods, call.services.auth.login_methods(call.options()));
    data["loginMethods"] = texts(methods);
  } else {
    data["requirements"] = needed;
  }
  data["title"] = json::text(site_title(call));
  data["translation"] = render_translation(call.options().panel_language);
  return Model{std::move(data)};
}

json::object ascii_table() {
  json::object out;
  for (auto const& letter : formats::slug_letters()) out[letter.lower] = letter.text;
  return out;
}

Answer show_to_user(Call& call, accounts::Actor const& actor) {
  auto const needed = requirements(call);
  bool const sees_version = accounts::may(actor, "system", {.category = "access"});
  auto const known = call.services.content.snapshot()->languages();
  json::array languages;
  if (known->multilang)
    for (auto const& language : known->all) languages.push_back(json::text(language.code));
  std::string const title = site_title(call);
  auto const content = call.services.content.snapshot();
  auto const place = make_context(call, actor, *content);
  return Model{{
      {"ascii", ascii_table()},
      {"defaultLanguage", call.options().panel_language},
      {"isInstalled", call.users->any_account},
      {"isLocal", call.address().is_local},
      {"isOk", all_true(needed)},
      {"kirbytext", true},
      {"languages", std::move(languages)},
      {"license", nullptr},
      {"locales", json::array()},
      {"multilang", known->multilang},
      {"requirements", needed},
      {"site", json::text(title)},
      {"slugs", json::array()},
      {"title", json::text(title)},
      {"translation", render_translation(actor.user().language)},
      {"user", render_user(actor.user(), &actor, *call.users, "auth", &place)},
      {"version", sees_version ? json::value(LATCHKEY_VERSION) : json::value(nullptr)},
  }};
}

Result<Answer> show_system(Call& call) {
  LK_TRY(auto const actor, call.services.auth.find_actor(call.visit));
  return actor ? show_to_user(call, *actor) : show_to_visitor(call);
}

Result<accounts::NewUser> first_account(Call& call) {
  accounts::NewUser account;
  account.must_be_first = true;
  LK_TRY(auto const email, call.text_input("email"));
  LK_TRY(auto password, call.text_input("password"));
  LK_TRY(account.name, call.text_input("name"));
  LK_TRY(account.language, call.text_input("language"));
  LK_TRY(account.role, call.text_input("role"));
  account.email = email.value_or("");
  account.password = Secret(std::move(password).value_or(""));
  return account;
}

Result<Answer> install(Call& call) {
  LK_CHECK(call.services.auth.check_csrf(call.visit));
  auto const refuse = [](std::string message) {
    return fail(Kind::internal, "error.general", std::move(message), "refused by a rule");
  };
  if (!all_true(requirements(call))) return refuse("The server is not setup correctly");
  if (!is_installable(call)) return refuse("The Panel cannot be installed");
  if (call.users->any_account) return refuse("The Panel is already installed");
  LK_TRY(auto const account, first_account(call));
  LK_TRY(auto const user,
         call.services.accounts.create(account, password_rules(call.options().auth.passwords)));
  LK_TRY(auto const actor, call.services.auth.begin_session(call.visit, user, false));
  return Raw{
      {{"status", "ok"},
       {"token", true},
       {"user", render_user(actor.user(), &actor, *call.services.accounts.snapshot(), "auth")}}};
}

constexpr Route routes[] = {
    {http::Method::get, "system", Access::open, Work::disk, show_system,
     "State of the system, by login state"},
    {http::Method::post, "system/install", Access::open, Work::disk, install,
     "Make the first account"},
};

}  // namespace

std::span<Route const> system_routes() { return routes; }

}  // namespace latchkey::api
