#include "app/operations.h"

#include <gtest/gtest.h>

#include "support/fakes.h"
#include "support/temp_site.h"
#include "support/tree_state.h"

namespace latchkey::app {
namespace {

/// The fixture site `auth` with real accounts and an empty store.
class Operations : public testing::Test {
 protected:
  Operations() {
    accounts_.use_trash(trash_);
    content_.use_trash(trash_);
  }

  test::TempSite dir_{"auth"};
  test::ManualClock clock_;
  test::SeededRandom random_;
  std::unique_ptr<store::Files> files_ = store::open_files(dir_.path()).value();
  std::unique_ptr<store::StateStore> state_ = store::make_memory_state();
  std::unique_ptr<mail::Mailer> mailer_ = mail::make_mailer(dir_ / "outbox", clock_, random_);
  accounts::Accounts accounts_{*files_, clock_, random_, "en"};
  auth::Auth auth_{auth::Auth::Parts{
      accounts_, *state_, *mailer_, *files_, clock_, random_, Secret(std::string(32, 'k')), false,
      [] { return std::string("Site"); }, [](auto, auto const&) { return std::nullopt; }}};
  content::Content content_{*files_, clock_, random_, content::Settings()};
  trash::Trash trash_{*files_, clock_, random_, 30};
  config::Options options_;

