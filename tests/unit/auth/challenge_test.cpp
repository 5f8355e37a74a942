#include <gtest/gtest.h>

#include <thread>

#include "crypto/totp.h"
#include "support/auth_world.h"

namespace latchkey::auth {
namespace {

struct Browser : test::Browser {
  using test::Browser::Browser;
  using test::Browser::code;
  Result<LoginAnswer> code(std::string const& text) { return code(json::value(json::text(text))); }
  Result<LoginAnswer> code(char const* text) { return code(std::string(text)); }
};

struct Codes : testing::Test, test::AuthWorld {
  Browser browser{*this};
  Codes() {
    options->auth.methods.code = true;
    options->auth.trials = 1000;
    browser.token();
  }
  Result<LoginAnswer> ask(Browser& by, std::string const& name, bool is_long = false) {
    return by.login({{"email", name}, {"long", is_long}});
  }
  std::string mailed(std::size_t which = 0) {
    auth->flush();
    auto const sent = mailer.sent();
    if (sent.size() <= which) return "none";
    auto const& text = sent[which].text;
    for (std::size_t i = 0; i + 7 <= text.size(); ++i)
      if (is_digit(text[i]) && text[i + 3] == ' ' && is_digit(text[i + 6]) && is_digit(text[i + 4]))
        return text.substr(i, 7);
    return "none";
  }
  std::string totp(std::int64_t shift = 0) {
    return crypto::totp_code(Secret(test::totp_secret), unix_seconds(clock.now()) / 30 + shift);
  }
  std::string refusal(Result<LoginAnswer> const& answer) {
    return answer ? "ok" : answer.error().key + " " + answer.error().details;
  }
  static constexpr char const* alive = R"(error.access.code {"challengeDestroyed":false})";
  static constexpr char const* gone = R"(error.access.code {"challengeDestroyed":true})";
};

// Oracle of these: spec/auth 9 and the recorded cases code-*, 2fa-*, reset-*.
TEST_F(Codes, LogInByMail) {
  auto const asked = ask(browser, "editor@example.com");
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->challenge, "email");
  EXPECT_FALSE(asked->user);
  auto const status = browser.status();
  EXPECT_EQ(status.status, "pending");
  EXPECT_EQ(status.email, "editor@example.com");
  EXPECT_EQ(status.mode, "login");
  EXPECT_EQ(browser.who(), "error.auth");
  auto const code = mailed();
  ASSERT_NE(code, "none");
  EXPECT_TRUE(browser.code(code));
  EXPECT_EQ(browser.who(), "aedit002");
}

TEST_F(Codes, ArriveInAMailThatNamesUserAndSite) {
  ask(browser, "editor@example.com");
  auth->flush();
  auto const mail = mailer.sent().at(0);
  EXPECT_EQ(mail.to, "editor@example.com");
  EXPECT_EQ(mail.from, "noreply@example.com");
  EXPECT_EQ(mail.from_name, "Test Site");
  EXPECT_NE(mail.text.find("editor"), std::string::npos);
  EXPECT_NE(mail.text.find("Test Site"), std::string::npos);
  EXPECT_NE(mail.text.find("10 minutes"), std::string::npos);
}

TEST_F(Codes, GiveNoRightsWhilePending_S9) {
  ASSERT_TRUE(browser.login("admin@example.com", "admin-secret-1"));
  auto const asked = ask(browser, "editor@example.com");
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->challenge, std::nullopt);
  EXPECT_EQ(browser.who(), "aadmin01");
  EXPECT_TRUE(browser.code(mailed()));
  EXPECT_EQ(browser.who(), "aedit002");
}

TEST_F(Codes, WorkOnceAndOnlyInTheirSession) {
  Browser other(*this);
  other.token();
  ask(browser, "editor@example.com");
  auto const code = mailed();
  EXPECT_EQ(refusal(other.code(code)), gone);
  auto const pending = browser.cookies;
  EXPECT_TRUE(browser.code(code));
  browser.cookies = pending;  // a session that is no more, and with it its token
  EXPECT_EQ(browser.code(code).error().message, "Invalid CSRF token");
}

