#include <gtest/gtest.h>

#include "support/auth_world.h"

namespace latchkey::auth {
namespace {

using test::Browser;

struct Gate : testing::Test, test::AuthWorld {};

// Oracle of these: spec/auth 2 to 6 and the recorded cases gate-*, csrf-*, session-*, login-*,
// logout-*.
TEST_F(Gate, RefusesVisitorsWithAndWithoutToken) {
  Browser browser(*this);
  EXPECT_EQ(browser.who(), "error.auth");
  browser.token();
  EXPECT_EQ(browser.who(), "error.auth");
}

TEST_F(Gate, LetsASessionWithItsTokenPass) {
  Browser browser(*this);
  browser.token();
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  EXPECT_EQ(browser.who(), "aedit002");
  browser.csrf = "";
  EXPECT_EQ(browser.who(), "error.auth");
  browser.csrf = std::string(64, '0');
  EXPECT_EQ(browser.who(), "error.auth");
}

TEST_F(Gate, KeepsOneTokenThroughLoginAndLogout) {
  Browser browser(*this);
  auto const first = browser.token();
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  EXPECT_EQ(browser.token(), first);
  ASSERT_TRUE(browser.logout());
  EXPECT_EQ(browser.token(), first);
}

/// The gate's word for a visit that is looked at again once `meanwhile` has happened.
template <class Meanwhile>
std::string judged_again(test::AuthWorld& world, Browser& browser, Meanwhile meanwhile) {
  return browser.visit([&](auto& visit) -> std::string {
    if (auto const first = world.auth->gate(visit); !first) return "refused at first";
    meanwhile();
    world.auth->look_again(visit);
    auto const second = world.auth->gate(visit);
    return second ? second->user().id : second.error().key;
  });
}

// Oracle: S16 for bodies that take their time: what a fresh visit would be told (S4, S14, S23), but
// that the own session is known by more than its first token.
TEST_F(Gate, JudgesALongVisitAgain_S16) {
  Browser browser(*this);
  browser.token();
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  EXPECT_EQ(judged_again(*this, browser, [] {}), "aedit002");
  auto const renew_elsewhere = [&] {
    for (int i = 0; i < 5; ++i) {
      wait(1000);
      Browser other(*this);
      other.cookies = browser.cookies;
      other.csrf = browser.csrf;
      ASSERT_EQ(other.who(), "aedit002");
      browser.cookies = other.cookies;
    }
  };
  auto const old = browser.session_cookie();
  EXPECT_EQ(judged_again(*this, browser, renew_elsewhere), "aedit002");
  EXPECT_NE(browser.session_cookie(), old);
  EXPECT_EQ(judged_again(*this, browser,
                         [&] {
                           files.put("site/blueprints/users/editor.yml",
                                     "permissions:\n  access:\n    panel: false\n");
                           wait(2);
                           accounts->refresh();
                         }),
            "error.access.panel");
  files.put("site/blueprints/users/editor.yml", "title: Editor\n");
  wait(2);
  accounts->refresh();
  EXPECT_EQ(judged_again(*this, browser,
                         [&] {
                           Browser other(*this);
                           other.cookies = browser.cookies;
                           other.csrf = browser.csrf;
                           EXPECT_TRUE(other.logout());
                         }),
            "error.auth");
}

TEST_F(Gate, RefusesTheTokenOfAnotherSession) {
  Browser one(*this), two(*this);
  one.token();
  two.token();
  ASSERT_TRUE(one.login("editor@example.com", "editor-secret-2"));
  ASSERT_TRUE(two.login("admin@example.com", "admin-secret-1"));
  std::swap(one.csrf, two.csrf);
  EXPECT_EQ(one.who(), "error.auth");
  EXPECT_EQ(two.who(), "error.auth");
}

TEST_F(Gate, TakesAFixedTokenOrDev) {
  options->api.csrf = "fixed-token";
  Browser browser(*this);
  browser.csrf = "fixed-token";
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  EXPECT_EQ(browser.who(), "aedit002");
  browser.token();  // the session's own token does not count then
  EXPECT_EQ(browser.who(), "error.auth");
  options->api.csrf = "";
  browser.csrf = "";
  EXPECT_EQ(browser.who({{"X-CSRF", ""}}), "error.auth");
  options->api.csrf.reset();
  options->panel_dev = true;
  browser.csrf = "dev";
  EXPECT_EQ(browser.who(), "aedit002");
}

TEST_F(Gate, TellsWhoMayNotUseThePanel) {
  Browser browser(*this);
  browser.token();
  ASSERT_TRUE(browser.login("client@example.com", "client-secret-4"));
  auto const actor = browser.gate();
  ASSERT_FALSE(actor);
  EXPECT_EQ(actor.error().key, "error.access.panel");
  EXPECT_EQ(actor.error().kind, Kind::unauthenticated);
}

TEST_F(Gate, EndsTheSessionOfARemovedAccount_S4) {
  Browser browser(*this);
  browser.token();
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  ASSERT_TRUE(accounts->remove("aedit002"));
  ASSERT_TRUE(auth->account_removed("aedit002"));
  EXPECT_EQ(browser.who(), "error.auth");
  EXPECT_EQ(auth->counts().sessions, 0U);
}

// Oracle: recorded case password-file-touched.
TEST_F(Gate, EndsASessionOlderThanThePasswordFile_S4) {
  Browser browser(*this);
  browser.token();
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  ASSERT_TRUE(files.replace("site/accounts/aedit002/.htpasswd", test::hash_of("editor-secret-2"),
                            {0600, (unix_seconds(clock.now()) + 60) * 1'000'000'000}));
  EXPECT_EQ(browser.who(), "error.auth");
  EXPECT_EQ(browser.who(), "error.auth");
  EXPECT_EQ(auth->counts().sessions, 0U);
}

TEST_F(Gate, KeepsASessionOfTheSecondOfThePasswordFile) {
  Browser browser(*this);
  browser.token();
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  ASSERT_TRUE(files.replace("site/accounts/aedit002/.htpasswd", test::hash_of("editor-secret-2"),
                            {0600, unix_seconds(clock.now()) * 1'000'000'000 + 999'999'999}));
  EXPECT_EQ(browser.who(), "aedit002");
}

TEST_F(Gate, NamesASessionInAHeader) {
  options->api.csrf = "fixed-token";
  Browser browser(*this), script(*this);
  browser.csrf = script.csrf = "fixed-token";
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  auto const cookie = browser.session_cookie();
  auto const token = cookie.substr(cookie.find("%2B") + 3);
  EXPECT_EQ(script.who({{"Authorization", "Session " + token}}), "aedit002");
  EXPECT_EQ(script.who({{"Authorization", "session " + token}}), "aedit002");
  EXPECT_EQ(script.who({{"Authorization", "Session nonsense"}}), "error.auth");
  clock.advance(std::chrono::seconds(1000));
  EXPECT_EQ(script.who({{"Authorization", "Session " + token}}), "aedit002");
  for (int i = 0; i < 3; ++i) {  // extended, not renewed: no cookie, the same token
    wait(1700);
    EXPECT_EQ(script.who({{"Authorization", "Session " + token}}), "aedit002");
    EXPECT_TRUE(script.cookies.empty());
  }
  wait(1700);
  EXPECT_EQ(script.who({{"Authorization", "Session " + token}}), "aedit002");
}

TEST_F(Gate, LooksForTheTokenInTheCookieSessionOnly) {
  Browser browser(*this), script(*this);
  browser.token();
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  auto const cookie = browser.session_cookie();
  script.csrf = browser.csrf;
  std::string const header = "Session " + cookie.substr(cookie.find("%2B") + 3);
  EXPECT_EQ(script.who({{"Authorization", header}}), "error.auth");
  EXPECT_EQ(browser.who({{"Authorization", header}}), "aedit002");
}

TEST_F(Gate, ReadsTheCookieHoweverItIsEscaped) {
  Browser browser(*this);
  browser.token();
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  auto const value = browser.session_cookie();
  auto const token = value.substr(value.find("%2B") + 3);
  for (auto const& form : {"s+" + token, "s%2b" + token, token, std::string("x%2By%2B") + token}) {
    browser.cookies["kirby_session"] = form;
    EXPECT_EQ(browser.who(), "aedit002") << form;
  }
}

// Oracle: spec/auth 14.
TEST_F(Gate, TellsWhatMakesAnAnswerPrivate_S24) {
  Browser browser(*this);
  browser.status();
  EXPECT_FALSE(browser.is_private);
  EXPECT_EQ(browser.vary, std::vector<std::string>{"Cookie"});
  options->api.basic_auth = true;
  browser.status();
  EXPECT_EQ(browser.vary, (std::vector<std::string>{"Authorization", "Cookie"}));
  browser.token();
  EXPECT_TRUE(browser.is_private);  // being set
  browser.status();
  EXPECT_TRUE(browser.is_private);  // sent
  Browser machine(*this);
  machine.status();
  EXPECT_FALSE(machine.is_private);
  machine.visit([&](auto&) { return 0; }, {{"Authorization", "Basic x"}});
  EXPECT_TRUE(machine.is_private);
}

// Oracle: security S27.
TEST_F(Gate, StoresAndSetsNothingForVisitors_S27) {
  for (int i = 0; i < 10'000; ++i) {
    Browser browser(*this);
    EXPECT_EQ(browser.who(), "error.auth");
    EXPECT_TRUE(browser.reply.headers.empty());
  }
  EXPECT_EQ(auth->counts().sessions, 0U);
  EXPECT_EQ(*state->count("sessions"), 0U);
  Browser browser(*this);
  browser.token();
  EXPECT_EQ(*state->count("sessions"), 0U);  // not even with a token
}

TEST_F(Gate, NamesNobodyForABrokenCookie_S11) {
  Browser browser(*this);
  for (std::string const value : {"planted", "", "s%2B", "%", "%2B", "deleted", "s%2B%00"}) {
    browser.cookies["kirby_session"] = value;
    EXPECT_EQ(browser.who(), "error.auth");
  }
}

}  // namespace
}  // namespace latchkey::auth
