#include "app/control.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "app/unix_socket.h"
#include "support/temp_site.h"

namespace latchkey::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

json::object echo(json::object const& request) { return {{"ok", true}, {"echo", request}}; }

Deadline soon() { return std::chrono::steady_clock::now() + 5s; }

/// What the server answers to raw bytes; empty when it just closes.
std::string exchange(fs::path const& socket, std::string_view bytes) {
  auto const fd = connect_to(socket);
  write_all(fd.get(), bytes, soon());
  ::shutdown(fd.get(), SHUT_WR);
  return read_line(fd.get(), 1 << 20, soon()).text;
}

TEST(Control, CarriesARequestAndItsAnswer) {  // oracle: inverse
  test::TempDir dir;
  auto const socket = dir / "latchkey/control.sock";
  auto const server = ControlServer::open(socket, echo).value();
  EXPECT_EQ(fs::status(socket).permissions(), fs::perms(0600));
  for (int i = 0; i < 3; ++i) {
    json::object const request{{"command", "user.list"}, {"text", "line\nä\0x"}, {"n", i}};
    auto const answer = control_call(socket, request).value().value();
    EXPECT_EQ(answer.at("echo").as_object(), request);
  }
}

TEST(Control, HasNoAnswerWhereNoServerIs) {  // oracle: control.h
  test::TempDir dir;
  EXPECT_EQ(control_call(dir / "control.sock", {{"command", "x"}}).value(), std::nullopt);
  EXPECT_EQ(control_call(dir / "missing/control.sock", {{"command", "x"}}).value(), std::nullopt);
  { auto const server = ControlServer::open(dir / "control.sock", echo).value(); }
  EXPECT_FALSE(dir.exists("control.sock"));
  EXPECT_EQ(control_call(dir / "control.sock", {{"command", "x"}}).value(), std::nullopt);
}

TEST(Control,
     ReplacesTheSocketOfAServerThatDied) {  // oracle: unix(7): the name outlives the process
  test::TempDir dir;
  auto const socket = dir / "control.sock";
  { auto const left_behind = listen_at(socket); }
  ASSERT_TRUE(dir.exists("control.sock"));
  EXPECT_EQ(control_call(socket, {{"command", "x"}}).value(), std::nullopt);
  auto const server = ControlServer::open(socket, echo);
  ASSERT_TRUE(server);
  EXPECT_TRUE(control_call(socket, {{"command", "x"}}).value());
}

TEST(Control, LeavesARunningServerAndForeignFilesAlone) {  // oracle: control.h
  test::TempDir dir;
  auto const first = ControlServer::open(dir / "control.sock", echo);
  EXPECT_EQ(ControlServer::open(dir / "control.sock", echo).error().kind, Kind::locked);
  EXPECT_TRUE(control_call(dir / "control.sock", {{"command", "x"}}).value());
  dir.write("file", "kept");
  EXPECT_FALSE(ControlServer::open(dir / "file", echo));
  EXPECT_EQ(dir.read("file"), "kept");
}

TEST(Control, WorksInFoldersWithLongNames) {  // oracle: unix(7): sun_path has 108 bytes
  test::TempDir dir;
  auto const folder = dir / (std::string(120, 'a') + "/" + std::string(120, 'b'));
  fs::create_directories(folder);
  auto const server = ControlServer::open(folder / "control.sock", echo);
  ASSERT_TRUE(server) << server.error().cause;
  EXPECT_TRUE(control_call(folder / "control.sock", {{"command", "x"}}).value());
}

TEST(Control, RefusesWhatIsNoRequest) {  // oracle: control.h
  test::TempDir dir;
  std::atomic<int> handled = 0;
  auto const server = ControlServer::open(dir / "control.sock", [&](auto const& request) {
                        return ++handled, echo(request);
                      }).value();
  for (auto const* text :
       {"\n", "x\n", "[]\n", "{}\n", "{\"command\":1}\n", "{\"command\":\"x\"\n", "null\n"})
    EXPECT_NE(exchange(dir / "control.sock", text).find("\"ok\":false"), std::string::npos) << text;
  EXPECT_EQ(exchange(dir / "control.sock", "{\"command\":\"x\"}"), "");  // no newline, then the end
  EXPECT_EQ(handled, 0);
}

TEST(Control, BoundsTheRequest) {  // oracle: max_control_request
  test::TempDir dir;
  auto const server = ControlServer::open(dir / "control.sock", echo).value();
  EXPECT_EQ(control_call(dir / "control.sock", {{"command", std::string(max_control_request, 'x')}})
                .error()
                .kind,
            Kind::too_large);
  EXPECT_NE(exchange(dir / "control.sock", std::string(max_control_request, 'x')).find("too long"),
            std::string::npos);
  EXPECT_TRUE(control_call(dir / "control.sock", {{"command", "x"}}).value());
}

TEST(Control, SurvivesABugInTheHandler) {  // oracle: STYLE 3
  test::TempDir dir;
  auto const server = ControlServer::open(dir / "control.sock", [](auto const&) -> json::object {
                        throw std::runtime_error("bug");
                      }).value();
  for (int i = 0; i < 2; ++i) {
    auto const answer = control_call(dir / "control.sock", {{"command", "x"}}).value().value();
    EXPECT_EQ(answer.at("ok"), false);
    EXPECT_EQ(json::print(answer).find("bug"), std::string::npos);
  }
}

TEST(Control, SaysThatTheServerTakesTooLong) {  // oracle: control.h
  test::TempDir dir;
  auto const slow = [](auto const& request) {
    return std::this_thread::sleep_for(200ms), echo(request);
  };
  auto const server = ControlServer::open(dir / "control.sock", slow).value();
  EXPECT_EQ(control_call(dir / "control.sock", {{"command", "x"}}, 20ms).error().kind,
            Kind::unavailable);
}

TEST(Control, AnswersManyCallersInTurn) {
  test::TempDir dir;
  auto const server = ControlServer::open(dir / "control.sock", echo).value();
  std::atomic<int> answered = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i)
    callers.emplace_back([&] {
      answered +=
          control_call(dir / "control.sock", {{"command", "x"}}).value().has_value() ? 1 : 0;
    });
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(answered, 8);
}

// Oracle: SO_PEERCRED of unix(7). The child gives up root and gets to the socket only because the
// test opens its mode.
TEST(Control, RefusesOtherUsers) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  test::TempDir dir;
  std::atomic<int> handled = 0;
  auto const server = ControlServer::open(dir / "control.sock", [&](auto const& request) {
                        return ++handled, echo(request);
                      }).value();
  auto const ask_as_nobody = [&] {
    auto const child = ::fork();
    if (child == 0) {
      if (::setgid(65534) != 0 || ::setuid(65534) != 0) ::_exit(9);
      auto const answer = control_call(dir / "control.sock", {{"command", "x"}});
      ::_exit(answer ? 0 : answer.error().kind == Kind::forbidden ? 1 : 2);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WEXITSTATUS(status);
  };
  fs::permissions(dir.path(), fs::perms(0711));
  EXPECT_EQ(ask_as_nobody(), 1);
  fs::permissions(dir / "control.sock", fs::perms(0666));
  EXPECT_EQ(ask_as_nobody(), 2);
  EXPECT_EQ(handled, 0);
}

}  // namespace
}  // namespace latchkey::app