TEST_F(Codes, ReplaceEarlierOnes) {
  ask(browser, "editor@example.com");
  auto const first = mailed();
  ask(browser, "editor@example.com");
  auto const second = mailed(1);
  if (first != second) {
    EXPECT_EQ(refusal(browser.code(first)), alive);
  }
  EXPECT_TRUE(browser.code(second));
}

// Oracle: the binding rule: a code is accepted for the account it was made for only.
TEST_F(Codes, AreBoundToTheirAccount) {
  ask(browser, "editor@example.com");
  auto const code = mailed();
  ask(browser, "admin@example.com");
  EXPECT_EQ(refusal(browser.code(code)), alive);
  ask(browser, "nobody@example.com");
  EXPECT_EQ(refusal(browser.code(code)), alive);
}

TEST_F(Codes, ExpireWithTheChallenge) {
  ask(browser, "editor@example.com");
  auto const code = mailed();
  wait(600);
  EXPECT_EQ(browser.status().status, "inactive");
  EXPECT_EQ(refusal(browser.code(code)), gone);
  EXPECT_EQ(refusal(browser.code(code)), gone);
}

// Oracle: spec/auth 9 and security S5: known, unknown and blocked look alike from the first to the
// sixth wrong code.
TEST_F(Codes, EndAfterFiveWrongOnesAlikeForEverybody_S5) {
  for (auto const* name :
       {"editor@example.com", "nobody@example.com", "nopass@example.com", "totp@example.com"}) {
    Browser guesser(*this);
    guesser.token();
    ASSERT_TRUE(ask(guesser, name));
    EXPECT_EQ(guesser.status().status, "pending");
    for (int i = 1; i <= 6; ++i)
      EXPECT_EQ(refusal(guesser.code("000000x")), i < 5 ? alive : gone) << name << i;
  }
}

TEST_F(Codes, AnswerAlikeWithTheMailServerDown_S5) {
  mailer.is_down = true;
  Browser other(*this);
  other.token();
  auto const known = ask(browser, "editor@example.com"), unknown = ask(other, "nobody@example.com");
  ASSERT_TRUE(known && unknown);
  EXPECT_EQ(known->challenge, unknown->challenge);
  EXPECT_EQ(test::headers_of(browser.reply, "Set-Cookie").size(),
            test::headers_of(other.reply, "Set-Cookie").size());
  EXPECT_EQ(refusal(browser.code("123")), refusal(other.code("123")));
}

// Oracle: spec/auth 9 (no suitable challenge looks like an unknown address), 11 (an account without
// index.php).
TEST_F(Codes, AreNotMailedToAnAccountWithoutAddress_S5) {
  files.put("site/accounts/abare007/user.txt", "Bio: x");
  start();
  Browser other(*this);
  other.token();
  auto const bare = ask(browser, "abare007"), unknown = ask(other, "nobody@example.com");
  ASSERT_TRUE(bare && unknown);
  EXPECT_EQ(bare->challenge, unknown->challenge);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal(browser.code("123")), refusal(other.code("123")));
  auth->flush();
  EXPECT_TRUE(mailer.sent().empty());
  EXPECT_EQ(browser.who(), "error.auth");
}

TEST_F(Codes, OfOtherTypesAreWrongAndCounted_S10) {
  ask(browser, "editor@example.com");
  mailed();
  for (json::value const& code : {json::value(json::object()), json::value(json::array()),
                                  json::value(nullptr), json::value(true)})
    EXPECT_EQ(refusal(browser.code(code)), alive);
  EXPECT_EQ(refusal(browser.code("")), gone);
}

TEST_F(Codes, OfAnAuthenticatorWorkOnce_S7) {
  ASSERT_EQ(ask(browser, "totp@example.com")->challenge, "totp");
  EXPECT_TRUE(mailer.sent().empty());
  auto const code = totp();
  EXPECT_TRUE(browser.code(code.substr(0, 3) + "-" + code.substr(3)));
  EXPECT_EQ(browser.who(), "atotp003");
  Browser other(*this);
  other.token();
  ask(other, "totp@example.com");
  EXPECT_EQ(refusal(other.code(code)), alive);
  EXPECT_EQ(refusal(other.code(totp(-1))), alive);
  EXPECT_TRUE(other.code(totp(1)));
}