  json::object run(json::object const& request) {
    return run_operation({accounts_, auth_, content_, trash_, options_}, request);
  }
  static std::string message(json::object const& answer) {
    return answer.at("ok").as_bool() ? ""
                                     : std::string(answer.at("error").at("message").as_string());
  }
  std::string role_of(std::string_view id) {
    accounts_.refresh();
    auto const user = accounts_.snapshot()->by_id(id);
    return user ? user->role : "";
  }
};

TEST_F(Operations, AddsAnAccountThatCanLogIn) {  // oracle: spec/auth 11
  auto const answer = run({{"command", "user.add"},
                           {"email", "New@Example.com"},
                           {"password", "siskin-marsh-12"},
                           {"role", "editor"},
                           {"name", "Nova"}});
  ASSERT_EQ(message(answer), "");
  EXPECT_EQ(answer.at("user").at("email"), "new@example.com");
  EXPECT_EQ(answer.at("user").at("password"), true);
  auto const user = accounts_.snapshot()->find("new@example.com");
  ASSERT_TRUE(user);
  EXPECT_EQ(user->role, "editor");
  EXPECT_EQ(user->name, "Nova");
  EXPECT_TRUE(crypto::verify_password(Secret("siskin-marsh-12"),
                                      accounts_.password(user->id).value()->hash.expose()));
  EXPECT_EQ(json::print(answer).find("argon2"), std::string::npos);
}

TEST_F(Operations, RefusesWhatTheRulesRefuse) {  // oracle: spec/auth 4 and 11
  json::object const good{{"command", "user.add"},
                          {"email", "a@example.com"},
                          {"password", "siskin-marsh-12"},
                          {"role", "editor"}};
  auto const with = [&](std::string_view member, json::value const& value) {
    auto request = good;
    request[member] = value;
    return run(request);
  };
  EXPECT_NE(message(with("email", "no address")), "");
  EXPECT_NE(message(with("email", nullptr)), "");
  EXPECT_NE(message(with("email", "editor@example.com")), "");
  EXPECT_NE(message(with("password", "short")), "");
  EXPECT_EQ(message(with("role", "edtor")).find("There is no role \"edtor\"; the site has: "), 0U)
      << message(with("role", "edtor"));
  EXPECT_EQ(message(with("role", "")).find("Name a role"), 0U);
  EXPECT_EQ(accounts_.snapshot()->find("a@example.com"), nullptr);
}

TEST_F(Operations, ListsAccountsWithoutTheirSecrets_S22) {
  auto const answer = run({{"command", "user.list"}});
  ASSERT_EQ(answer.at("users").as_array().size(), 9U);
  auto const text = json::print(answer);
  EXPECT_EQ(text.find("$2y$"), std::string::npos);
  EXPECT_EQ(text.find("JBSWY3DP"), std::string::npos);
  EXPECT_NE(text.find("\"email\":\"totp@example.com\""), std::string::npos);
}

// Oracle: spec/auth 11: an account without index.php is one, without an address.
TEST_F(Operations, ListDeleteAndRestoreAnAccountWithoutAddress) {
  dir_.write("site/accounts/abare010/user.txt", "Bio: Bare");
  auto const listed = run({{"command", "user.list"}});
  ASSERT_EQ(listed.at("users").as_array().size(), 10U);
  EXPECT_NE(json::print(listed).find(R"("id":"abare010","email":null)"), std::string::npos);
  EXPECT_EQ(message(run({{"command", "user.delete"}, {"user", "abare010"}})), "");
  auto const entry = trash_.list().value().front();
  EXPECT_EQ(entry.title, "abare010");
  EXPECT_EQ(message(run({{"command", "trash.restore"}, {"entry", json::text(entry.name)}})), "");
  EXPECT_EQ(role_of("abare010"), "default");
}

TEST_F(Operations, ChangesAPasswordAndEndsTheSessions_S4) {
  auto const answer = run({{"command", "user.password"},
                           {"user", "editor@example.com"},
                           {"password", "siskin-marsh-12"}});
  ASSERT_EQ(message(answer), "");
  EXPECT_TRUE(answer.at("sessions").is_number());
  EXPECT_TRUE(crypto::verify_password(Secret("siskin-marsh-12"),
                                      accounts_.password("aedit002").value()->hash.expose()));
  EXPECT_NE(message(run({{"command", "user.password"},
                         {"user", "nobody@example.com"},
                         {"password", "siskin-marsh-12"}})),
            "");
  EXPECT_NE(message(run({{"command", "user.password"}, {"user", "aedit002"}})), "");
}

TEST_F(Operations, ProtectsTheLastAdmin) {  // oracle: spec/auth 12
  EXPECT_NE(message(run({{"command", "user.role"}, {"user", "aadmin01"}, {"role", "editor"}}))
                .find("last admin"),
            std::string::npos);
  EXPECT_NE(message(run({{"command", "user.delete"}, {"user", "aadmin01"}})).find("last admin"),
            std::string::npos);
  EXPECT_EQ(role_of("aadmin01"), "admin");
  EXPECT_EQ(message(run({{"command", "user.role"}, {"user", "aedit002"}, {"role", "admin"}})), "");
  EXPECT_EQ(message(run({{"command", "user.role"}, {"user", "aadmin01"}, {"role", "editor"}})), "");
  EXPECT_EQ(role_of("aadmin01"), "editor");
}

TEST_F(Operations, DeletesAnAccount) {
  EXPECT_EQ(message(run({{"command", "user.delete"}, {"user", "user://aclient3"}})), "");
  EXPECT_EQ(role_of("aclient3"), "");
  EXPECT_FALSE(dir_.exists("site/accounts/aclient3"));
}

TEST_F(Operations, FindsNoAccountBehindAPath_S1) {
  for (auto const* name : {"..", "../aadmin01", "user://..", "", "."})
    EXPECT_NE(message(run({{"command", "user.delete"}, {"user", name}})), "") << name;
  EXPECT_TRUE(dir_.exists("site/accounts/aadmin01/index.php"));
}

TEST_F(Operations, ShowsAndEndsSessionsOnlyAsAsked) {
  EXPECT_EQ(run({{"command", "session.list"}}).at("sessions"), json::array());
  EXPECT_NE(message(run({{"command", "session.end"}})), "");
  EXPECT_NE(message(run({{"command", "session.end"}, {"session", "unknown"}})), "");
  EXPECT_EQ(run({{"command", "session.end"}, {"all", true}}).at("sessions"), 0);
  EXPECT_NE(message(run({{"command", "session.end"}, {"user", "nobody"}})), "");
}

// Oracle: inverse: what was deleted is shown, and put back as it was.
TEST_F(Operations, PutsBackPagesAndAccounts) {
  auto const before = test::tree_state(*files_);
  ASSERT_TRUE(content_.remove("example", true, "aadmin01"));
  ASSERT_EQ(message(run({{"command", "user.delete"}, {"user", "aclient3"}})), "");
  auto const trash = run({{"command", "trash.list"}}).at("trash").as_array();
  ASSERT_EQ(trash.size(), 2U);
  for (auto const& entry : trash) {
    bool const is_page = entry.at("kind") == "page";
    EXPECT_EQ(entry.at("id"), is_page ? "example" : "aclient3");
    EXPECT_EQ(entry.at("by"), is_page ? json::value("aadmin01") : json::value(nullptr));
    json::object const request{{"command", "trash.restore"}, {"entry", entry.at("entry")}};
    EXPECT_EQ(message(run(request)), "");
    EXPECT_NE(message(run(request)), "") << "once only";
  }
  EXPECT_EQ(test::difference(before, test::tree_state(*files_)), "");
  EXPECT_EQ(role_of("aclient3"), "client");
}

TEST_F(Operations, EmptiesTheTrashAsAsked) {  // oracle: operations.h
  ASSERT_TRUE(content_.remove("example", true));
  EXPECT_EQ(run({{"command", "trash.empty"}, {"older", 1}}).at("removed"), 0);
  EXPECT_NE(message(run({{"command", "trash.empty"}, {"older", "x"}})), "");
  EXPECT_EQ(run({{"command", "trash.empty"}}).at("removed"), 1);
  EXPECT_EQ(run({{"command", "trash.list"}}).at("trash"), json::array());
}

TEST_F(Operations, RefusesCommandsItDoesNotKnow) {
  EXPECT_NE(message(run({{"command", "user.explode"}})), "");
  EXPECT_NE(message(run({})), "");
  EXPECT_EQ(message(run({{"command", "ping"}})), "");
}

}  // namespace
}  // namespace latchkey::app
