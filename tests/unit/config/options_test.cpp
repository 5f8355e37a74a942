// Every row of spec/auth 15, spec/content-api 1 and security 6 through config.php.
#include "config/options.h"

#include <gtest/gtest.h>

#include <functional>

#include "config/state.h"
#include "config/table.h"

namespace latchkey::config {
namespace {

std::shared_ptr<Config::State const> read(std::string const& array) {
  Texts texts;
  texts.main = "<?php return " + array + ";";
  auto const state = build(texts);
  EXPECT_TRUE(state) << array << ": " << (state ? "" : state.error().message);
  return state ? *state : std::make_shared<Config::State>();
}

Options options(std::string const& array) {
  auto const state = read(array);
  return state->base ? *state->base : Options{};
}

std::string first_warning(std::string const& array) {
  auto const state = read(array);
  return state->warnings.empty() ? "no warning" : state->warnings[0].text;
}

std::string refusal(std::string const& array) {
  Texts texts;
  texts.main = "<?php return " + array + ";";
  auto const state = build(texts);
  return state ? "no refusal" : state.error().message;
}

TEST(Options, HaveTheDefaultsOfTheSpecWithoutAnyFile) {
  auto const state = build({});
  ASSERT_TRUE(state);
  auto const& o = *(*state)->base;
  EXPECT_TRUE((*state)->warnings.empty());
  EXPECT_FALSE(o.debug || o.api.basic_auth || o.api.allow_insecure || o.cors.enabled ||
               o.languages || o.panel_dev);
  EXPECT_TRUE(o.api.enabled && o.auth.device && o.content_uuid && o.content_locking);
  EXPECT_EQ(o.api.slug, "api");
  EXPECT_EQ(o.auth.methods.names(), std::vector<std::string>{"password"});
  EXPECT_EQ(o.auth.challenges, (std::vector<std::string>{"totp", "email"}));
  EXPECT_EQ(o.auth.trials, 10);
  EXPECT_EQ(o.auth.timeout, seconds(3600));
  EXPECT_EQ(o.auth.challenge_timeout, seconds(600));
  EXPECT_EQ(o.auth.debug, AuthDebug::log);
  EXPECT_EQ(o.session.duration_normal, seconds(7200));
  EXPECT_EQ(o.session.duration_long, seconds(1209600));
  EXPECT_EQ(o.session.timeout, seconds(1800));
  EXPECT_EQ(o.session.cookie_name, "kirby_session");
}

struct Written {
  char const* php;
  std::function<bool(Options const&)> holds;
};

// Oracle: spec/auth 15, spec/content-api 1, security 6.
TEST(Options, ReachTheirTypedPlaces) {
  std::vector<Written> const rows{
      {"['debug' => true]", [](auto& o) { return o.debug; }},
      {"['api' => false]", [](auto& o) { return !o.api.enabled; }},
      {"['api' => true]", [](auto& o) { return o.api.enabled; }},
      {"['api' => []]", [](auto& o) { return o.api.enabled; }},
      {"['api' => ['slug' => 'rest']]",
       [](auto& o) { return o.api.enabled && o.api.slug == "rest"; }},
      {"['api.slug' => '/rest/']", [](auto& o) { return o.api.slug == "rest"; }},
      {"['api.basicAuth' => true]", [](auto& o) { return o.api.basic_auth; }},
      {"['api' => ['allowInsecure' => true]]",
       [](auto& o) { return o.api.allow_insecure && !o.api.basic_auth; }},
      {"['api.csrf' => 'fixed']", [](auto& o) { return o.api.csrf == "fixed"; }},
      {"['auth.challenges' => 'email']",
       [](auto& o) { return o.auth.challenges == std::vector<std::string>{"email"}; }},
      {"['auth.challenges' => ['email', 'totp']]",
       [](auto& o) {
         return o.auth.challenges.front() == "email" && o.auth.challenges.size() == 2;
       }},
      {"['auth' => ['challenge' => ['timeout' => 60]]]",
       [](auto& o) { return o.auth.challenge_timeout == seconds(60); }},
      {"['auth' => ['challenge.email' => ['from' => 'a@b.c', 'fromName' => 'N', 'subject' => "
       "'S']]]",
       [](auto& o) {
         return o.auth.challenge_from == "a@b.c" && o.auth.challenge_from_name == "N" &&
                o.auth.challenge_subject == "S";
       }},
      {"['auth.trials' => 2, 'auth.timeout' => 60 * 2]",
       [](auto& o) { return o.auth.trials == 2 && o.auth.timeout == seconds(120); }},
      {"['auth.debug' => true]", [](auto& o) { return o.auth.debug == AuthDebug::wire; }},
      {"['auth.debug' => false]", [](auto& o) { return o.auth.debug == AuthDebug::off; }},
      {"['auth.debug' => 'log']", [](auto& o) { return o.auth.debug == AuthDebug::log; }},
      {"['auth.device' => false, 'auth.delay' => false]",
       [](auto& o) { return !o.auth.device && !o.auth.delay; }},
      {"['auth.passwords' => ['algorithm' => 'bcrypt', 'upgrade' => false, 'minLength' => 15, "
       "'common' => true]]",
       [](auto& o) {
         auto& p = o.auth.passwords;
         return p.bcrypt && !p.upgrade && p.min_length == 15 && p.allow_common;
       }},
      {"['session' => ['durationNormal' => 8, 'durationLong' => 9, 'timeout' => 2]]",
       [](auto& o) {
         return o.session.duration_normal == seconds(8) && o.session.duration_long == seconds(9) &&
                o.session.timeout == seconds(2);
       }},
      {"['session.timeout' => false]", [](auto& o) { return !o.session.timeout; }},
      {"['session.cookieName' => 's', 'session.cookieDomain' => 'example.com']",
       [](auto& o) {
         return o.session.cookie_name == "s" && o.session.cookie_domain == "example.com";
       }},
      {"['session.prefix' => '__Host-']",
       [](auto& o) { return o.session.cookie_name == "__Host-kirby_session"; }},
      {"['cors' => true]",
       [](auto& o) {
         return o.cors.enabled && o.cors.any_origin && !o.cors.credentials &&
                o.cors.allow_methods.size() == 6;
       }},
      {"['cors' => false]", [](auto& o) { return !o.cors.enabled; }},
      {"['cors' => ['allowOrigin' => 'https://App.example']]",
       [](auto& o) {
         return o.cors.enabled && !o.cors.any_origin &&
                o.cors.origins == std::vector<std::string>{"https://app.example"};
       }},
      {"['cors' => ['allowOrigin' => ['https://a.b', 'https://c.d'], 'allowCredentials' => true, "
       "'exposeHeaders' => ['X-One', 'X-Two'],"
       "'allowMethods' => ['GET', 'PATCH'], 'allowHeaders' => true, 'maxAge' => 600]]",
       [](auto& o) {
         auto& c = o.cors;
         return c.origins.size() == 2 && c.credentials && c.expose_headers.size() == 2 &&
                c.allow_methods == std::vector<std::string>{"GET", "PATCH"} && c.echo_headers &&
                c.max_age == 600;
       }},
      {"['cors' => ['allowHeaders' => 'X-CSRF, Content-Type', 'exposeHeaders' => 'X-A']]",
       [](auto& o) {
         return o.cors.allow_headers.size() == 2 && o.cors.allow_headers[1] == "Content-Type" &&
                o.cors.expose_headers.size() == 1;
       }},
      {"['url' => 'https://example.com/sub/']",
       [](auto& o) {
         return o.url.mode == UrlOptions::Mode::fixed &&
                o.url.urls == std::vector<std::string>{"https://example.com/sub"};
       }},
      {"['url' => '*']", [](auto& o) { return o.url.mode == UrlOptions::Mode::any; }},
      {"['url' => ['http://127.0.0.1:8000', 'https://example.com']]",
       [](auto& o) { return o.url.mode == UrlOptions::Mode::list && o.url.urls.size() == 2; }},
      {"['url' => null]", [](auto& o) { return o.url.mode == UrlOptions::Mode::request; }},
      {"['proxies' => 1]",
       [](auto& o) { return o.proxies.hops == 1 && o.proxies.networks.empty(); }},
      {"['proxies' => ['10.0.0.0/8', '::1', '192.168.1.1']]",
       [](auto& o) {
         return o.proxies.hops == 0 &&
                o.proxies.networks ==
                    std::vector<std::string>{"10.0.0.0/8", "::1/128", "192.168.1.1/32"};
       }},
      {"['panel' => ['install' => true, 'dev' => true, 'language' => 'de']]",
       [](auto& o) { return o.panel_install && o.panel_dev && o.panel_language == "de"; }},
      {"['panel.dev' => 'http://localhost:3000']", [](auto& o) { return o.panel_dev; }},
      {"['panel.dev' => false]", [](auto& o) { return !o.panel_dev; }},
      {"['panel.dev' => null]", [](auto& o) { return !o.panel_dev; }},
      {"['panel.dev' => 0]", [](auto& o) { return o.panel_dev; }},
      {"['languages' => true, 'languages.detect' => true]", [](auto& o) { return o.languages; }},
      {"['languages' => ['detect' => true]]", [](auto& o) { return o.languages; }},
      {"['languages' => false, 'languages.detect' => true]", [](auto& o) { return !o.languages; }},
      {"['home' => 'about', 'error' => 'oops']",
       [](auto& o) { return o.home == "about" && o.error == "oops"; }},
      {"['content' => ['extension' => 'md', 'uuid' => false, 'ignore' => ['x'], 'locking' => "
       "false]]",
       [](auto& o) {
         return o.content_extension == "md" && !o.content_uuid &&
                o.content_ignore == std::vector<std::string>{"x"} && !o.content_locking;
       }},
      {"['content.uuid' => 'uuid-v4']",
       [](auto& o) { return o.content_uuid && o.content_uuid_v4; }},
      {"['slugs.maxlength' => 100]", [](auto& o) { return o.slug_max_length == 100; }},
      {"['kql' => ['auth' => false, 'methods' => ['blocked' => ['Kirby\\\\Cms\\\\Page::slug']]]]",
       [](auto& o) {
         return !o.kql.auth &&
                o.kql.blocked_methods == std::vector<std::string>{"Kirby\\Cms\\Page::slug"};
       }},
      {"['yaml.handler' => 'symfony']", [](auto& o) { return o.yaml_handler == "symfony"; }},
      {"['email' => ['transport' => ['type' => 'smtp', 'host' => 'mail', 'port' => '587', "
       "'security' => true, 'auth' => true,"
       "'username' => 'u', 'password' => 'p']]]",
       [](auto& o) {
         auto& m = o.mail;
         return m.type == "smtp" && m.host == "mail" && m.port == 587 && m.security == "tls" &&
                m.auth && m.username == "u" && m.password == "p";
       }},
      {"['email.transport' => ['port' => 465, 'security' => true]]",
       [](auto& o) { return o.mail.security == "ssl"; }},
      {"['email.transport' => ['security' => false, 'username' => '', 'password' => null]]",
       [](auto& o) { return o.mail.security.empty() && o.mail.username.empty(); }},
      {"['headers' => ['X-Frame-Options' => 'DENY']]",
       [](auto& o) { return o.headers.at("X-Frame-Options") == "DENY"; }},
      {"['limits' => ['bodyBytes' => 2048, 'headTimeout' => 3, 'workerThreads' => 8]]",
       [](auto& o) {
         return o.limits.body_bytes == 2048 && o.limits.head_timeout == seconds(3) &&
                o.limits.worker_threads == 8;
       }},
      {"['cookie.key' => 'x', 'content.salt' => 'y', 'session.gcInterval' => false, "
       "'api.methodOverride' => false]",
       [](auto&) { return true; }},
  };
  for (auto const& row : rows) {
    auto const state = read(row.php);
    ASSERT_TRUE(state->base) << row.php;
    EXPECT_TRUE(row.holds(*state->base)) << row.php;
    EXPECT_TRUE(state->warnings.empty()) << row.php << ": " << state->warnings[0].text;
  }
}

// Oracle: the same options written in both ways.
TEST(Options, AreTheSameWithDotsAndNested) {
  auto const nested = options(
      "['api' => ['basicAuth' => true, 'slug' => 'x'], 'auth' => ['challenge' => ['timeout' => "
      "5]]]");
  auto const dotted =
      options("['api.basicAuth' => true, 'api.slug' => 'x', 'auth.challenge.timeout' => 5]");
  auto const mixed = options(
      "['api' => ['basicAuth' => true], 'api.slug' => 'x', 'auth' => ['challenge.timeout' => 5]]");
  for (auto const& o : {nested, dotted, mixed}) {
    EXPECT_TRUE(o.api.basic_auth);
    EXPECT_EQ(o.api.slug, "x");
    EXPECT_EQ(o.auth.challenge_timeout, seconds(5));
  }
}

// Oracle: spec/auth 7, 15: not 1, not "true".
TEST(OnlyTrue, IsTrueForBasicAuth) {
  for (auto const* value : {"1", "'true'", "'1'", "[true]", "['x' => true]", "1.0"}) {
    for (std::string const option :
         {"api.basicAuth", "api.allowInsecure", "cors.allowCredentials"}) {
      auto const array = "['" + option + "' => " + value + "]";
      auto const o = options(array);
      EXPECT_FALSE(o.api.basic_auth || o.api.allow_insecure || o.cors.credentials) << array;
      EXPECT_EQ(first_warning(array),
                option + " counts only as true (without quotation marks); it stays off");
    }
  }
}

struct MethodsRow {
  char const *php, *names;
  bool two_factor;
  char const* contradiction;
};

// Oracle: spec/auth 4 and 15.
TEST(AuthMethods, HaveThreeFormsAndAreNormalised) {
  for (auto const& [php, names, two_factor, contradiction] : std::initializer_list<MethodsRow>{
           {"'password'", "password ", false, ""},
           {"'code'", "code ", false, ""},
           {"['password', 'code']", "password code ", false, ""},
           {"['code', 'password']", "code password ", false, ""},
           {"['password' => true]", "password ", false, ""},
           {"['password' => false, 'code' => true]", "code ", false, ""},
           {"['password' => null, 'code' => []]", "code ", false, ""},
           {"['password' => ['2fa' => true]]", "password ", true, ""},
           {"['password' => ['2fa' => false], 'code']", "password code ", false, ""},
           {"['password' => ['2fa' => true], 'code' => true]", "password ", true,
            "The \"code\" login method cannot be enabled when 2FA is required"},
           {"['password' => ['2fa' => true], 'password-reset' => true]", "password ", true,
            "The \"password-reset\" login method cannot be enabled when 2FA is required"},
           {"['password', 'code', 'password-reset']", "password password-reset ", false,
            "The \"code\" and \"password-reset\" login methods cannot be enabled together"},
           {"['password' => ['2fa' => true], 'code' => true, 'password-reset' => true]",
            "password ", true, "The \"code\" login method cannot be enabled when 2FA is required"},
       }) {
    for (bool const debug : {false, true}) {
      auto const o = options(std::string("['debug' => ") + (debug ? "true" : "false") +
                             ", 'auth.methods' => " + php + "]");
      std::string joined;
      for (auto const& name : o.auth.methods.names()) joined += name + ' ';
      EXPECT_EQ(joined, names) << php;
      EXPECT_EQ(o.auth.methods.two_factor, two_factor) << php;
      EXPECT_EQ(o.auth.methods.contradiction.value_or(""), debug ? contradiction : "") << php;
    }
  }
}

TEST(AuthMethods, WarnOfWhatTheyDoNotKnow) {
  EXPECT_EQ(first_warning("['auth.methods' => ['password', 'passwort']]"),
            "auth.methods names \"passwort\", which is none of password, code, password-reset");
  EXPECT_EQ(first_warning("['auth.methods' => []]"),
            "auth.methods names no method, so nobody can log in");
  EXPECT_EQ(first_warning("['auth.challenges' => []]"),
            "auth.challenges names no second step, so no code is ever right");
  EXPECT_EQ(first_warning("['auth.methods' => 5]"),
            "auth.methods should be a text, a list or a map, not a number; the default (password) "
            "is used");
  EXPECT_EQ(
      first_warning("['auth.methods' => ['password' => ['2fa' => 1]]]"),
      "auth.methods.password.2fa counts only as true (without quotation marks); it stays off");
  EXPECT_TRUE(options("['auth.methods' => []]").auth.methods.names().empty());
}

struct Mistake {
  char const *php, *warning;
};

TEST(WrongTypes, LeaveTheDefaultAndSayWhatWasExpected) {
  Options const defaults;
  for (auto const& [php, warning] : std::initializer_list<Mistake>{
           {"['debug' => 1]",
            "debug should be true or false, not a number; the default (false) is used"},
           {"['debug' => 'true']",
            "debug should be true or false, not a text; the default (false) is used"},
           {"['auth.trials' => '5']",
            "auth.trials should be a whole number, not a text; the default (10) is used"},
           {"['auth.trials' => 2.5]",
            "auth.trials should be a whole number, not a number with a fraction; the default (10) "
            "is used"},
           {"['auth.trials' => 0]",
            "auth.trials should be between 1 and 1000000000; the default (10) is used"},
           {"['auth.timeout' => [1]]",
            "auth.timeout should be a whole number, not a list; the default (3600) is used"},
           {"['auth' => true]", "auth should be a map, not true or false; the defaults are used"},
           {"['session.timeout' => true]",
            "session.timeout should be a whole number, not true or false; the default (1800) is "
            "used"},
           {"['session.cookieName' => 'a b']",
            "session.cookieName should be a cookie's name (no spaces, no signs like = or ;), not a "
            "text; the default (kirby_session) is used"},
           {"['session.cookieDomain' => 'a;b']",
            "session.cookieDomain should be a domain, not a text; the default (none) is used"},
           {"['api' => 'no']",
            "api should be true, false or a map, not a text; the default (true) is used"},
           {"['api.slug' => '']",
            "api.slug should be a text that is not empty, not a text; the default (api) is used"},
           {"['api.slug' => 'a/b']",
            "api.slug should be one part of a path, not a text; the default (api) is used"},
           {"['api.csrf' => 5]",
            "api.csrf should be a text, not a number; the default (none) is used"},
           {"['api.csrf' => '']",
            "api.csrf should be a text that is not empty, not a text; the default (none) is used"},
           {"['auth.debug' => 'wire']",
            "auth.debug should be true, false or \"log\", not a text; the default (log) is used"},
           {"['auth.passwords.algorithm' => 'md5']",
            "auth.passwords.algorithm should be \"argon2id\" or \"bcrypt\"; the default (argon2id) "
            "is used"},
           {"['home' => ['a' => 1]]",
            "home should be a text, not a map; the default (home) is used"},
           {"['error' => \"a\\nb\"]",
            "error should be a text of one line, not a text; the default (error) is used"},
           {"['email.transport.type' => 'mail']",
            "email.transport.type should be \"smtp\" (there is no other transport; mails go to the "
            "outbox folder), not a text; the default (none) is used"},
           {"['email.transport.port' => 0]",
            "email.transport.port should be between 1 and 65535; the default (25) is used"},
           {"['url' => 'example.com']",
            "url should be an address like https://example.com, not a text; the default (none) is "
            "used"},
           {"['url' => '/']",
            "url should be an address like https://example.com, not a text; the default (none) is "
            "used"},
           {"['content.extension' => 'a/b']",
            "content.extension should be an extension without slashes, not a text; the default "
            "(txt) is used"},
           {"['limits.headBytes' => 1]",
            "limits.headBytes should be between 1024 and 1048576; the default (16384) is used"},
           {"['cors' => []]", "cors is an empty list, which turns nothing on; write true"},
           {"['headers' => ['a']]",
            "headers should be a map of names to texts, not a list; the default (none) is used"},
       }) {
    EXPECT_EQ(first_warning(php), warning) << php;
    auto const o = options(php);
    EXPECT_EQ(o.debug, defaults.debug);
    EXPECT_EQ(o.auth.trials, defaults.auth.trials);
    EXPECT_EQ(o.session.cookie_name, defaults.session.cookie_name);
    EXPECT_EQ(o.session.timeout, defaults.session.timeout);
    EXPECT_EQ(o.api.slug, defaults.api.slug);
    EXPECT_EQ(o.api.csrf, defaults.api.csrf);
    EXPECT_EQ(o.home, defaults.home);
    EXPECT_EQ(o.url.mode, defaults.url.mode);
    EXPECT_EQ(o.content_extension, defaults.content_extension);
    EXPECT_EQ(o.mail.port, defaults.mail.port);
    EXPECT_FALSE(o.cors.enabled);
  }
}

// Oracle: security S19: no option brings a line feed into a header.
TEST(Headers, WithControlCharactersAreLeftOut_S19) {
  auto const o = options(
      "['headers' => ['X-A' => \"a\\r\\nSet-Cookie: b\", \"X\\nB\" => 'c', 'X-C' => 'd'],"
      "'cors' => ['exposeHeaders' => [\"X-A\\r\\nB\", 'X-C'], 'allowOrigin' => "
      "[\"https://a\\r\\nb\"]]]");
  EXPECT_EQ(o.headers, (std::map<std::string, std::string>{{"X-C", "d"}}));
  EXPECT_EQ(o.cors.expose_headers, std::vector<std::string>{"X-C"});
  EXPECT_TRUE(o.cors.enabled);
}

// A mistake in allowOrigin must not leave the default, which is everybody.
TEST(Cors, AllowsNobodyWhereTheOriginIsNoOrigin) {
  for (auto const* value :
       {"5", "true", "'app.example'", "['https://a.b/path']", "[['x']]", "[]", "'https://a@b'"}) {
    auto const o = options(std::string("['cors' => ['allowOrigin' => ") + value + "]]");
    EXPECT_FALSE(o.cors.any_origin) << value;
    EXPECT_TRUE(o.cors.origins.empty()) << value;
  }
}

// Oracle: spec/auth 14.
TEST(Cors, RefusesCredentialsForEverybody) {
  EXPECT_EQ(refusal("['cors' => ['allowCredentials' => true]]"),
            "site/config/config.php:1:48: cors.allowCredentials needs origins by name in "
            "cors.allowOrigin, not *");
  EXPECT_NE(
      refusal("['cors' => ['allowCredentials' => true, 'allowOrigin' => ['https://a.b', '*']]]"),
      "no refusal");
  EXPECT_EQ(refusal("['cors' => ['allowCredentials' => true, 'allowOrigin' => 'https://a.b']]"),
            "no refusal");
}

// Oracle: RFC 6265bis 4.1.3.
TEST(CookiePrefix, IsRefusedWhereBrowsersWouldDropTheCookie_S30) {
  for (auto const* good :
       {"['session.prefix' => '__Host-', 'url' => 'https://example.com/']",
        "['session.prefix' => '__Secure-', 'url' => 'https://example.com/sub']",
        "['session.prefix' => '__Secure-', 'session.cookieDomain' => 'example.com']"})
    EXPECT_EQ(refusal(good), "no refusal") << good;
  for (auto const* bad :
       {"['session.prefix' => '__Host-', 'url' => 'https://example.com/sub']",
        "['session.prefix' => '__Host-', 'session.cookieDomain' => 'example.com']",
        "['session.prefix' => '__Host-', 'url' => 'http://example.com']",
        "['session.prefix' => '__Secure-', 'url' => 'HTTP://example.com']",
        "['session.cookieName' => '__host-x', 'url' => 'http://example.com']",
        "['session.prefix' => '__Other-']", "['session.prefix' => true]"})
    EXPECT_NE(refusal(bad), "no refusal") << bad;
}

TEST(Proxies, AreNobodyUnlessNamed_S3) {
  auto const nobody = [](Options const& o) {
    return o.proxies.hops == 0 && o.proxies.networks.empty();
  };
  EXPECT_TRUE(nobody(options("[]")));
  for (auto const* bad : {"true", "'everyone'", "['10.0.0.0/33']", "['300.1.1.1']", "-1",
                          "'10.0.0.0/8x'", "[5]", "['::1/129']"})
    EXPECT_TRUE(nobody(options(std::string("['proxies' => ") + bad + "]"))) << bad;
  EXPECT_EQ(first_warning("['proxies' => '0.0.0.0/0']"),
            "proxies believes everybody's headers; name the networks of your proxies");
}

TEST(Url, WithCredentialsIsRefused_S22) {
  auto const message = refusal("['url' => 'https://user:canary@example.com']");
  EXPECT_EQ(message,
            "site/config/config.php:1:24: url must not hold a user and a password; remove them");
  EXPECT_NE(refusal("['url' => ['https://a.b', 'https://u:p@c.d']]"), "no refusal");
}

// Oracle: the table beside options.h: what a person reads as default is the default.
TEST(OptionTable, NamesTheDefaultsThatHold) {
  auto const state = build({});
  for (auto const& row : option_table()) {
    bool const scalar =
        row.type == "int" || row.type == "seconds" || row.type == "bytes" || row.type == "bool";
    if (!scalar || row.read == nullptr || row.fallback == "none") continue;
    Texts texts;
    texts.flags = {std::string(row.name) + '=' + std::string(row.fallback)};
    auto const same = build(texts);
    ASSERT_TRUE(same) << row.name;
    EXPECT_TRUE((*same)->warnings.empty()) << row.name;
    Texts others;
    others.flags = {std::string(row.name) + '=' +
                    (row.fallback == "true"    ? "false"
                     : row.fallback == "false" ? "true"
                                               : "2000")};
    auto const other = build(others);
    if (!other) continue;  // cors.allowCredentials alone is refused
    auto const bytes = [](Options const& o) {
      return std::string(reinterpret_cast<char const*>(&o.limits), sizeof o.limits) +
             std::to_string(o.auth.trials) + ' ' + std::to_string(o.auth.timeout.count()) + ' ' +
             std::to_string(o.auth.challenge_timeout.count()) + ' ' +
             std::to_string(o.session.duration_normal.count()) + ' ' +
             std::to_string(o.session.duration_long.count()) + ' ' +
             std::to_string(o.slug_max_length) + ' ' + std::to_string(o.mail.port) + ' ' +
             std::to_string(o.auth.passwords.min_length) + ' ' +
             std::to_string(o.auth.passwords.upgrade) +
             std::to_string(o.auth.passwords.allow_common) + std::to_string(o.auth.device) +
             std::to_string(o.auth.delay) + std::to_string(o.debug) +
             std::to_string(o.api.basic_auth) + std::to_string(o.api.allow_insecure) +
             std::to_string(o.panel_install) + std::to_string(o.content_locking) +
             std::to_string(o.content_lock_writes) + std::to_string(o.kql.auth) +
             std::to_string(o.mail.auth) + std::to_string(o.cors.credentials) +
             std::to_string(o.panel_dev) + ' ' + std::to_string(o.trash_keep);
    };
    EXPECT_EQ(bytes(*(*same)->base), bytes(*(*state)->base)) << row.name;
    if ((*other)->warnings.empty()) {
      EXPECT_NE(bytes(*(*other)->base), bytes(*(*state)->base)) << row.name;
    }
  }
}

}  // namespace
}  // namespace latchkey::config