TEST_F(Codes, AreASecondStepAfterThePassword_S9) {
  options->auth.methods = {};
  options->auth.methods.two_factor = true;
  EXPECT_EQ(refusal(browser.login("totp@example.com", "wrong-password")), "error.access.login ");
  EXPECT_EQ(browser.status().status, "inactive");
  auto const answer = browser.login("totp@example.com", "totp-secret-3");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->challenge, "totp");
  EXPECT_FALSE(answer->user);
  EXPECT_EQ(browser.who(), "error.auth");
  EXPECT_TRUE(test::set_cookie(browser.reply, "latchkey_device").empty());
  EXPECT_EQ(refusal(browser.code("000000")), alive);
  EXPECT_TRUE(browser.code(totp()));
  EXPECT_EQ(browser.who(), "atotp003");
}

// Oracle: security S4: who proved a password that no longer holds has proven nothing.
TEST_F(Codes, AfterAPasswordEndWithItsChangeByHand_S4) {
  options->auth.methods = {};
  options->auth.methods.two_factor = true;
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  auto const code = mailed();
  wait(2);
  files.put("site/accounts/aedit002/.htpasswd", test::hash_of("another-secret-9"));
  EXPECT_EQ(refusal(browser.code(code)), gone);
  EXPECT_EQ(refusal(browser.code(code)), gone);
  EXPECT_EQ(browser.who(), "error.auth");
}

TEST_F(Codes, MakeTheSessionLong) {
  ask(browser, "editor@example.com", true);
  EXPECT_NE(test::set_cookie(browser.reply).find("Max-Age=1209600"), std::string::npos);
  EXPECT_TRUE(browser.code(mailed()));
  EXPECT_NE(test::set_cookie(browser.reply).find("Max-Age=1209600"), std::string::npos);
}

TEST_F(Codes, LengthenARunningSessionInPlace) {
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  auto const cookie = browser.session_cookie();
  ask(browser, "editor@example.com", true);
  EXPECT_EQ(browser.session_cookie(), cookie);
  EXPECT_NE(test::set_cookie(browser.reply).find("Max-Age=1209600"), std::string::npos);
}

TEST_F(Codes, CountEveryRequestAndEveryWrongOne) {
  options->auth.trials = 3;
  ask(browser, "editor@example.com");
  auto const code = mailed();
  EXPECT_EQ(refusal(browser.code("000")), alive);
  EXPECT_EQ(refusal(browser.code("000")), alive);
  EXPECT_EQ(refusal(browser.code(code)), alive);  // the limit
  ask(browser, "editor@example.com");
  auth->flush();
  EXPECT_EQ(mailer.sent().size(), 1U);
}

TEST_F(Codes, EndWithALogout) {
  ask(browser, "editor@example.com");
  auto const code = mailed();
  ASSERT_TRUE(browser.logout());
  EXPECT_EQ(browser.status().status, "inactive");
  EXPECT_EQ(refusal(browser.code(code)), gone);
}

TEST_F(Codes, NameTheReasonWithAuthDebug) {
  options->auth.debug = config::AuthDebug::wire;
  EXPECT_EQ(browser.code("1").error().message, "No authentication challenge is active");
  EXPECT_EQ(browser.code("1").error().details, R"({"challengeDestroyed":true})");
  EXPECT_EQ(ask(browser, "nobody@example.com").error().key, "error.user.notFound");
  ASSERT_TRUE(ask(browser, "editor@example.com"));
  EXPECT_EQ(refusal(browser.code("000")), "error.access.code ");
  wait(600);
  EXPECT_EQ(browser.code("000").error().message, "Authentication challenge timeout");
  mailer.is_down = true;
  EXPECT_EQ(ask(browser, "editor@example.com").error().kind, Kind::internal);
  options->auth.challenges = {"totp"};
  EXPECT_EQ(ask(browser, "editor@example.com").error().key, "error.logic");
  options->auth.trials = 1;
  EXPECT_EQ(ask(browser, "editor@example.com").error().message, "Rate limit exceeded");
}

