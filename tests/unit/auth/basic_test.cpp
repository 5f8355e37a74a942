#include <gtest/gtest.h>

#include "support/auth_world.h"

namespace latchkey::auth {
namespace {

using test::basic;
using test::Browser;

struct Basic : testing::Test, test::AuthWorld {
  Browser machine{*this};
  Basic() {
    options->api.basic_auth = true;
    options->api.allow_insecure = true;
  }
  std::string who(std::string const& authorization) {
    return machine.who({{"Authorization", authorization}});
  }
  std::string message(std::string const& authorization) {
    auto const actor = machine.gate({{"Authorization", authorization}});
    return actor ? "ok" : actor.error().message;
  }
  std::string const good = basic("editor@example.com", "editor-secret-2");
};

// Oracle of these: spec/auth 7 and the recorded cases basic-*.
TEST_F(Basic, PassesWithoutCookieAndToken) {
  EXPECT_EQ(who(good), "aedit002");
  EXPECT_EQ(who("bAsIc" + good.substr(5)), "aedit002");
  EXPECT_EQ(who(basic("aedit002", "editor-secret-2")), "aedit002");
  EXPECT_TRUE(machine.cookies.empty());
  EXPECT_EQ(auth->counts().sessions, 0U);
}

TEST_F(Basic, IsIgnoredWhereItIsOff) {
  options->api.basic_auth = false;
  EXPECT_EQ(who(good), "error.auth");
}

TEST_F(Basic, FailsInTheOrderOfTheSpec) {
  options->auth.methods.password = false;
  options->auth.methods.two_factor = true;
  options->api.allow_insecure = false;
  EXPECT_EQ(message(good), "Login with password is not enabled");
  options->auth.methods.password = true;
  EXPECT_EQ(message(good), "Basic authentication cannot be used with 2FA");
  options->auth.methods.two_factor = false;
  EXPECT_EQ(message(good), "Basic authentication is only allowed over HTTPS");
  machine.address.https = true;
  EXPECT_EQ(message(basic("editor@example.com", "wrong-password")), "Invalid login");
  EXPECT_EQ(message(good), "ok");
}

TEST_F(Basic, ReadsBrokenFieldsAsWrongOnes_S11) {
  EXPECT_EQ(who("Basic"), "error.auth");  // no space: no Basic
  for (auto const* value : {"Basic !!!", "Basic YWRtaW5AZXhhbXBsZS5jb20=", "Basic ", "Basic Og=="})
    EXPECT_NE(who(value), "aedit002");
  EXPECT_EQ(message("Basic !!!"), "Invalid login");
}

TEST_F(Basic, GoesBeforeTheSession) {
  Browser browser(*this);
  browser.token();
  ASSERT_TRUE(browser.login("admin@example.com", "admin-secret-1"));
  EXPECT_EQ(browser.who({{"Authorization", good}}), "aedit002");
  EXPECT_EQ(browser.who({{"Authorization", basic("editor@example.com", "wrong-password")}}),
            "error.access.login");
  EXPECT_EQ(browser.who(), "aadmin01");
}

TEST_F(Basic, NeedsThePanelToo) {
  EXPECT_EQ(who(basic("client@example.com", "client-secret-4")), "error.access.panel");
}

TEST_F(Basic, HashesOnceAndRemembers) {
  Visit const* unused = nullptr;
  (void)unused;
  auto const hashes = [&] {
    bool out = false;
    machine.visit([&](Visit& v) { return out = auth->needs_hashing(v, "pages/x"), 0; },
                  {{"Authorization", good}});
    return out;
  };
  EXPECT_TRUE(hashes());
  EXPECT_EQ(who(good), "aedit002");
  EXPECT_FALSE(hashes());
  auto const start = std::clock();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(who(good), "aedit002");
  EXPECT_LT((std::clock() - start) * 1000 / CLOCKS_PER_SEC,
            500);  // one hash takes tens of milliseconds
  wait(300);
  EXPECT_TRUE(hashes());
}

TEST_F(Basic, ForgetsAtOnceWhenThePasswordChanges_S4) {
  EXPECT_EQ(who(good), "aedit002");
  files.put("site/accounts/aedit002/.htpasswd", test::hash_of("another-secret"));
  EXPECT_EQ(who(good), "error.access.login");
  EXPECT_EQ(who(basic("editor@example.com", "another-secret")), "aedit002");
}

TEST_F(Basic, RemembersNoFailure) {
  auto const bad = basic("editor@example.com", "wrong-password");
  EXPECT_EQ(who(bad), "error.access.login");
  EXPECT_EQ(auth->counts().remembered_proofs, 0U);
}

// Oracle: security 3: the limit is asked before the remembered credentials. Recorded case
// rate-basic.
TEST_F(Basic, IsLimitedBeforeItIsRemembered) {
  options->auth.trials = 2;
  EXPECT_EQ(who(good), "aedit002");
  for (int i = 0; i < 2; ++i) who(basic("admin@example.com", "wrong-password"));
  EXPECT_EQ(who(good), "error.access.login");
}

// Oracle: security S26: a machine with right credentials is not shut out by strangers.
TEST_F(Basic, OfAKnownNetworkStaysOpen_S26) {
  options->auth.trials = 2;
  EXPECT_EQ(who(good), "aedit002");
  for (int i = 0; i < 4; ++i) {
    Browser attacker(*this, "198.51.100." + std::to_string(i));
    attacker.who({{"Authorization", basic("editor@example.com", "wrong-password")}});
  }
  wait(600);
  EXPECT_EQ(who(good), "aedit002");
}

TEST_F(Basic, TellsTheHashingLane) {
  auto const hashes = [&](http::Method method, std::string_view path,
                          std::string const& authorization = "") {
    http::Request request;
    request.method = method;
    if (!authorization.empty()) request.headers.add("Authorization", authorization);
    Visit visit(request, machine.address, options);
    return auth->needs_hashing(visit, path);
  };
  EXPECT_TRUE(hashes(http::Method::post, "auth/login"));
  EXPECT_TRUE(hashes(http::Method::post, "system/install"));
  EXPECT_TRUE(hashes(http::Method::post, "users"));
  EXPECT_TRUE(hashes(http::Method::patch, "users/x/password"));
  EXPECT_FALSE(hashes(http::Method::get, "users"));
  EXPECT_FALSE(hashes(http::Method::get, "pages/x"));
  EXPECT_TRUE(hashes(http::Method::get, "pages/x", good));
  EXPECT_FALSE(hashes(http::Method::post, "auth/ping", good));
  options->api.basic_auth = false;
  EXPECT_FALSE(hashes(http::Method::get, "pages/x", good));
}

TEST_F(Basic, SkipsTheOwnCheckEvenWhenWrong) {
  auto const checked =
      machine.visit([&](Visit& v) { return auth->check_csrf(v); },
                    {{"Authorization", basic("editor@example.com", "wrong-password")}});
  EXPECT_TRUE(checked);
}

}  // namespace
}  // namespace latchkey::auth
