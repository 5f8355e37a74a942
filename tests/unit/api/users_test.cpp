// The routes of users through the real dispatcher: names that are paths, mass assignment, roles,
// secrets. Rows S1, S2, S12, S13 and S15 of the security requirements.

#include "accounts/account_file.h"
#include "support/api_world.h"

namespace latchkey::api {
namespace {

using http::Method;
using test::json_of;
using test::key_of;
using namespace std::string_literals;

struct UserRoutes : testing::Test, test::ApiWorld {
  /// All files of an account, as one text.
  std::string whole(std::string const& id) const {
    return stored(id) + "\n" + stored(id, ".htpasswd") + "\n" + stored(id, "user.txt");
  }
  json::value shown(std::string const& id) {
    return json_of(get("users/" + id, "admin")).at("data");
  }
  std::string role_of(std::string const& id) {
    return std::string(shown(id).at("role").at("name").as_string());
  }
};

std::vector<std::string> const hostile_ids{"..",
                                           ".",
                                           "../../../etc/passwd",
                                           "/etc/passwd",
                                           "\\..\\..",
                                           "atarget6/..",
                                           "atarget6/",
                                           "atarget6\0"s,
                                           "\0atarget6"s,
                                           "atarget6\n",
                                           " atarget6",
                                           "ATARGET6",
                                           "%2e%2e%2f",
                                           "user://..",
                                           "user://../atarget6",
                                           "..@example.com",
                                           "../../@example.com",
                                           "target@example.com\0"s,
                                           "target@example.com\r\nX: y",
                                           ".htpasswd",
                                           "index.php",
                                           "\xff\xfe",
                                           "a"s + std::string(10'000, 'a')};

// Oracle: security S1: the answer of an unknown user on every route, and not one byte written.
TEST_F(UserRoutes, TakePathsForUnknownUsers_S1) {
  files.put("outside/index.php", stored("aadmin01"));
  files.put("site/accounts/index.php", stored("aadmin01"));
  look_again();
  auto const before = files.save();
  struct Route {
    Method method;
    std::string part;
    json::value body;
  };
  std::vector<Route> const routes{
      {Method::get, "", nullptr},
      {Method::patch, "", {{"motto", "x"}}},
      {Method::del, "", nullptr},
      {Method::patch, "/email", {{"email", "x@example.com"}}},
      {Method::patch, "/name", {{"name", "x"}}},
      {Method::patch, "/language", {{"language", "de"}}},
      {Method::patch, "/role", {{"role", "helper"}}},
      {Method::patch, "/password", {{"currentPassword", "admin-secret-1"}, {"password", "x"}}},
      {Method::get, "/roles", nullptr}};
  for (auto const& id : hostile_ids)
    for (auto const& route : routes) {
      auto const reply =
          ask(route.method, "users/" + http::percent_encode(id) + route.part, route.body, "admin");
      EXPECT_EQ(reply.status, 404) << id.substr(0, 40) << route.part;
      EXPECT_EQ(key_of(reply), "error.user.notFound") << id.substr(0, 40) << route.part;
    }
  EXPECT_TRUE(*files.save() == *before);
}

// Oracle: spec/content-api 15: which ids a new account may ask for.
TEST_F(UserRoutes, MakeNoAccountAtAPath_S1) {
  auto const before = files.save();
  for (auto const& id :
       {".."s, "."s, "../x"s, "/x"s, "a/b"s, "a\\b"s, "a\0b"s, "a.b"s, ".x"s, "account"s, "kirby"s,
        "nobody"s, "a b"s, "\xc3\xa9"s, std::string(65, 'a'), std::string(10'000, 'a')}) {
    auto const reply =
        post("users", {{"email", "new@example.com"}, {"id", json::text(id)}}, "admin");
    EXPECT_EQ(reply.status, 400) << id.substr(0, 40);
    EXPECT_EQ(key_of(reply), "error.invalidArgument") << id.substr(0, 40);
  }
  auto const taken = post("users", {{"email", "new@example.com"}, {"id", "atarget6"}}, "admin");
  EXPECT_EQ(key_of(taken), "error.duplicate");
  EXPECT_TRUE(*files.save() == *before);
}

std::vector<std::string> const not_addresses{"",
                                             "nonsense",
                                             "@example.com",
                                             "a@b",
                                             "a b@example.com",
                                             "new@example.com\r\nBcc: x@example.com",
                                             "new\n@example.com",
                                             "new@example.com\0"s,
                                             "\0new@example.com"s,
                                             "new\x7f@example.com",
                                             "../../@example.com/x",
                                             "new@exa\xffmple.com",
                                             "new@[127.0.0.1]",
                                             std::string(10'000, 'a') + "@example.com"};

// Oracle: spec/content-api 15: valid and unique, whatever the spelling.
TEST_F(UserRoutes, KeepAddressesValidAndUnique_S2) {
  ASSERT_EQ(post("users", {{"email", "me@m\xc3\xbcnchen.example"}}, "admin").status, 200);
  auto const before = files.save();
  auto const key = [&](std::string const& email) {
    auto const made = key_of(post("users", {{"email", json::text(email)}}, "admin"));
    auto const changed =
        key_of(patch("users/atarget6/email", {{"email", json::text(email)}}, "admin"));
    EXPECT_EQ(made, changed) << email.substr(0, 40);
    return made;
  };
  for (auto const& email : not_addresses)
    EXPECT_EQ(key(email), "error.user.email.invalid") << email.substr(0, 40);
  for (std::string const taken :
       {"editor@example.com", "Editor@EXAMPLE.com", "me@m\xc3\xbcnchen.example",
        "ME@M\xc3\x9cNCHEN.example", "me@xn--mnchen-3ya.example", "me@XN--MNCHEN-3YA.EXAMPLE",
        "me@mu\xcc\x88nchen.example"})
    EXPECT_EQ(key(taken), "error.user.duplicate") << taken;
  EXPECT_TRUE(*files.save() == *before);
  for (auto const* list : {R"(["x@example.com"])", R"({"a":"x@example.com"})"}) {
    auto const value = json::parse(list).value();
    EXPECT_EQ(key_of(post("users", {{"email", value}}, "admin")), "error.invalidArgument");
    EXPECT_EQ(key_of(patch("users/atarget6/email", {{"email", value}}, "admin")),
              "error.invalidArgument");
  }
}

// Oracle: the inverse: what is stored is read again as it was sent, and as nothing else.
TEST_F(UserRoutes, StoreHostileTextsAsTexts_S13) {
  for (auto const& name : {"', 'role' => 'admin"s, "\\', 'role' => 'admin', '"s,
                           "*/ 'role' => 'admin' /*"s, "<?php system('x'); ?>"s, "${x}"s, "a\0b"s,
                           "a\r\nRole: admin"s, "x\n\n----\n\nRole: admin"s,
                           "\xe2\x80\xae"s
                           "nimda"}) {
    auto const reply = patch("users/atarget6/name", {{"name", json::text(name)}}, "admin");
    ASSERT_EQ(reply.status, 200) << reply.body_text();
    look_again();
    accounts->refresh();
    auto const user = accounts->snapshot()->by_id("atarget6");
    ASSERT_TRUE(user);
    EXPECT_EQ(user->name, name);
    EXPECT_EQ(user->role, "reader") << name;
    ASSERT_EQ(patch("users/atarget6", {{"motto", json::text(name)}}, "admin").status, 200);
    look_again();
    EXPECT_EQ(*accounts->snapshot()->by_id("atarget6")->content.find("motto"), name);
    EXPECT_EQ(role_of("atarget6"), "reader");
  }
  for (auto const& language : {"../en"s, "xx"s, "en\n"s, "EN"s, ""s, "en\0"s})
    EXPECT_EQ(
        key_of(patch("users/atarget6/language", {{"language", json::text(language)}}, "admin")),
        "error.user.language.invalid")
        << language;
}

/// Everything a request might try to set beside what its route is for.
json::object loaded(json::object body) {
  json::object out{{"id", "aadmin01"},
                   {"Id", "aadmin01"},
                   {"user", "aadmin01"},
                   {"role", "admin"},
                   {"ROLE", "admin"},
                   {"role ", "admin"},
                   {"r\xc3\xb4le", "admin"},
                   {"Password!", "stolen-pass-1"},
                   {"roles", {"admin"}},
                   {"isAdmin", true},
                   {"permissions", true},
                   {"email", "stolen@example.com"},
                   {"password", "stolen-pass-1"},
                   {"hash", "$2y$10$abc"},
                   {"totp", "JBSWY3DPEHPK3PXP"},
                   {"secret", "x"},
                   {"name", "Stolen"},
                   {"language", "de"},
                   {"uuid", "user://x"},
                   {"username", "x"},
                   {"__proto__", {{"role", "admin"}}}};
  for (auto const& [key, value] : body) out[key] = value;
  return out;
}

/// The stored account but for the line of `key`.
std::string others(std::string const& file, std::string const& key) {
  std::string out;
  for (auto const line : split(file, '\n'))
    if (line.find("'" + key + "' =>") == line.npos) out += std::string(line) + "\n";
  return out;
}

// Oracle: security S12 and S13: each route changes its own property of its own user.
TEST_F(UserRoutes, ChangeOnlyWhatTheyAreFor_S13) {
  auto const admin_before = whole("aadmin01");
  for (auto const* id : {"atarget6", "atester5"})  // one line a property, as the server writes it
    ASSERT_TRUE(accounts->change_language(id, "en"));
  struct Route {
    char const *part, *key, *value;
  };
  for (auto const& [part, key, value] : {Route{"/email", "email", "other@example.com"},
                                         {"/name", "name", "Other"},
                                         {"/language", "language", "fr"},
                                         {"/role", "role", "helper"}})
    for (std::string const base : {"users/atarget6", "account"}) {
      std::string const id = base == "account" ? "atester5" : "atarget6";
      auto const saved = files.save();
      json::object body = loaded({{key, value}});
      if (key == "role"s) body["ROLE"] = value;
      auto const reply = patch(base + part + "?id=aadmin01&user=aadmin01&role=admin", body);
      EXPECT_EQ(reply.status, 200) << base << part << reply.body_text();
      EXPECT_NE(stored(id).find("'"s + value + "'"), std::string::npos) << base << part;
      auto const now = stored(id);
      auto const hash = stored(id, ".htpasswd"), text = stored(id, "user.txt");
      files.restore(*saved);
      look_again();
      EXPECT_EQ(others(now, key), others(stored(id), key)) << base << part;
      EXPECT_EQ(hash, stored(id, ".htpasswd")) << base << part;
      EXPECT_EQ(text, stored(id, "user.txt")) << base << part;
    }
  EXPECT_EQ(whole("aadmin01"), admin_before);
}

TEST_F(UserRoutes, KeepIdentityOutOfContent_S13) {
  auto const before = stored("atester5"), hash = stored("atester5", ".htpasswd");
  auto const admin_before = whole("aadmin01");
  ASSERT_EQ(patch("account?role=admin", loaded({{"motto", "mine"}})).status, 200);
  EXPECT_EQ(stored("atester5"), before);
  EXPECT_EQ(stored("atester5", ".htpasswd"), hash);
  EXPECT_EQ(whole("aadmin01"), admin_before);
  look_again();
  EXPECT_EQ(role_of("atester5"), "tested");
  auto const& text = stored("atester5", "user.txt");
  EXPECT_NE(text.find("Motto: mine"), std::string::npos);
  for (auto const* word : {"Role:", "Password:", "Email:", "Name:", "Language:", "stolen"})
    EXPECT_EQ(text.find(word), std::string::npos) << word << " in\n" << text;
}

// Oracle: spec/content-api 15, the properties of a new account.
TEST_F(UserRoutes, MakeAccountsOfDeclaredPropertiesOnly_S13) {
  auto body = loaded({{"id", "new1"},
                      {"email", "new@example.com"},
                      {"role", "reader"},
                      {"ROLE", "reader"},
                      {"language", "en"},
                      {"name", "New"},
                      {"password", "brindled-otter-5"},
                      {"content", loaded({{"motto", "mine"}})}});
  body.erase("Id");
  auto const reply = post("users", body);
  ASSERT_EQ(reply.status, 200) << reply.body_text();
  EXPECT_EQ(stored("new1"),
            "<?php\n\nreturn [\n    'email' => 'new@example.com',\n    'language' => 'en',\n"
            "    'name' => 'New',\n    'role' => 'reader'\n];");
  EXPECT_EQ(stored("new1", ".htpasswd").find('\n'), std::string::npos) << "no second line";
  auto const text = stored("new1", "user.txt");
  EXPECT_NE(text.find("Motto: mine"), std::string::npos);
  for (auto const* word : {"Role:", "Password:", "Email:", "Name:", "Language:", "stolen"})
    EXPECT_EQ(text.find(word), std::string::npos) << word << " in\n" << text;
}

// Oracle: spec/auth 12: only admins make admins, by whatever spelling.
TEST_F(UserRoutes, LetNobodyRise_S13) {
  auto const before = files.save();
  auto const made = [&](json::value const& role) {
    return key_of(post("users", {{"email", "new@example.com"}, {"role", role}}));
  };
  EXPECT_EQ(made("admin"), "error.user.role.invalid");
  EXPECT_EQ(made(json::array{"admin"}), "error.invalidArgument");
  EXPECT_EQ(made(json::object{{"name", "admin"}}), "error.invalidArgument");
  for (auto const& role :
       {"Admin"s, "ADMIN"s, " admin"s, "admin "s, "admin\0"s, "../admin"s, "users/admin"s,
        "\xef\xbd\x81"s
        "dmin",
        "nobody"s, "default"s})
    EXPECT_EQ(made(json::text(role)), "error.user.role.invalid") << role;
  for (std::string const base : {"account", "users/atester5", "users/atarget6"}) {
    EXPECT_EQ(key_of(patch(base + "/role", {{"role", "admin"}})), "error.user.changeRole.toAdmin");
    for (auto const& role :
         {"Admin"s, " admin"s, "admin\0"s, "../admin"s, "nobody"s, "nosuch"s, ""s})
      EXPECT_EQ(key_of(patch(base + "/role", {{"role", json::text(role)}})),
                "error.user.role.invalid")
          << role;
    EXPECT_EQ(key_of(patch(base + "/role", {{"role", json::array{"admin"}}})),
              "error.invalidArgument");
    EXPECT_EQ(key_of(patch(base + "/role", nullptr)), "error.user.role.invalid");
  }
  EXPECT_TRUE(*files.save() == *before);
}

// Oracle: spec/content-api 15: the last admin stays.
TEST_F(UserRoutes, KeepTheLastAdmin) {
  auto const before = whole("aadmin01");
  for (std::string const who : {"admin", "tester"})
    for (std::string const base : {"users/aadmin01", "users/admin@example.com", "account"}) {
      if (base == "account" && who == "tester") continue;
      EXPECT_EQ(key_of(del(base, who)), "error.user.delete.lastAdmin") << who << base;
      EXPECT_EQ(key_of(patch(base + "/role", {{"role", "editor"}}, who)),
                "error.user.changeRole.lastAdmin")
          << who << base;
    }
  EXPECT_EQ(whole("aadmin01"), before);

  add("asecond7", "second", test::hash_of("tester-secret-5"), "admin");
  look_again();
  EXPECT_EQ(key_of(patch("users/asecond7/role", {{"role", "editor"}})),
            "error.user.changeRole.permission")
      << "others do not unmake admins";
  EXPECT_EQ(patch("account/role", {{"role", "editor"}}, "admin").status, 200);
  look_again();
  EXPECT_EQ(key_of(patch("users/asecond7/role", {{"role", "editor"}})),
            "error.user.changeRole.lastAdmin");
  EXPECT_EQ(key_of(del("users/asecond7")), "error.user.delete.lastAdmin");
}

// Oracle: security S12: the current password asked for is the acting user's, whoever is named.
TEST_F(UserRoutes, AskForThePasswordOfWhoActs_S12) {
  auto const change = [&](std::string const& base, json::value const& current) {
    return key_of(
        patch(base + "/password?currentPassword=tester-secret-5", {{"currentPassword", current},
                                                                   {"password", "brindled-otter-5"},
                                                                   {"id", "aadmin01"},
                                                                   {"user", "aadmin01"}}));
  };
  auto const admin = stored("aadmin01", ".htpasswd");
  EXPECT_EQ(change("users/atarget6", "admin-secret-1"), "error.user.password.wrong");
  EXPECT_EQ(change("account", "admin-secret-1"), "error.user.password.wrong");
  EXPECT_EQ(change("account", nullptr), "error.user.password.invalid");
  EXPECT_EQ(change("account", true), "error.user.password.invalid");
  EXPECT_EQ(change("account", json::array{"tester-secret-5"}), "error.user.password.invalid");
  auto const before = stored("atester5", ".htpasswd");
  EXPECT_EQ(change("users/atarget6", "tester-secret-5"), "ok");
  EXPECT_EQ(stored("atester5", ".htpasswd"), before);
  EXPECT_EQ(stored("aadmin01", ".htpasswd"), admin);
}

TEST_F(UserRoutes, TellNobodyWhetherAnAddressIsTaken_S12) {
  permit({{"users", false}});
  auto const ask_for = [&](std::string const& email) {
    return std::string(
        post("users", {{"email", email}, {"password", "brindled-otter-5"}}).body_text());
  };
  EXPECT_EQ(ask_for("admin@example.com"), ask_for("unknown@example.com"));
  permit({{"user", {{"changeEmail", false}}}});
  auto const change = [&](std::string const& email) {
    return std::string(patch("account/email", {{"email", email}}).body_text());
  };
  EXPECT_EQ(change("admin@example.com"), change("unknown@example.com"));
}

/// How many a search finds.
std::int64_t total(http::Reply const& reply) {
  EXPECT_EQ(reply.status, 200) << reply.body_text();
  return json_of(reply).at("pagination").at("total").as_int64();
}

// Oracle: security S15: neither passwords, hashes, one-time secrets nor sessions are looked at,
// whatever fields a search names.
TEST_F(UserRoutes, SearchNoSecrets_S15) {
  test::Browser person(*this);
  person.token();
  ASSERT_TRUE(person.login("admin@example.com", "admin-secret-1"));
  auto const hash = stored("atarget6", ".htpasswd");
  std::vector<std::string> words{"tester-secret-5",
                                 "admin-secret-1",
                                 "$argon2id$",
                                 "argon2id",
                                 hash,
                                 hash.substr(hash.size() - 12),
                                 test::totp_secret,
                                 "totp\":",
                                 person.csrf,
                                 person.session_cookie(),
                                 "htpasswd",
                                 "index.php"};
  for (auto const& word : words) {
    auto const q = http::percent_encode(word);
    for (std::string const route : {"users/search?q=", "site/search?q=", "site/children/search?q="})
      EXPECT_EQ(total(get(route + q, "admin")), 0) << route << word;
    for (auto const* field :
         {"password", "htpasswd", "hash", "totp", "secret", "token", "session"}) {
      json::object const wish{
          {"fields", json::array{field}}, {"score", {{field, 64}}}, {"minlength", 1}};
      for (std::string const route : {"users/search", "site/search"})
        for (auto const& part : {word, word.substr(0, 1)})
          EXPECT_EQ(total(post(route, {{"search", {{"query", part}, {"options", wish}}}}, "admin")),
                    0)
              << route << " " << field << " " << part;
    }
  }
  EXPECT_EQ(total(get("users/search?q=marigold", "admin")), 1) << "searching works at all";
}

// Oracle: the same search with nothing to find: total, pages and order tell nothing of what is
// hidden.
TEST_F(UserRoutes, SearchNothingThatIsHidden_S15) {
  files.put("site/blueprints/pages/vault.yml",
            "options:\n  read:\n    tested: false\n    \"*\": true\n");
  files.put("site/blueprints/pages/attic.yml", "options:\n  list:\n    tested: false\n");
  files.put("content/2_vault/vault.txt", "Title: Vault\n\n----\n\nText: ruby plans");
  files.put("content/_drafts/attic/attic.txt", "Title: Attic\n\n----\n\nText: ruby plans");
  files.put("content/1_garden/_drafts/cellar/vault.txt",
            "Title: Cellar\n\n----\n\nText: ruby plans");
  files.put("site/blueprints/users/reader.yml",
            "title: Reader\noptions:\n  access:\n    tested: false\n");
  look_again();
  for (std::string const word : {"ruby", "plans", "r", "ru", "vault", "attic", "cellar"}) {
    for (std::string const route :
         {"site/search", "site/children/search?status=all",
          "pages/garden/children/search?status=all", "site/children/search?status=drafts"}) {
      auto const found =
          post(route, {{"search", {{"query", word}, {"options", {{"minlength", 1}}}}}});
      auto const text = found.body_text();
      EXPECT_EQ(text.find("ault"), std::string::npos) << route << word << text;
      EXPECT_EQ(text.find("ellar"), std::string::npos) << route << word << text;
      EXPECT_EQ(text.find("ttic"), std::string::npos) << route << word << text;
    }
    if (word.size() > 2) {
      EXPECT_EQ(total(post("site/search", {{"search", word}})), 0) << word;
    }
  }
  EXPECT_EQ(total(post("site/search", {{"search", "ruby"}}, "admin")), 3);
  for (std::string const q : {"target", "atarget6", "target@example.com", "marigold", "reader"})
    EXPECT_EQ(total(get("users/search?q=" + http::percent_encode(q))), 0) << q;
  EXPECT_EQ(total(get("users/search?q=marigold", "admin")), 1);
  for (std::string const route : {"users", "users/search?q=example"})
    EXPECT_EQ(get(route).body_text().find("target"), std::string::npos) << route;
  std::string neighbours(get("users/atester5").body_text());
  neighbours += get("account").body_text();
  EXPECT_EQ(neighbours.find("target"), std::string::npos);
}

// Oracle: spec/content-api 8: views and select pick from a fixed list of members.
TEST_F(UserRoutes, ShowNoSecretsInAnyView_S15) {
  auto const hash = stored("atester5", ".htpasswd");
  for (std::string const wish :
       {"", "?view=default", "?view=panel", "?view=auth", "?view=compact", "?view=nosuch",
        "?select=password", "?select=id,password,hash,htpasswd,totp,secret,session,token",
        "?select=content", "?view=%3Eid%20name"})
    for (std::string const base : {"users/atester5", "users", "account", "auth"}) {
      std::string const text(get(base + wish, "admin").body_text());
      EXPECT_EQ(text.find("argon2"), std::string::npos) << base << wish;
      EXPECT_EQ(text.find(hash.substr(hash.size() - 12)), std::string::npos) << base << wish;
      EXPECT_EQ(text.find("\"password\":"), std::string::npos) << base << wish;
      EXPECT_EQ(text.find(test::totp_secret), std::string::npos) << base << wish;
    }
}

// Oracle: what makes an account is no file of it.
TEST_F(UserRoutes, ShowNoSecretsAsFiles_S15) {
  std::string const listed(get("users/atarget6/files", "admin").body_text());
  for (auto const* name : {".htpasswd", "index.php", "user.txt"}) {
    EXPECT_EQ(listed.find(name), std::string::npos) << name;
    for (std::string const base : {"users/atarget6", "account"})
      EXPECT_EQ(get(base + "/files/" + name, "admin").status, 404) << base << name;
  }
  EXPECT_NE(listed.find("plan.md"), std::string::npos);
  for (auto const* name : {"..%2Fatester5%2F.htpasswd", "..", "%2e%2e", "plan.md%00", "plan.md%2F"})
    EXPECT_EQ(get("users/atarget6/files/"s + name, "admin").status, 404) << name;
}

// Oracle: security S13: what a body says of a page beside its fields moves nothing.
TEST_F(UserRoutes, ChangeNothingButFieldsOfAPage_S13) {
  json::object const body{{"latin", "changed"},
                          {"id", "home"},
                          {"slug", "stolen"},
                          {"status", "unlisted"},
                          {"num", 7},
                          {"template", "home"},
                          {"parent", "home"},
                          {"options", {{"delete", true}}},
                          {"url", "/stolen"},
                          {"isDraft", true},
                          {"files", {"x"}},
                          {"../../x", "y"},
                          {"children", json::array()}};
  auto const reply = patch("pages/garden+roses?id=home&slug=stolen", body);
  ASSERT_EQ(reply.status, 200) << reply.body_text();
  look_again();
  auto const page = json_of(get("pages/garden+roses")).at("data");
  EXPECT_EQ(page.at("id"), "garden/roses");
  EXPECT_EQ(page.at("slug"), "roses");
  EXPECT_EQ(page.at("status"), "listed");
  EXPECT_EQ(page.at("num"), 1);
  EXPECT_EQ(page.at("template"), "plant");
  EXPECT_EQ(page.at("content").at("latin"), "changed");
  EXPECT_EQ(page.at("options").at("delete"), true);
}

TEST_F(UserRoutes, MakePagesWhereThePathSays_S13) {
  permit({{"pages", {{"changeStatus", false}}}});
  auto const before = files.save();
  for (json::object const& trick :
       {json::object{{"draft", false}}, json::object{{"isDraft", false}},
        json::object{{"draft", 0}}, json::object{{"draft", "false"}},
        json::object{{"DRAFT", false}}, json::object{{"draft", true}, {"isDraft", false}}}) {
    json::object body{{"slug", "new"}};
    for (auto const& [key, value] : trick) body[key] = value;
    EXPECT_EQ(key_of(post("pages/garden/children", body)), "error.page.changeStatus.permission")
        << json::print(body);
  }
  EXPECT_TRUE(*files.save() == *before);
  auto const reply = post("pages/garden/children", {{"slug", "../../../new"},
                                                    {"status", "listed"},
                                                    {"num", 5},
                                                    {"id", "home/new"},
                                                    {"parent", "home"},
                                                    {"url", "/x"}});
  ASSERT_EQ(reply.status, 200) << reply.body_text();
  auto const page = json_of(reply).at("data");
  EXPECT_EQ(page.at("id"), "garden/new");
  EXPECT_EQ(page.at("status"), "draft");
  EXPECT_EQ(page.at("num"), nullptr);
  for (auto const* name : {"../../accounts/aadmin01/user", "..", "a/b", "x\\y"})
    EXPECT_NE(post("site/children", {{"slug", "other"}, {"template", name}}).status, 500) << name;
  EXPECT_EQ(stored("aadmin01", "user.txt"), "");
}

}  // namespace
}  // namespace latchkey::api
