#include "app/cli.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "core/text.h"
#include "support/temp_site.h"

namespace latchkey::app {
namespace {

struct Outcome {
  int code;
  std::string out, err;
};

Outcome run(std::vector<char const*> arguments) {
  std::ostringstream out, err;
  arguments.insert(arguments.begin(), "latchkey");
  auto const code = run_cli(static_cast<int>(arguments.size()), arguments.data(), {0, out, err});
  return {code, out.str(), err.str()};
}

std::string read_project_file(std::string const& name) {
  std::ifstream in(std::string(LATCHKEY_TEST_DATA) + "/../" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// "latchkey user add" and so on, with what each takes.
void collect(CommandShape const& command, std::string const& path,
             std::vector<std::pair<std::string, CommandShape>>& out) {
  out.emplace_back(path, command);
  for (auto const& child : command.commands) collect(child, path + " " + child.name, out);
}

TEST(CommandLine, ExplainsItselfAndKnowsItsVersion) {  // oracle: exit codes of docs/latchkey.1
  for (auto const* command : {"serve", "init", "user", "session", "config", "doctor", "version"}) {
    auto const outcome = run({command, "--help"});
    EXPECT_EQ(outcome.code, 0) << command;
    EXPECT_NE(outcome.out.find("Exit codes: 0 done, 1 failed, 2 wrong usage"), std::string::npos)
        << command;
  }
  EXPECT_EQ(run({"version"}).out, "latchkey " LATCHKEY_VERSION "\n");
  EXPECT_EQ(run({"--version"}).out, "latchkey " LATCHKEY_VERSION "\n");
}

TEST(CommandLine, SaysWithCode2WhatItDoesNotUnderstand) {  // oracle: exit codes of docs/latchkey.1
  std::vector<std::vector<char const*>> const rows = {
      {},
      {"bogus"},
      {"user"},
      {"user", "bogus"},
      {"user", "add"},
      {"init"},
      {"serve", "--port", "abc"},
      {"serve", "--port", "70000"},
      {"serve", "--cert", "x"},
      {"serve", "--bogus"},
      {"session", "end"},
      {"completion", "fish"},
      {"user", "add", "a@example.com", "--password", "secret"}};
  for (auto const& row : rows) {
    auto const outcome = run(row);
    EXPECT_EQ(outcome.code, 2) << (row.empty() ? "nothing" : row.back());
    EXPECT_NE(outcome.err, "") << (row.empty() ? "nothing" : row.back());
  }
}

TEST(CommandLine, NamesTheRangeOfPorts) {
  EXPECT_TRUE(run({"serve", "--port", "70000"}).err.find("0 to 65535") != std::string::npos);
  EXPECT_EQ(run({"serve", "--help"}).out.find("65535"), std::string::npos);
}

// A certificate without a port would leave the site without HTTPS, and nobody would notice.
TEST(CommandLine, RefusesHalfOfWhatHttpsNeeds) {
  test::TempSite const site("auth");
  std::string const root = site.path();
  EXPECT_EQ(run({"serve", "--root", root.c_str(), "--tls-self-signed"}).code, 2);
  EXPECT_EQ(run({"serve", "--root", root.c_str(), "--cert", "c.pem", "--key", "k.pem"}).code, 2);
  EXPECT_EQ(run({"serve", "--root", root.c_str(), "--tls-port", "0"}).code, 2);
}

TEST(CommandLine, NamesTheFolderThatIsNoSite) {  // oracle: DESIGN 8
  test::TempDir dir;
  auto const root = dir.path().string();
  for (auto const& row :
       std::vector<std::vector<char const*>>{{"user", "list"}, {"session", "list"}, {"serve"}}) {
    auto arguments = row;
    arguments.push_back("--root");
    arguments.push_back(root.c_str());
    auto const outcome = run(arguments);
    EXPECT_NE(outcome.code, 0) << row[0];
    if (row[0] != std::string("serve")) {
      EXPECT_NE(outcome.err.find(root), std::string::npos) << outcome.err;
    }
  }
  EXPECT_FALSE(dir.exists("site"));
}

// Oracle: the commands themselves, on a site made by the first of them. No server runs.
TEST(CommandLine, MakesASiteAndManagesItsAccounts) {
  test::TempDir dir;
  auto const root = (dir / "new").string();
  ASSERT_EQ(run({"init", root.c_str()}).code, 0);
  auto const added =
      run({"user", "add", "ada@example.com", "--no-password", "--root", root.c_str()});
  EXPECT_EQ(added.code, 0) << added.err;
  EXPECT_NE(added.out.find("ada@example.com"), std::string::npos);
  auto const listed = run({"user", "list", "--json", "--root", root.c_str()});
  EXPECT_EQ(listed.code, 0) << listed.err;
  EXPECT_EQ(json::parse(listed.out)->at("users").at(0).at("role"), "admin");
  EXPECT_EQ(run({"user", "role", "ada@example.com", "editor", "--root", root.c_str()}).code, 1);
  EXPECT_EQ(run({"user", "delete", "nobody@example.com", "--yes", "--root", root.c_str()}).code, 1);
  EXPECT_EQ(run({"session", "list", "--root", root.c_str()}).code, 0);
  EXPECT_EQ(run({"config", "check", "--root", root.c_str()}).code, 0);
  auto const healthy = run({"doctor", "--root", root.c_str()});
  EXPECT_EQ(healthy.code, 0) << healthy.out;
}

TEST(CommandLine, SetsOptionsByFlags) {  // oracle: DESIGN 7: flags win
  test::TempDir dir;
  auto const root = (dir / "new").string();
  ASSERT_EQ(run({"init", root.c_str()}).code, 0);
  auto const shown = run(
      {"config", "show", "--set", "auth.trials=5", "--set", "debug=true", "--root", root.c_str()});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_TRUE(shown.out.find("auth.trials") != std::string::npos) << shown.out;
  EXPECT_EQ(run({"config", "check", "--set", "auth.trials=many", "--root", root.c_str()}).code, 2);
}

TEST(ManPage, NamesEveryCommandAndOption) {  // oracle: the parser itself
  auto const page = replace_all(read_project_file("docs/latchkey.1"), "\\-", "-");
  std::vector<std::pair<std::string, CommandShape>> all;
  collect(command_shape(), "latchkey", all);
  ASSERT_GT(all.size(), 12U);
  for (auto const& [path, command] : all) {
    if (command.commands.empty()) {
      EXPECT_NE(page.find(".SS " + path), std::string::npos) << path;
    }
    for (auto const& option : command.options)
      EXPECT_NE(page.find(option.name), std::string::npos) << path << ' ' << option.name;
  }
}

TEST(Completion, IsWhatTheFilesHold) {  // oracle: completion/, made by the hidden command
  EXPECT_TRUE(run({"completion", "bash"}).out == read_project_file("completion/latchkey.bash"))
      << "run `latchkey completion bash > completion/latchkey.bash`";
  EXPECT_TRUE(run({"completion", "zsh"}).out == read_project_file("completion/_latchkey"))
      << "run `latchkey completion zsh > completion/_latchkey`";
}

}  // namespace
}  // namespace latchkey::app
