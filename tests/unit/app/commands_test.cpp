#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <sstream>
#include <thread>

#include "app/init_command.h"
#include "app/read_password.h"
#include "app/session_command.h"
#include "app/user_command.h"
#include "store/descriptor.h"
#include "support/temp_site.h"

namespace latchkey::app {
namespace {

namespace fs = std::filesystem;

/// The reading end of a pipe that holds `text`.
store::Descriptor piped(std::string_view text) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
  store::Descriptor const writer(ends[1]);
  EXPECT_EQ(::write(writer.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  return store::Descriptor(ends[0]);
}

/// A terminal with somebody who types `keys`.
struct Typist {
  explicit Typist(std::string keys) {
    int master = -1, slave = -1;
    if (::openpty(&master, &slave, nullptr, nullptr, nullptr) != 0) std::abort();
    screen = store::Descriptor(master);
    terminal = store::Descriptor(slave);
    typing = std::thread([this, keys = std::move(keys)] {
      for (auto const& line : lines(keys)) {
        wait_for_prompt();
        if (::write(screen.get(), line.data(), line.size()) < 0) return;
      }
    });
  }
  ~Typist() { finish(); }
  /// What the screen showed; once everything is typed.
  std::string const& finish() {
    if (typing.joinable()) typing.join();
    return seen;
  }

  static std::vector<std::string> lines(std::string const& keys) {
    std::vector<std::string> out(1);
    for (char const c : keys) {
      out.back() += c;
      if (c == '\n') out.emplace_back();
    }
    if (out.back().empty()) out.pop_back();
    return out;
  }
  void wait_for_prompt() {
    char c = 0;
    while (::read(screen.get(), &c, 1) == 1) {
      seen += c;
      if (c == ':') return;
    }
  }
  bool shows_typing() const {
    termios state{};
    ::tcgetattr(terminal.get(), &state);
    return (state.c_lflag & ECHO) != 0;
  }

  store::Descriptor screen, terminal;
  std::string seen;
  std::thread typing;
};

/// Remembers the request and answers what it was told.
struct FakeSite {
  Result<json::object> answer = json::object{{"ok", true}};
  json::object request;
  Ask ask() {
    return [this](json::object const& asked) {
      request = asked;
      return answer;
    };
  }
};

struct Outcome {
  int code;
  std::string out, err;
};

template <class Command, class Arguments>
Outcome run(Command command, Arguments const& arguments, FakeSite& site,
            std::string_view input = "") {
  std::ostringstream out, err;
  auto const in = piped(input);
  auto const code = command(arguments, site.ask(), Terminal{in.get(), out, err});
  return {code, out.str(), err.str()};
}

json::object ada() {
  return {{"id", "abc"},      {"email", "ada@example.com"}, {"name", nullptr}, {"role", "admin"},
          {"language", "en"}, {"password", true},           {"totp", false}};
}

TEST(ReadPassword, TakesTheFirstLineOfAPipe) {  // oracle: read_password.h
  EXPECT_EQ(read_new_password(piped("secret word\nrest\n").get()).value().expose(), "secret word");
  EXPECT_EQ(read_new_password(piped("windows\r\n").get()).value().expose(), "windows");
  EXPECT_EQ(read_new_password(piped("no end").get()).value().expose(), "no end");
  EXPECT_EQ(read_new_password(piped("").get()).error().kind, Kind::invalid);
  EXPECT_EQ(read_new_password(piped("\n").get()).error().kind, Kind::invalid);
  EXPECT_EQ(read_new_password(piped(std::string(9000, 'x')).get()).error().kind, Kind::invalid);
}

TEST(ReadPassword, ShowsNothingOfItAtATerminal) {  // oracle: termios(3), ECHO
  Typist typist("hunter-2-hunter\nhunter-2-hunter\n");
  auto const password = read_new_password(typist.terminal.get());
  ASSERT_TRUE(password) << password.error().message;
  EXPECT_EQ(password->expose(), "hunter-2-hunter");
  EXPECT_EQ(typist.finish().find("hunter"), std::string::npos) << typist.seen;
  EXPECT_TRUE(typist.shows_typing());
}

TEST(ReadPassword, RefusesTwoThatDiffer) {
  Typist typist("hunter-2-hunter\nhunter-3-hunter\n");
  EXPECT_EQ(read_new_password(typist.terminal.get()).error().message, "The two passwords differ");
}

TEST(ReadPassword, EndsAtOnceWithCtrlCAndMendsTheTerminal) {
  Typist typist("hunt\x03");
  EXPECT_EQ(read_new_password(typist.terminal.get()).error().message, "Cancelled");
  EXPECT_TRUE(typist.shows_typing());
}

TEST(UserCommand,
     AddsAnAccountWithAPasswordFromTheInput) {  // oracle: the operations of operations.h
  FakeSite site;
  site.answer = json::object{{"ok", true}, {"user", ada()}};
  UserArguments arguments;
  arguments.action = UserArguments::Action::add;
  arguments.user = "ada@example.com";
  arguments.role = "admin";
  auto const outcome = run(user_command, arguments, site, "hunter-2-hunter\n");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, "Added ada@example.com (abc, admin)\n");
  EXPECT_EQ(site.request, (json::object{{"command", "user.add"},
                                        {"email", "ada@example.com"},
                                        {"role", "admin"},
                                        {"password", "hunter-2-hunter"}}));
  EXPECT_EQ((outcome.out + outcome.err).find("hunter"), std::string::npos);
}

TEST(UserCommand, AsksNothingOfTheSiteWithoutAPassword) {
  FakeSite site;
  UserArguments arguments;
  arguments.action = UserArguments::Action::password;
  arguments.user = "ada";
  EXPECT_EQ(run(user_command, arguments, site).code, exit_usage);
  EXPECT_TRUE(site.request.empty());
}

TEST(UserCommand, ShowsAccountsAsATableOrAsJson) {  // oracle: terminal.h
  FakeSite site;
  auto odd = ada();
  odd["name"] = "Käuz\n\x1b[31m";
  site.answer = json::object{{"ok", true}, {"users", json::array{ada(), odd}}};
  UserArguments arguments;
  EXPECT_EQ(run(user_command, arguments, site).out,
            "ID   EMAIL            NAME        ROLE   LANGUAGE  PASSWORD  TOTP\n"
            "abc  ada@example.com              admin  en        yes       no\n"
            "abc  ada@example.com  Käuz??[31m  admin  en        yes       no\n");
  arguments.as_json = true;
  EXPECT_EQ(json::parse(run(user_command, arguments, site).out), json::value(*site.answer));
}

TEST(UserCommand, DeletesOnlyWhenSure) {
  FakeSite site;
  site.answer = json::object{{"ok", true}, {"user", ada()}};
  UserArguments arguments;
  arguments.action = UserArguments::Action::remove;
  arguments.user = "ada";
  EXPECT_EQ(run(user_command, arguments, site).code, exit_usage);
  EXPECT_TRUE(site.request.empty());
  arguments.yes = true;
  EXPECT_EQ(run(user_command, arguments, site).code, 0);
  EXPECT_EQ(site.request.at("command"), "user.delete");
}

TEST(UserCommand, ReportsRefusalsAndFailures) {  // oracle: exit codes of terminal.h
  FakeSite site;
  UserArguments arguments;
  site.answer = json::object{{"ok", false}, {"error", {{"key", "k"}, {"message", "No such user"}}}};
  auto outcome = run(user_command, arguments, site);
  EXPECT_EQ(outcome.code, exit_failed);
  EXPECT_EQ(outcome.err, "latchkey: No such user\n");
  site.answer = fail(Kind::internal, "", "The disk is full", "replace x: No space left on device");
  outcome = run(user_command, arguments, site);
  EXPECT_EQ(outcome.code, exit_failed);
  EXPECT_NE(outcome.err.find("No space left"), std::string::npos);
  site.answer = fail(Kind::invalid, "", "config.php, line 3");
  EXPECT_EQ(run(user_command, arguments, site).code, exit_usage);
}

TEST(SessionCommand, ListsSessionsWithTimes) {
  FakeSite site;
  json::object const session{{"id", "s1"},
                             {"user", "abc"},
                             {"created", 1'795'494'483},
                             {"last_seen", 1'795'494'483},
                             {"expires", 1'795'501'683},
                             {"address", "::1"},
                             {"agent", "curl"},
                             {"long", false}};
  site.answer = json::object{{"ok", true}, {"sessions", json::array{session}}};
  auto const out = run(session_command, SessionArguments{}, site).out;
  EXPECT_NE(out.find("s1  abc   2026-11-24 04:28 UTC"), std::string::npos) << out;
}

TEST(SessionCommand, EndsNothingUnlessTold) {
  FakeSite site;
  site.answer = json::object{{"ok", true}, {"sessions", 3}};
  SessionArguments arguments;
  arguments.action = SessionArguments::Action::end;
  EXPECT_EQ(run(session_command, arguments, site).code, exit_usage);
  EXPECT_TRUE(site.request.empty());
  arguments.user = "ada";
  EXPECT_EQ(run(session_command, arguments, site).out, "Sessions ended: 3\n");
  EXPECT_EQ(site.request, (json::object{{"command", "session.end"}, {"user", "ada"}}));
}

TEST(InitCommand, MakesASiteAndSaysWhatToDoNext) {  // oracle: DESIGN 8
  test::TempDir dir;
  std::ostringstream out, err;
  EXPECT_EQ(init_command({dir / "new/my site", false}, {0, out, err}), 0) << err.str();
  for (auto const* file : {"content/site.txt", "content/home/home.txt", "content/error/error.txt",
                           "site/config/config.php", "site/templates/default.mustache",
                           "site/blueprints/users/editor.yml", "site/accounts"})
    EXPECT_TRUE(dir.exists(std::string("new/my site/") + file)) << file;
  EXPECT_NE(out.str().find("latchkey user add --root '" + (dir / "new/my site").string() + "'"),
            std::string::npos)
      << out.str();
}

TEST(InitCommand, RefusesAFolderThatIsNotEmptyAndNamesIt) {  // oracle: DESIGN 8
  test::TempDir dir;
  dir.write("site/file", "kept");
  dir.write("plain", "kept");
  for (auto const* name : {"site", "plain"}) {
    std::ostringstream out, err;
    EXPECT_EQ(init_command({dir / name, false}, {0, out, err}), exit_usage);
    EXPECT_NE(err.str().find((dir / name).string()), std::string::npos) << err.str();
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(dir / "site"), {}), 1);
}

}  // namespace
}  // namespace latchkey::app