TEST_F(Codes, ForAResetSetThePasswordOnce) {
  options->auth.methods.code = false;
  options->auth.methods.password_reset = true;
  ask(browser, "editor@example.com");
  EXPECT_EQ(browser.status().mode, "password-reset");
  ASSERT_TRUE(browser.code(mailed()));
  auto const check = [&](std::string const& target) {
    return browser.visit([&](Visit& v) -> Result<> {
      LK_TRY(auto actor, auth->gate(v));
      return auth->check_current_password(v, actor, target, nullptr);
    });
  };
  EXPECT_FALSE(check("aadmin01"));
  EXPECT_TRUE(check("aedit002"));
  ASSERT_TRUE(browser.visit([&](Visit& v) -> Result<> {
    LK_TRY(auto actor, auth->gate(v));
    LK_CHECK(accounts->set_password("aedit002", Secret("a-new-secret-77"), {}));
    return auth->password_changed(v, actor, "aedit002");
  }));
  EXPECT_FALSE(check("aedit002"));
  EXPECT_EQ(browser.who(), "aedit002");
}

// Oracle: spec/auth 9.5: once, also where two ask at the same time.
TEST_F(Codes, ForAResetAreSpentByOneOfTwoRequests) {
  options->auth.methods.code = false;
  options->auth.methods.password_reset = true;
  ask(browser, "editor@example.com");
  ASSERT_TRUE(browser.code(mailed()));
  Browser faster(*this);
  faster.cookies = browser.cookies;
  faster.csrf = browser.csrf;
  auto const check = [&](Visit& v) -> Result<accounts::Actor> {
    LK_TRY(auto actor, auth->gate(v));
    LK_CHECK(auth->check_current_password(v, actor, "aedit002", nullptr));
    return actor;
  };
  auto const check_and_spend = [&](Visit& v) -> Result<> {
    LK_TRY(auto const actor, check(v));
    return auth->spend_reset(v, actor, "aedit002");
  };
  auto const late = browser.visit([&](Visit& v) -> Result<> {
    LK_TRY(auto const actor, check(v));
    EXPECT_TRUE(faster.visit(check_and_spend));  // between our check and our taking
    return auth->spend_reset(v, actor, "aedit002");
  });
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().key, "error.user.password.invalid");
}

TEST_F(Codes, NeedTheToken) {
  ask(browser, "editor@example.com");
  auto const code = mailed();
  auto const csrf = std::exchange(browser.csrf, "");
  EXPECT_EQ(browser.code(code).error().message, "Invalid CSRF token");
  browser.csrf = csrf;
  EXPECT_TRUE(browser.code(code));
}

TEST_F(Codes, AreRefusedWhereMethodsContradict) {
  options->auth.methods.contradiction = "The two cannot be";
  EXPECT_EQ(browser.login("editor@example.com", "editor-secret-2").error().message,
            "The two cannot be");
  EXPECT_EQ(auth->login_methods(*options).error().message, "The two cannot be");
}

// Parallel guesses have five tries too. Oracle: with the right code among many wrong ones at most
// one login.
TEST_F(Codes, AllowFiveParallelGuesses) {
  ask(browser, "editor@example.com");
  mailed();
  std::atomic<int> still_alive{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      Browser mine(*this);
      mine.cookies = browser.cookies;
      mine.csrf = browser.csrf;
      for (int i = 0; i < 5; ++i) still_alive += refusal(mine.code("000x")) == alive ? 1 : 0;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(still_alive, 4);
}

TEST_F(Codes, LogInOnceUnderParallelUse) {
  ask(browser, "editor@example.com");
  auto const code = mailed();
  std::atomic<int> logins{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      Browser mine(*this);
      mine.cookies = browser.cookies;
      mine.csrf = browser.csrf;
      logins += mine.code(code) ? 1 : 0;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(logins, 1);
}

}  // namespace
}  // namespace latchkey::auth
