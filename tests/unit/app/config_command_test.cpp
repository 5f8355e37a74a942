#include "app/config_command.h"

#include <gtest/gtest.h>

#include <sstream>

#include "app/terminal.h"
#include "support/temp_site.h"

namespace latchkey::app {
namespace {

struct Answer {
  int code;
  std::string out, err;
};

constexpr auto check = ConfigArguments::Action::check, show = ConfigArguments::Action::show;

Answer run(ConfigArguments const& arguments) {
  std::ostringstream out, err;
  int const code = config_command(arguments, out, err);
  return {code, out.str(), err.str()};
}

void configure(test::TempDir const& dir, std::string const& array) {
  dir.write("site/config/config.php", "<?php\nreturn " + array + ";\n");
}

// Oracle for all: DESIGN 7 and 8 (places, exit codes, masked secrets).
TEST(ConfigCheck, IsContentWithAGoodConfiguration) {
  test::TempDir dir;
  configure(dir, "['debug' => true, 'author.plugin' => fn () => 1]");
  auto const answer = run({check, dir.path(), {}, {}});
  EXPECT_EQ(answer.code, exit_ok);
  EXPECT_EQ(answer.out, "The configuration is fine.\n");
  EXPECT_EQ(run({check, dir.path(), {}, {}, true}).code, exit_ok);
}

TEST(ConfigCheck, PrintsEveryWarningWithItsPlaceAndExitsWith2) {
  test::TempDir dir;
  configure(dir, "['debug' => 1,\n 'auth' => ['trails' => 5]]");
  ConfigArguments const arguments{check, dir.path(), {"LATCHKEY_API_BASICAUTH=1"}, {"nonsense=1"}};
  auto const answer = run(arguments);
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(
      answer.out,
      "flag: nonsense is unknown\n"
      "site/config/config.php:2:20: debug should be true or false, not a number; the default "
      "(false) is used\n"
      "environment: api.basicAuth counts only as true (without quotation marks); it stays off\n"
      "site/config/config.php:3:25: auth.trails is unknown; did you mean auth.trials?\n");
}

TEST(ConfigCheck, PrintsEveryRefusalOnALineOfItsOwn) {
  test::TempDir dir;
  configure(dir, "['url' => foo(), 'home' => foo()]");
  auto const answer = run({check, dir.path(), {}, {}});
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(std::ranges::count(answer.err, '\n'), 2) << answer.err;
  EXPECT_TRUE(answer.err.starts_with("latchkey: site/config/config.php:2:18: url is an expression"))
      << answer.out;
  dir.write("site/config/config.php", "<?php\nc::set('x', 1);");
  EXPECT_TRUE(
      run({check, dir.path(), {}, {}}).err.starts_with("latchkey: site/config/config.php:2:1: "));
}

TEST(ConfigCheck, AnswersJson) {
  test::TempDir dir;
  configure(dir, "['debug' => 1]");
  auto const answer = json::parse(run({check, dir.path(), {}, {}, true}).out).value();
  EXPECT_FALSE(answer.at("ok").as_bool());
  EXPECT_EQ(answer.at("warnings").at(0).at("line").as_int64(), 2);
  configure(dir, "foo()");
  auto const refused = run({check, dir.path(), {}, {}, true});
  EXPECT_EQ(refused.code, 2);
  EXPECT_FALSE(json::parse(refused.out).value().at("error").at("message").as_string().empty());
}

TEST(ConfigShow, ListsValuesAndSourcesAndMasksSecrets_S22) {
  test::TempDir dir;
  configure(dir, "['api' => ['slug' => 'rest', 'csrf' => 'canary'], 'author.plugin' => 'canary']");
  auto const table = run({show, dir.path(), {"LATCHKEY_HOME=start"}, {"auth.trials=3"}});
  EXPECT_EQ(table.code, exit_ok);
  EXPECT_EQ(table.out.find("canary"), std::string::npos);
  auto const has_row = [&](std::string const& option, std::string const& value,
                           std::string const& source) {
    std::istringstream lines(table.out);
    for (std::string line, a, b, c; std::getline(lines, line);) {
      std::istringstream(line) >> a >> b >> c;
      if (a == option) return b == value && c == source;
    }
    return false;
  };
  EXPECT_TRUE(has_row("OPTION", "VALUE", "FROM"));
  EXPECT_TRUE(has_row("api.slug", "rest", "site/config/config.php:2"));
  EXPECT_TRUE(has_row("api.csrf", "***", "site/config/config.php:2"));
  EXPECT_TRUE(has_row("home", "start", "LATCHKEY_HOME"));
  EXPECT_TRUE(has_row("auth.trials", "3", "flag"));
  EXPECT_TRUE(has_row("debug", "false", "default"));
  auto const json = run({show, dir.path(), {}, {}, true});
  EXPECT_EQ(json.out.find("canary"), std::string::npos);
  EXPECT_EQ(json::parse(json.out).value().at("options").at(0).at("option").as_string(), "debug");
}

TEST(ConfigShow, SaysWhyThereIsNothingToShow) {
  test::TempDir dir;
  configure(dir, "['cors' => ['allowCredentials' => true]]");
  auto const answer = run({show, dir.path(), {}, {}});
  EXPECT_EQ(answer.code, exit_usage);
  EXPECT_TRUE(answer.err.starts_with("latchkey: site/config/config.php:2:")) << answer.err;
  EXPECT_EQ(answer.out, "");
}

}  // namespace
}  // namespace latchkey::app
