// Files, hosts, environment and flags on top of each other.
#include "config/config.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "support/temp_site.h"

namespace latchkey::config {
namespace {

class Site : public test::TempDir {
 public:
  Site() { std::filesystem::create_directories(path() / "site/config"); }
  /// config.php that returns `array`.
  void configure(std::string const& array) const {
    write("site/config/config.php", "<?php\n\nreturn " + array + ";\n");
  }
};

Config load(Site const& site, std::vector<std::string> const& environment = {},
            std::vector<std::string> const& flags = {}) {
  auto config = Config::load(site.path(), environment, flags);
  EXPECT_TRUE(config) << (config ? "" : config.error().message);
  return config ? *config : *Config::load("/nonexistent", {}, {});
}

std::string refusal(Site const& site, std::vector<std::string> const& flags = {}) {
  auto const config = Config::load(site.path(), {}, flags);
  return config ? "no refusal" : config.error().message;
}

std::string printed(Config const& config) {
  std::string out;
  for (auto const& w : config.warnings())
    out += w.file + ':' + std::to_string(w.line) + ':' + std::to_string(w.column) + ": " + w.text +
           '\n';
  return out;
}

Origin origin(Config const& config, std::string const& option) {
  for (auto const& o : config.origins())
    if (o.option == option) return o;
  return {option, "missing", "missing"};
}

TEST(ConfigLoad, IsFineWithoutFilesAndWithoutAFolder) {
  Site const site;
  EXPECT_TRUE(load(site).warnings().empty());
  EXPECT_TRUE(Config::load("/nonexistent/site", {}, {}));
}

TEST(ConfigLoad, RefusesWhatItCannotRead) {
  Site const site;
  std::filesystem::create_directory(site.path() / "site/config/config.php");
  EXPECT_EQ(refusal(site),
            "site/config/config.php: cannot be read (it is no file); the server needs to read it");
  std::filesystem::remove(site.path() / "site/config/config.php");
  std::filesystem::create_symlink("nowhere.php", site.path() / "site/config/config.php");
  EXPECT_EQ(refusal(site),
            "site/config/config.php: cannot be read (No such file or directory); the server needs "
            "to read it");
}

TEST(ConfigLoad, RefusesAFileItMayNotRead) {
  Site const site;
  site.configure("[]");
  chmod((site.path() / "site/config/config.php").c_str(), 0);
  auto const before = geteuid();
  if (before == 0) {
    ASSERT_EQ(seteuid(65534), 0);  // root may read everything
  }
  auto const message = refusal(site);
  if (before == 0) {
    ASSERT_EQ(seteuid(before), 0);
  }
  EXPECT_EQ(
      message,
      "site/config/config.php: cannot be read (Permission denied); the server needs to read it");
}

TEST(ConfigLoad, NamesFileLineColumnAndCureOfASyntaxError) {
  Site const site;
  site.configure("[\n  'debug' => true\n  'home' => 'x'\n]");
  EXPECT_EQ(refusal(site), "site/config/config.php:5:3: a comma is missing before this");
}

TEST(ConfigLoad, NamesAllMistakesBesideTheOneItRefuses) {
  Site const site;
  site.configure("['auth.trials' => 'ten', 'auth.challenges' => ['sms']]");
  auto const message = refusal(site);
  EXPECT_NE(message.find("auth.challenges names no second step"), std::string::npos) << message;
  EXPECT_NE(message.find("\nsite/config/config.php:"), std::string::npos) << message;
  EXPECT_NE(message.find("auth.trials should be a whole number"), std::string::npos) << message;
}

TEST(ConfigLoad, RefusesFilesForVersion2) {
  Site const site;
  site.write("site/config/config.php", "<?php\n\nc::set('debug', true);\n");
  EXPECT_EQ(refusal(site),
            "site/config/config.php:3:1: this file is for version 2 (c::set); write it as <?php "
            "return ['option' => 'value'];");
}

TEST(ConfigLoad, RefusesReturnValuesThatAreNoMap) {
  Site const site;
  site.configure("require 'a.php'");
  EXPECT_EQ(refusal(site),
            "site/config/config.php:3:8: the file returns an expression, which Latchkey does not "
            "run; return a literal "
            "array, or write the options in site/config/config.yml");
  site.configure("5");
  EXPECT_EQ(refusal(site), "site/config/config.php:3:8: the file should return a map of options");
  site.configure("['debug']");
  EXPECT_EQ(refusal(site), "site/config/config.php:3:8: the file should return a map of options");
  site.configure("[]");
  EXPECT_EQ(refusal(site), "no refusal");
}

TEST(ConfigLoad, WarnsWhereNothingIsReturned) {
  Site const site;
  site.write("site/config/config.php", "<?php\n$x = 1;\n");
  EXPECT_EQ(
      printed(load(site)),
      "site/config/config.php:0:0: returns no options; write return ['option' => 'value'];\n");
  site.write("site/config/config.php", "");
  EXPECT_EQ(printed(load(site)), "");
}

// Oracle: DESIGN 7: opaque values stop the start only where the option is needed.
TEST(Expressions, StopTheStartOnlyWhereTheOptionIsNeeded) {
  Site const site;
  site.configure(
      "[\n 'hooks' => ['a' => function () { return 1; }],\n 'routes' => fn () => [],\n "
      "'author.plugin' => foo(),\n"
      " 'cookie.key' => foo(),\n 'thumbs' => ['x' => Foo::BAR],\n 'auth' => ['trials' => 3, 'x' => "
      "foo()],\n 'cache' => $x\n]");
  auto const config = load(site);
  EXPECT_EQ(printed(config), "");
  EXPECT_EQ(config.base()->auth.trials, 3);

  site.configure("[\n 'auth' => [\n  'methods' => methods(),\n ],\n]");
  EXPECT_EQ(refusal(site),
            "site/config/config.php:5:16: auth.methods is an expression, which Latchkey does not "
            "run; write a literal value, "
            "or set it in site/config/config.yml or as LATCHKEY_AUTH_METHODS");
  site.configure("['auth.methods' => ['password' => ['2fa' => foo()]]]");
  EXPECT_NE(refusal(site), "no refusal");
  site.configure("['session' => require 'session.php', 'api.basicAuth' => foo()]");
  EXPECT_EQ(refusal(site),
            "site/config/config.php:3:64: api.basicAuth is an expression, which Latchkey does not "
            "run; write a literal value, "
            "or set it in site/config/config.yml or as LATCHKEY_API_BASIC_AUTH\n"
            "site/config/config.php:3:22: session is an expression, which Latchkey does not run; "
            "write a literal value, or set "
            "it in site/config/config.yml");
}

TEST(Expressions, OfHarmlessOptionsLeaveTheCarefulDefault) {
  Site const site;
  site.configure(
      "['debug' => getenv('X') === 'y', 'panel' => ['install' => foo(), 'dev' => foo()], 'ready' "
      "=> fn () => []]");
  auto const config = load(site);
  EXPECT_FALSE(config.base()->debug || config.base()->panel_install || config.base()->panel_dev);
  EXPECT_EQ(printed(config),
            "site/config/config.php:3:20: debug is an expression, which Latchkey does not run; the "
            "default (false) is used\n"
            "site/config/config.php:3:66: panel.install is an expression, which Latchkey does not "
            "run; the default (false) is used\n"
            "site/config/config.php:3:82: panel.dev is an expression, which Latchkey does not run; "
            "the default (false) is used\n"
            "site/config/config.php:3:101: ready is a function, which Latchkey does not run; write "
            "its options as literals\n");
}

TEST(Expressions, AreMendedByAHigherLayer) {
  Site const site;
  site.configure("['url' => foo(), 'auth' => bar()]");
  site.write("site/config/config.yml", "auth:\n  trials: 4\n");
  EXPECT_NE(refusal(site), "no refusal");
  auto const config = load(site, {}, {"url=https://example.com"});
  EXPECT_EQ(config.base()->url.urls, std::vector<std::string>{"https://example.com"});
  EXPECT_EQ(config.base()->auth.trials, 4);
}

TEST(EnvCalls, ReadTheProcessEnvironment) {
  Site const site;
  setenv("LATCHKEY_TEST_SLUG", "from-env", 1);
  site.configure(
      "['api' => ['slug' => env('LATCHKEY_TEST_SLUG', 'x'), 'basicAuth' => "
      "env('LATCHKEY_TEST_NONE', true)]]");
  auto const config = load(site);
  EXPECT_EQ(config.base()->api.slug, "from-env");
  EXPECT_TRUE(config.base()->api.basic_auth);
  EXPECT_EQ(printed(config), "");
  site.write(".env", "A=b");
  EXPECT_EQ(printed(load(site)),
            "site/config/config.php:0:0: asks for variables, but the file .env is not read; pass "
            "them in the environment\n");
}

TEST(Layers, CoverEachOtherInOrder) {
  Site const site;
  site.configure(
      "['home' => 'a', 'error' => 'a', 'panel.language' => 'a', 'api.slug' => 'a', 'api.csrf' => "
      "'a']");
  site.write("site/config/config.example.com.php",
             "<?php return ['error' => 'b', 'panel' => ['language' => 'b'], 'api' => ['slug' => "
             "'b', 'csrf' => 'b']];");
  site.write("site/config/config.yml", "panel: {language: c}\napi.slug: c\napi: {csrf: c}\n");
  auto const config =
      load(site, {"LATCHKEY_API_SLUG=d", "LATCHKEY_API_CSRF=d", "PATH=/x"}, {"api.csrf=e"});
  auto const options = config.for_host("example.com", false);
  EXPECT_EQ(options->home, "a");
  EXPECT_EQ(options->error, "b");
  EXPECT_EQ(options->panel_language, "c");
  EXPECT_EQ(options->api.slug, "d");
  EXPECT_EQ(options->api.csrf, "e");
  EXPECT_EQ(config.base()->error, "a");
  EXPECT_EQ(printed(config), "");
}

// Oracle: spec/content-api 21.10.
TEST(HostFiles, CountForTheirHostInAnyCaseAndWithAnyPort) {
  Site const site;
  site.configure("['api.slug' => 'main', 'auth.trials' => 3]");
  site.write("site/config/config.example.com.php", "<?php return ['api' => ['slug' => 'host']];");
  site.write("site/config/config.[::2].php", "<?php return [];");
  site.write("site/config/config.::2.php", "<?php return ['api.slug' => 'six'];");
  site.write("site/config/config..php", "garbage");
  site.write("site/config/other.php", "garbage");
  auto const config = load(site);
  for (auto const* host : {"example.com", "EXAMPLE.com", "example.com:8080"}) {
    auto const options = config.for_host(host, false);
    EXPECT_EQ(options->api.slug, "host") << host;
    EXPECT_EQ(options->auth.trials, 3) << host;
    EXPECT_EQ(options, config.for_host("example.com", true)) << host;
  }
  for (auto const* host :
       {"", "www.example.com", "example.com.", ":80", "[", "[::2", "../example.com"})
    EXPECT_EQ(config.for_host(host, true), config.base()) << host;
  EXPECT_EQ(config.for_host("[::2]:80", false)->api.slug, "six");
}

// Oracle: spec/auth 13: anyone can send a Host header.
TEST(HostFiles, ForThisMachineCountForLoopbackPeersOnly_S3) {
  Site const site;
  for (auto const* host : {"localhost", "127.0.0.1", "::1", "example.com"})
    site.write("site/config/config." + std::string(host) + ".php",
               "<?php return ['panel.install' => true];");
  auto const config = load(site);
  for (auto const* host :
       {"localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:8000", "[::1]:80"}) {
    EXPECT_FALSE(config.for_host(host, false)->panel_install) << host;
    EXPECT_TRUE(config.for_host(host, true)->panel_install) << host;
  }
  EXPECT_TRUE(config.for_host("example.com", false)->panel_install);
}

TEST(HostFiles, AreCheckedAtTheStartLikeTheMainFile) {
  Site const site;
  site.configure("['session.prefix' => '__Host-']");
  site.write("site/config/config.a.test.php", "<?php return ['url' => 'http://a.test'];");
  EXPECT_EQ(refusal(site),
            "site/config/config.php:3:29: session.prefix cannot work where url begins with "
            "http://; use https://");
  site.write("site/config/config.a.test.php",
             "<?php return ['auth.trials' => 'x', 'debug' => foo(), [];");
  EXPECT_EQ(refusal(site),
            "site/config/config.a.test.php:1:14: this bracket is never closed; add its partner");
  site.write("site/config/config.a.test.php", "<?php return ['auth.trials' => 'x'];");
  EXPECT_EQ(printed(load(site)),
            "site/config/config.a.test.php:1:32: auth.trials should be a whole number, not a text; "
            "the default (10) is used\n");
}

TEST(Merging, JoinsMapsAndReplacesEverythingElse) {
  Site const site;
  site.configure(
      "['auth' => ['methods' => ['password', 'code'], 'trials' => 3], 'cors' => ['allowOrigin' => "
      "['https://a.b', 'https://c.d'],"
      " 'maxAge' => 5], 'api' => ['basicAuth' => true], 'headers' => ['X-A' => '1', 'X-B' => "
      "'2']]");
  site.write("site/config/config.h.php",
             "<?php return ['auth' => ['methods' => ['code'], 'debug' => []], 'cors' => "
             "['allowOrigin' => ['https://e.f']],"
             " 'api' => ['slug' => 'x'], 'headers' => ['X-B' => '3']];");
  auto const o = *load(site).for_host("h", false);
  EXPECT_EQ(o.auth.methods.names(), std::vector<std::string>{"code"});
  EXPECT_EQ(o.auth.trials, 3);
  EXPECT_EQ(o.cors.origins, std::vector<std::string>{"https://e.f"});
  EXPECT_EQ(o.cors.max_age, 5);
  EXPECT_TRUE(o.api.basic_auth);
  EXPECT_EQ(o.api.slug, "x");
  EXPECT_EQ(o.headers, (std::map<std::string, std::string>{{"X-A", "1"}, {"X-B", "3"}}));
}

TEST(Merging, KeepsAnApiThatIsOffOffUntilAMapTurnsItOn) {
  Site const site;
  site.configure("['api' => false]");
  EXPECT_FALSE(load(site, {"LATCHKEY_API_SLUG=x"}).base()->api.enabled);
  site.write("site/config/config.h.php", "<?php return ['api' => ['slug' => 'x']];");
  site.write("site/config/config.i.php", "<?php return ['api.slug' => 'x'];");
  EXPECT_TRUE(load(site).for_host("h", false)->api.enabled);
  EXPECT_FALSE(load(site).for_host("i", false)->api.enabled);
}

TEST(Merging, LeavesDetailsWhereTheEnvironmentSaysTrue) {
  Site const site;
  site.configure("['api' => ['slug' => 'x'], 'cors' => ['allowOrigin' => 'https://a.b']]");
  auto const o = *load(site, {"LATCHKEY_API=true", "LATCHKEY_CORS=true"}).base();
  EXPECT_EQ(o.api.slug, "x");
  EXPECT_FALSE(o.cors.any_origin);
  EXPECT_FALSE(load(site, {"LATCHKEY_CORS=false"}).base()->cors.enabled);
}

TEST(Environment, IsComparedWithoutCaseAndUnderscores) {
  Site const site;
  auto const o =
      *load(site,
            {"LATCHKEY_AUTH_TRIALS=5", "LATCHKEY_API_BASICAUTH=true",
             "LATCHKEY_API_ALLOW_INSECURE=true", "LATCHKEY_session_cookieName=s",
             "LATCHKEY_SESSION_TIMEOUT=false", "LATCHKEY_API_CSRF=12345",
             "LATCHKEY_AUTH_METHODS=[\"code\"]", "LATCHKEY_URL=https://a.b", "LATCHKEY_HOME=null",
             "LATCHKEY_ERROR=true", "LATCHKEY_PANEL_LANGUAGE=\"de\"", "LATCHKEY_PROXIES=2",
             "LATCHKEY_EMAIL_TRANSPORT_PASSWORD=a=b", "latchkey_debug=true", "OTHER_DEBUG=true"})
           .base();
  EXPECT_EQ(o.auth.trials, 5);
  EXPECT_TRUE(o.api.basic_auth && o.api.allow_insecure);
  EXPECT_EQ(o.session.cookie_name, "s");
  EXPECT_FALSE(o.session.timeout);
  EXPECT_EQ(o.api.csrf, "12345");
  EXPECT_EQ(o.auth.methods.names(), std::vector<std::string>{"code"});
  EXPECT_EQ(o.url.mode, UrlOptions::Mode::fixed);
  EXPECT_EQ(o.home, "home");
  EXPECT_EQ(o.error, "true");
  EXPECT_EQ(o.panel_language, "de");
  EXPECT_EQ(o.proxies.hops, 2);
  EXPECT_EQ(o.mail.password, "a=b");
  EXPECT_FALSE(o.debug);
}

TEST(Environment, MistakesAreReportedWithoutTheirValues) {
  Site const site;
  EXPECT_EQ(
      printed(load(site, {"LATCHKEY_API_BASIC_AUTH=1", "LATCHKEY_AUTH_TRIALS=canary",
                          "LATCHKEY_AUTH_TRAILS=5", "LATCHKEY_SOMETHING_ELSE=5",
                          "LATCHKEY_API_ALLOWINSECURE=True"})),
      "environment:0:0: LATCHKEY_AUTH_TRAILS is unknown; did you mean LATCHKEY_AUTH_TRIALS?\n"
      "environment:0:0: api.basicAuth counts only as true (without quotation marks); it stays off\n"
      "environment:0:0: api.allowInsecure counts only as true (without quotation marks); it stays "
      "off\n"
      "environment:0:0: auth.trials should be a whole number, not a text; the default (10) is "
      "used\n");
}

TEST(Flags, SetOptionsAndNamesBelowOpenMaps) {
  Site const site;
  auto const config =
      load(site, {"LATCHKEY_AUTH_TRIALS=4"},
           {"auth.trials=5", "headers.X-Robots-Tag=none", "api.slug=a", "api.slug=b"});
  EXPECT_EQ(config.base()->auth.trials, 5);
  EXPECT_EQ(config.base()->headers.at("X-Robots-Tag"), "none");
  EXPECT_EQ(config.base()->api.slug, "b");
  EXPECT_EQ(refusal(site, {"debug"}), "flag: debug needs a value, as in auth.trials=5");
  EXPECT_EQ(printed(load(site, {}, {"auth.trail=5", "nonsense.x=1"})),
            "flag:0:0: auth.trail is unknown; did you mean auth.trials?\nflag:0:0: nonsense.x is "
            "unknown\n");
}

TEST(YamlFile, ErrorsNameFileAndLine) {
  Site const site;
  site.write("site/config/config.yml", "a: [1\nb: 2\n");
  EXPECT_EQ(refusal(site).substr(0, 24), "site/config/config.yml:2");
  site.write("site/config/config.yml", "- a\n");
  EXPECT_EQ(refusal(site), "site/config/config.yml: should hold a map of options");
  site.write("site/config/config.yml", "");
  EXPECT_EQ(refusal(site), "no refusal");
  site.write("site/config/config.yml", "auth:\n  trials: many\n");
  EXPECT_EQ(printed(load(site)),
            "site/config/config.yml:0:0: auth.trials should be a whole number, not a text; the "
            "default (10) is used\n");
}

TEST(Origins, TellValueAndSourceOfEveryOption) {
  Site const site;
  site.configure(
      "[\n  'debug' => true,\n  'auth' => ['trials' => 'x', 'methods' => ['password', 'code']],\n  "
      "'languages' => ['detect' => true],\n]");
  site.write("site/config/config.yml", "home: about\n");
  auto const config = load(site, {"LATCHKEY_ERROR=oops"}, {"api.slug=rest"});
  auto const check = [&](std::string const& option, std::string const& value,
                         std::string const& source) {
    auto const found = origin(config, option);
    EXPECT_EQ(found.value, value) << option;
    EXPECT_EQ(found.source, source) << option;
  };
  check("debug", "true", "site/config/config.php:4");
  check("auth.trials", "10", "default");
  check("auth.methods", R"(["password","code"])", "site/config/config.php:5");
  check("home", "about", "site/config/config.yml");
  check("error", "oops", "LATCHKEY_ERROR");
  check("api.slug", "rest", "flag");
  check("api.csrf", "none", "default");
  check("languages.detect", "(not an option of Latchkey)", "site/config/config.php:6");
}

// Oracle: a canary in every place that may hold a secret.
TEST(Origins, AndWarningsNeverShowSecretsOrUnknownValues_S22) {
  Site const site;
  site.configure(
      "['api.csrf' => 'canary', 'cookie.key' => 'canary', 'content.salt' => 'canary', "
      "'author.plugin.token' => 'canary',"
      " 'email.transport' => ['type' => 'smtp', 'password' => 'canary'], 'email.presets' => ['x' "
      "=> 'canary'],"
      " 'headers' => ['X-Secret-Key' => 'canary'], 'trials' => 'canary', 'autth' => 'canary', "
      "'auth.trials' => 'canary',"
      " 'auth.debug' => 'canary', 'url' => 'canary', 'session.timeout' => 'canary', "
      "'session.timout' => 'canary']");
  auto const config = load(site, {"LATCHKEY_AUTH_TIMEOUT=canary", "LATCHKEY_AUTH_TIMEOT=canary"},
                           {"author.x=canary", "debug=canary"});
  EXPECT_FALSE(config.warnings().empty());
  EXPECT_EQ(printed(config).find("canary"), std::string::npos) << printed(config);
  for (auto const& o : config.origins())
    EXPECT_EQ(o.value.find("canary"), std::string::npos) << o.option;
  EXPECT_EQ(origin(config, "api.csrf").value, "***");
  EXPECT_EQ(origin(config, "email.transport.password").value, "***");
  EXPECT_EQ(origin(config, "headers").value, R"({"X-Secret-Key":"***"})");
}

TEST(Hints, NameTheOptionThatWasMeant) {
  Site const site;
  site.configure(
      "['api.basicauth' => true, 'sesion' => ['timeout' => 5], 'session.timout' => 5, 'auth' => "
      "['trails' => 5, 'triasl' => 5],"
      " 'hooks' => [], 'routes' => [], 'cache' => [], 'thumbs' => [], 'author.plugin' => 1, "
      "'panel.css' => 'x', 'date' => 'x',"
      " 'languages.detect' => true, 'markdown' => []]");
  EXPECT_EQ(
      printed(load(site)),
      "site/config/config.php:3:28: api.basicauth is unknown; did you mean api.basicAuth?\n"
      "site/config/config.php:3:46: sesion is unknown; did you mean session?\n"
      "site/config/config.php:3:84: session.timout is unknown; did you mean session.timeout?\n"
      "site/config/config.php:3:110: auth.trails is unknown; did you mean auth.trials?\n"
      "site/config/config.php:3:125: auth.triasl is unknown; did you mean auth.trials?\n");
}

}  // namespace
}  // namespace latchkey::config
