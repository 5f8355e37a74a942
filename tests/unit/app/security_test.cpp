// Rows of the security requirements that only the whole program can show; the others stand beside
// their layer.

#include "core/log.h"
#include "crypto/totp.h"
#include "support/site_fixture.h"

namespace latchkey {
namespace {

using test::body;
using test::Client;
using test::header;
using test::SiteFixture;

std::string basic(std::string_view name, std::string_view password) {
  static constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string const in = std::string(name) + ":" + std::string(password);
  std::string out;
  for (std::size_t i = 0; i < in.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < in.size() ? static_cast<unsigned char>(in[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k > in.size() ? '=' : digits[group >> (18 - 6 * k) & 63];
  }
  return "Basic " + out;
}

std::vector<std::string> hostile_names() {
  return {"../../",
          "../../etc/passwd",
          "..",
          ".",
          "",
          "/etc/passwd",
          "%2e%2e%2f",
          std::string("a\0b", 3),
          std::string(10'000, 'a'),
          "user://..",
          "user://../aadmin01",
          "aadmin01/",
          "..@example.com"};
}

// Oracle: the refusal of an unknown user.
TEST(S1, HostileNamesAreRefusedLikeAnUnknownUser) {
  SiteFixture site({"api.basicAuth=true", "api.allowInsecure=true", "auth.trials=1000"});
  site.copy.write("evil/index.php",
                  "<?php return ['email' => 'evil@example.com', 'role' => 'admin'];");
  site.copy.write("evil/.htpasswd", site.copy.read("site/accounts/aadmin01/.htpasswd"));
  Client client(site);
  client.token();
  auto const log_in = [&](std::string_view name) {
    return client.post("/api/auth/login", {{"email", name}, {"password", "gannet-harbor-11"}});
  };
  auto const unknown = log_in("nobody@example.com");
  ASSERT_EQ(unknown.status, 403);
  for (auto const& name : hostile_names()) {
    if (name.empty()) continue;  // a missing address is a bad argument
    auto const reply = log_in(name);
    EXPECT_EQ(reply.status, 403) << name.substr(0, 40);
    EXPECT_EQ(reply.body_text(), unknown.body_text());
    auto const by_basic = site.send(http::Method::get, "/api/auth",
                                    {{"Authorization", basic(name, "gannet-harbor-11")}});
    EXPECT_EQ(by_basic.body_text(), unknown.body_text()) << name.substr(0, 40);
    auto const shown =
        site.send(http::Method::get, "/api/users/" + http::percent_encode(name),
                  {{"Authorization", basic("admin@example.com", "gannet-harbor-11")}});
    EXPECT_EQ(shown.status, name.empty() ? 200 : 404) << name.substr(0, 40);
  }
}

// Oracle: spec/auth 12: ids of the acting user come from the credentials, ids of the target from
// the path.
TEST(S12, IdsInTheBodyAndTheQueryChooseNobody) {
  SiteFixture site;
  Client admin(site);
  ASSERT_EQ(admin.sign_in("admin@example.com", "gannet-harbor-11").status, 200);
  auto const reply = admin.patch("/api/users/aedit002/name?id=aadmin01&user=aadmin01",
                                 {{"name", "Renamed"}, {"id", "aadmin01"}, {"user", "aadmin01"}});
  ASSERT_EQ(reply.status, 200);
  EXPECT_EQ(body(reply).at("data").at("id"), "aedit002");
  EXPECT_EQ(body(admin.get("/api/auth")).at("data").at("name"), "Ada Admin");
}

TEST(S13, PropertiesNobodyDeclaredAreIgnored) {
  SiteFixture site;
  Client admin(site);
  ASSERT_EQ(admin.sign_in("admin@example.com", "gannet-harbor-11").status, 200);
  auto const made = admin.post("/api/users", {{"email", "new@example.com"},
                                              {"password", "brindled-otter-5"},
                                              {"role", "editor"},
                                              {"permissions", true},
                                              {"isAdmin", true},
                                              {"totp", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}});
  ASSERT_EQ(made.status, 200);
  std::string const id(body(made).at("data").at("id").as_string());
  auto const file = site.copy.read("site/accounts/" + id + "/index.php");
  EXPECT_EQ(file.find("permissions"), std::string::npos);
  EXPECT_EQ(file.find("isAdmin"), std::string::npos);
  EXPECT_EQ(site.copy.read("site/accounts/" + id + "/.htpasswd").find("totp"), std::string::npos);

  Client editor(site);
  ASSERT_EQ(editor.sign_in("new@example.com", "brindled-otter-5").status, 200);
  editor.patch("/api/account",
               {{"role", "admin"}, {"email", "x@example.com"}, {"password", "stolen-pass-1"}});
  auto const seen = body(editor.get("/api/auth")).at("data");
  EXPECT_EQ(seen.at("role").at("name"), "editor");
  EXPECT_EQ(seen.at("email"), "new@example.com");
}

/// Every byte the state store keeps, with its write-ahead log.
std::string state_bytes(SiteFixture const& site) {
  return site.copy.read("site/latchkey/state.db") + site.copy.read("site/latchkey/state.db-wal");
}

// Oracle: the canaries themselves: none may be found anywhere.
TEST(S22, SecretsReachNoLogAndNoStore) {
  SiteFixture site({"auth.methods={\"password\":true,\"code\":true}", "api.basicAuth=true",
                    "api.allowInsecure=true"});
  std::vector<std::string> canaries{"plover-meadow-22", "canary-wrong-pass",
                                    "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"};
  testing::internal::CaptureStderr();
  log::configure(true, log::Level::debug);
  Client client(site);
  client.token();
  canaries.push_back(client.csrf);
  client.post("/api/auth/login?csrf=" + client.csrf,
              {{"email", "editor@example.com"}, {"password", "canary-wrong-pass"}});
  client.sign_in("editor@example.com", "plover-meadow-22");
  for (auto const& [name, value] : client.cookies)
    canaries.push_back(value.substr(value.size() / 2));
  auto const refused = client.send(http::Method::del, "/api/pages/none?csrf=" + client.csrf);
  site.send(http::Method::get, "/api/auth",
            {{"Authorization", basic("editor@example.com", "plover-meadow-22")}});
  Client second(site);
  second.token();
  second.post("/api/auth/login", {{"email", "totp@example.com"}});
  auto const code = crypto::totp_code(Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
                                      unix_seconds(SystemClock().now()) / 30);
  EXPECT_EQ(second.post("/api/auth/code", {{"code", code}}).status, 200);
  canaries.push_back("\"" + code);
  auto const log_text = testing::internal::GetCapturedStderr();
  site.application->auth().flush();
  ASSERT_NE(log_text.find("login"), std::string::npos) << "nothing was logged at all";
  for (auto const& canary : canaries) {
    EXPECT_EQ(log_text.find(canary), std::string::npos) << "in the log: " << canary;
    EXPECT_EQ(state_bytes(site).find(canary), std::string::npos) << "in the store: " << canary;
    EXPECT_EQ(refused.body_text().find(canary), std::string::npos);
  }
}

TEST(S23, LogoutEndsTheSessionInTheStore) {
  SiteFixture site;
  Client client(site);
  ASSERT_EQ(client.sign_in("admin@example.com", "gannet-harbor-11").status, 200);
  Client thief(site);
  thief.cookies = client.cookies;
  thief.csrf = client.csrf;
  ASSERT_EQ(thief.get("/api/auth").status, 200);
  ASSERT_EQ(client.post("/api/auth/logout", nullptr).status, 200);
  EXPECT_EQ(thief.get("/api/auth").status, 401);
  EXPECT_EQ(site.application->auth().list_sessions("")->size(), 0U);
}

// Oracle: spec/auth 14, its examples.
TEST(S24, AnswersWithCredentialsAreNeverCached) {
  SiteFixture site({"api.basicAuth=true", "api.allowInsecure=true"});
  Client client(site);
  auto const expect_private = [](http::Reply const& reply, char const* what) {
    EXPECT_EQ(header(reply, "Cache-Control"), "no-store, private") << what;
    EXPECT_EQ(header(reply, "Vary"), "") << what;
  };
  auto const visitor = client.get("/api/system");
  EXPECT_EQ(header(visitor, "Vary"), "Authorization, Cookie");
  EXPECT_EQ(header(visitor, "Cache-Control"), "");
  expect_private(client.get("/api/auth"), "401");
  expect_private(client.get("/api/none"), "404");
  expect_private(client.get("/token"), "page with a token");
  expect_private(client.sign_in("admin@example.com", "gannet-harbor-11"), "login");
  expect_private(client.get("/api/auth"), "session");
  expect_private(client.get("/api/system"), "system with cookie");
  expect_private(site.send(http::Method::get, "/api/auth",
                           {{"Authorization", basic("admin@example.com", "gannet-harbor-11")}}),
                 "Basic");
}

TEST(S27, TenThousandVisitorsLeaveNothing) {
  SiteFixture site;
  for (int i = 0; i < 10'000; ++i) {
    auto const* const target = i % 4 == 0   ? "/"
                               : i % 4 == 1 ? "/api/auth"
                               : i % 4 == 2 ? "/api/system"
                                            : "/nowhere";
    auto const reply = site.send(http::Method::get, target);
    ASSERT_EQ(header(reply, "Set-Cookie"), "") << target;
  }
  EXPECT_EQ(site.application->auth().list_sessions("")->size(), 0U);
  EXPECT_EQ(site.application->state().count("sessions").value_or(99), 0U);
  EXPECT_FALSE(std::filesystem::exists(site.copy.root() / "site/sessions"));
}

}  // namespace
}  // namespace latchkey
