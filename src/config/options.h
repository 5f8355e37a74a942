#pragma once
// Every option Latchkey knows, read once and typed. The table behind it (name, type, default,
// meaning, target) is in options.cpp; docs/options.md is made from that table.

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace latchkey::config {

using std::chrono::seconds;

struct ApiOptions {
  bool enabled = true;
  std::string slug = "api";
  bool basic_auth = false;      ///< only literal true counts
  bool allow_insecure = false;  ///< only literal true counts
  std::optional<std::string> csrf;
};

enum class AuthDebug { off, log, wire };

struct AuthMethods {
  bool password = true, code = false, password_reset = false, two_factor = false;
  /// Set only with `debug: true` and a forbidden combination; any use of the methods answers 400
  /// with it.
  std::optional<std::string> contradiction;
  std::vector<std::string> names() const;  ///< after normalisation, in configured order
  std::vector<std::string> order{"password"};
};

struct PasswordOptions {
  bool bcrypt = false;  ///< auth.passwords.algorithm: bcrypt
  bool upgrade = true;
  std::size_t min_length = 8;
  bool allow_common = false;
};

struct AuthOptions {
  AuthMethods methods;
  std::vector<std::string> challenges{"totp", "email"};
  seconds challenge_timeout{600};
  std::optional<std::string> challenge_from, challenge_from_name, challenge_subject;
  int trials = 10;
  seconds timeout{3600};
  AuthDebug debug = AuthDebug::log;
  bool device = true;
  bool delay = true;  ///< auth.delay, ours: random delays on failures; off only for measurements
  PasswordOptions passwords;
};

struct SessionOptions {
  seconds duration_normal{7200}, duration_long{1209600};
  std::optional<seconds> timeout{seconds{1800}};  ///< none for `false`
  std::string cookie_name = "kirby_session";      ///< with session.prefix in front
  std::optional<std::string> cookie_domain;
};

struct CorsOptions {
  bool enabled = false;
  bool any_origin = true;
  std::vector<std::string> origins;  ///< lower case; when not any_origin
  bool credentials = false;
  std::vector<std::string> expose_headers,
      allow_methods{"GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"}, allow_headers;
  bool echo_headers = false;  ///< allowHeaders: true
  std::optional<std::int64_t> max_age;
};

struct UrlOptions {
  enum class Mode { request, fixed, any, list } mode = Mode::request;
  std::vector<std::string> urls;  ///< one for fixed, several for list; without trailing slash
};

/// A hop count, or networks in CIDR form, whose forwarding headers are believed. Neither: nobody.
struct ProxyOptions {
  int hops = 0;
  std::vector<std::string> networks;
};

struct MailOptions {
  std::string type;  ///< "smtp", or empty: no transport, mails go to the outbox folder
  std::string host;
  std::uint16_t port = 25;
  std::string security;  ///< "", "tls" (STARTTLS), "ssl"
  bool auth = false;
  std::string username, password;
};

/// limits.*: bytes, counts, seconds. What net enforces.
struct LimitOptions {
  std::size_t head_bytes = 16 * 1024, head_fields = 100, body_bytes = 64 * 1024 * 1024,
              target_bytes = 12 * 1024;
  std::size_t upload_bytes = 2UL * 1024 * 1024 * 1024, uploads = 32;
  std::size_t connections = 16000, connections_per_address = 4096, pipeline = 16;
  seconds head_timeout{15}, idle_timeout{60}, write_timeout{30}, body_idle_timeout{15};
  std::size_t body_rate = 256;  ///< least bytes per second, averaged, after 10 s of grace
  std::size_t worker_threads = 2, worker_queue = 1024, hashing_threads = 2, hashing_queue = 256;
  std::size_t delayed_answers = 1000;
  seconds drain{10};
};

/// kql.*: names as the original writes them (`Kirby\Cms\Page::slug`), in the configured spelling.
struct QueryOptions {
  bool auth = true;
  std::vector<std::string> allowed_methods, blocked_methods, allowed_classes, blocked_classes;
};

struct Options {
  bool debug = false;
  UrlOptions url;
  ApiOptions api;
  AuthOptions auth;
  SessionOptions session;
  CorsOptions cors;
  ProxyOptions proxies;
  MailOptions mail;
  LimitOptions limits;
  bool languages = false;
  bool panel_install = false;
  bool panel_dev = false;  ///< panel.dev is anything but false
  std::string panel_language = "en";
  std::string home = "home", error = "error";
  std::string content_extension = "txt";
  std::vector<std::string> content_ignore{".DS_Store", ".gitignore", ".git",  ".svn",
                                          ".htaccess", "Thumb.db",   "@eaDir"};
  bool content_locking = true;
  int trash_keep = 30;               ///< trash.keep, ours: days; 0: deleted at once
  bool content_lock_writes = false;  ///< content.lockWrites, ours
  bool content_uuid = true;
  bool content_uuid_v4 = false;  ///< content.uuid: uuid-v4
  std::size_t slug_max_length = 255;
  QueryOptions kql;
  std::string yaml_handler = "spyc";
  std::string watch = "auto";                  ///< ours: "auto", "inotify", "poll"
  std::map<std::string, std::string> headers;  ///< for pages from the site's templates
};

}  // namespace latchkey::config
