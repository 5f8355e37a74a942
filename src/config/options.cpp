// One row an option. Defaults stand in options.h; `fallback` repeats them for people, and a test
// compares the two.
#include "config/options.h"

#include <array>

#include "config/table.h"

namespace latchkey::config {
namespace {

using In = OptionReader;
using Out = Options;

constexpr std::int64_t megabytes = 1024 * 1024;
constexpr std::int64_t many = 1'000'000;

/// Known to the original, without meaning here.
constexpr Row unused(std::string_view name, std::string_view type, std::string_view fallback,
                     std::string_view meaning, bool secret = false) {
  return {name, type, fallback, meaning, nullptr, Need::never, secret};
}

constexpr auto rows = std::to_array<Row>({
    {"debug", "bool", "false", "error answers also name `exception`, `file`, `line` and `route`",
     [](In& in, Out& out) { in.flag(out.debug); }, Need::harmless},
    {"url", "string or list", "none",
     "the site's address: one URL; `*` (believe forwarding headers); a list of allowed URLs; else the request's own",
     read_url},
    {"proxies", "int or list", "none",
     "Latchkey's own: a hop count, or networks (`10.0.0.0/8`) whose forwarding headers name the client", read_proxies},

    {"api", "bool or map", "true", "`false` turns the API off", [](In& in, Out& out) { in.section(out.api.enabled, true); },
     Need::always, false, true},
    {"api.slug", "string", "api", "first path part of the API", read_slug},
    {"api.basicAuth", "bool", "false", "HTTP Basic; only `true` counts",
     [](In& in, Out& out) { in.only_true(out.api.basic_auth); }},
    {"api.allowInsecure", "bool", "false", "HTTP Basic without HTTPS; only `true` counts",
     [](In& in, Out& out) { in.only_true(out.api.allow_insecure); }},
    {"api.csrf", "string", "none", "fixed CSRF token instead of the session's",
     [](In& in, Out& out) { in.text(out.api.csrf); }, Need::always, true},
    unused("api.allowImpersonation", "bool", "false", "no meaning here"),
    unused("api.methodOverride", "bool", "true", "a hint for clients; the override header always counts"),

    {"auth.methods", "string, list or map", "password",
     "`password`, `code`, `password-reset`; `['password' => ['2fa' => true]]` asks for a second step", read_methods,
     Need::always, false, false, true},
    {"auth.challenges", "string or list", "totp, email", "second steps in order of preference", read_challenges},
    {"auth.challenge.timeout", "seconds", "600", "life of a login code",
     [](In& in, Out& out) { in.duration(out.auth.challenge_timeout); }},
    {"auth.challenge.email.from", "string", "noreply@<host>", "sender of login codes",
     [](In& in, Out& out) { in.text(out.auth.challenge_from); }},
    {"auth.challenge.email.fromName", "string", "the site's title", "name of that sender",
     [](In& in, Out& out) { in.text(out.auth.challenge_from_name); }, Need::harmless},
    {"auth.challenge.email.subject", "string", "our own words", "subject of these mails",
     [](In& in, Out& out) { in.text(out.auth.challenge_subject); }, Need::harmless},
    {"auth.trials", "int", "10", "failed logins until a network or an account is blocked",
     [](In& in, Out& out) { in.count(out.auth.trials, 1, 1'000'000'000); }},
    {"auth.timeout", "seconds", "3600", "how long it is blocked",
     [](In& in, Out& out) { in.duration(out.auth.timeout); }},
    {"auth.debug", "bool or `log`", "log", "`true`: answers name the real reason of a failed login; `log`: the log does",
     read_auth_debug, Need::harmless},
    {"auth.device", "bool", "true", "Latchkey's own: remember devices, so that strangers cannot lock them out",
     [](In& in, Out& out) { in.flag(out.auth.device); }},
    {"auth.delay", "bool", "true", "Latchkey's own: random delays after failures; off only for measurements",
     [](In& in, Out& out) { in.flag(out.auth.delay); }, Need::harmless},
    {"auth.passwords.algorithm", "string", "argon2id", "Latchkey's own: `argon2id` or `bcrypt` for new password hashes",
     [](In& in, Out& out) {
       if (auto const word = in.choice({"argon2id", "bcrypt"})) out.auth.passwords.bcrypt = *word == "bcrypt";
     }},
    {"auth.passwords.upgrade", "bool", "true", "Latchkey's own: rewrite older hashes at login",
     [](In& in, Out& out) { in.flag(out.auth.passwords.upgrade); }},
    {"auth.passwords.minLength", "int", "8", "Latchkey's own: shortest new password, at least 8",
     [](In& in, Out& out) { in.count(out.auth.passwords.min_length, 8, 1000); }},
    {"auth.passwords.common", "bool", "false", "Latchkey's own: accept passwords that are among the commonest",
     [](In& in, Out& out) { in.flag(out.auth.passwords.allow_common); }, Need::harmless},

    {"session.durationNormal", "seconds", "7200", "life of a session",
     [](In& in, Out& out) { in.duration(out.session.duration_normal); }},
    {"session.durationLong", "seconds", "1209600", "life of a long session",
     [](In& in, Out& out) { in.duration(out.session.duration_long); }},
    {"session.timeout", "seconds or false", "1800", "idle limit of a session that is not long", read_session_timeout},
    {"session.cookieName", "string", "kirby_session", "name of the session cookie", read_cookie_name},
    {"session.cookieDomain", "string", "none", "domain of the session cookie", read_cookie_domain},
    {"session.prefix", "string", "none",
     "Latchkey's own: `__Host-` or `__Secure-` before the cookie's name; refused where it cannot work",
     read_cookie_prefix},
    unused("session.gcInterval", "int or false", "100", "no meaning here: expired sessions are removed all the time"),
    unused("cookie.key", "string", "none", "no meaning here: Latchkey makes its own secret", true),

    {"cors", "bool or map", "false", "cross-origin requests; `true` means all defaults below",
     [](In& in, Out& out) {
       in.section(out.cors.enabled, true);
       if (in.own() != nullptr && in.own()->is_empty_list()) in.warn("is an empty list, which turns nothing on; write true");
     },
     Need::always, false, true},
    {"cors.allowOrigin", "string or list", "*", "`*`, one origin or a list", read_allow_origin},
    {"cors.allowCredentials", "bool", "false", "cookies for named origins; refused together with `*`",
     [](In& in, Out& out) { in.only_true(out.cors.credentials); }},
    {"cors.exposeHeaders", "string or list", "none", "answer headers that scripts may read", read_expose_headers},
    {"cors.allowMethods", "string or list", "GET, HEAD, PUT, POST, DELETE, PATCH", "for preflight requests",
     read_allow_methods},
    {"cors.allowHeaders", "string, list or true", "none", "request headers; `true` allows whatever is asked for",
     read_allow_headers},
    {"cors.maxAge", "seconds", "none", "how long a preflight answer is remembered", read_max_age},

    {"panel.install", "bool", "false", "the first account may be made from afar",
     [](In& in, Out& out) { in.flag(out.panel_install); }, Need::harmless},
    {"panel.dev", "any", "false", "anything but false: the CSRF token is `dev`; never on a public server",
     [](In& in, Out& out) {
       auto const* own = in.own();
       auto const* truth = own != nullptr ? own->as<bool>() : nullptr;
       out.panel_dev = in.is_set() && !(truth != nullptr && !*truth);
     },
     Need::harmless, false, false, true},
    {"panel.language", "string", "en", "default language of users and of messages",
     [](In& in, Out& out) { in.text(out.panel_language); }, Need::harmless},
    {"languages", "bool or map", "false", "whether the language routes exist",
     [](In& in, Out& out) { in.section(out.languages, true); }, Need::always, false, true},

    {"home", "string", "home", "id of the start page", [](In& in, Out& out) { in.text(out.home); }},
    {"error", "string", "error", "id of the error page", [](In& in, Out& out) { in.text(out.error); }},
    {"content.extension", "string", "txt", "extension of text files",
     [](In& in, Out& out) {
       in.text(out.content_extension);
       if (out.content_extension.find_first_of("/\\") != std::string::npos) {
         in.wrong("an extension without slashes");
         out.content_extension = "txt";
       }
     }},
    {"content.ignore", "list", ".DS_Store, .gitignore, .git, .svn, .htaccess, Thumb.db, @eaDir", "names that are never read",
     [](In& in, Out& out) {
       if (auto names = in.list()) out.content_ignore = std::move(*names);
     }},
    {"content.locking", "bool", "true", "`false` turns locks off",
     [](In& in, Out& out) { in.flag(out.content_locking); }},
    {"content.lockWrites", "bool", "false",
     "Latchkey's own: ordinary writes of site, pages, files and the content of users wait for locks too (423)",
     [](In& in, Out& out) { in.flag(out.content_lock_writes); }},
    unused("content.salt", "string", "none", "no meaning here: Latchkey makes its own secret", true),
    {"content.uuid", "bool or string", "true", "`false`: no uuids; `uuid-v4`: the long form", read_uuid},
    {"trash.keep", "int", "30", "Latchkey's own: days until what was deleted leaves the trash; 0: it is gone at once",
     [](In& in, Out& out) { in.count(out.trash_keep, 0, 36'500); }},
    {"slugs.maxlength", "int", "255", "longest slug",
     [](In& in, Out& out) { in.count(out.slug_max_length, 1, 255); }},
    {"kql.auth", "bool", "true", "whether queries need a login", [](In& in, Out& out) { in.flag(out.kql.auth); }},
    {"kql.methods.allowed", "list", "none", "methods queries may call beyond the usual ones",
     [](In& in, Out& out) {
       if (auto names = in.list()) out.kql.allowed_methods = std::move(*names);
     }},
    {"kql.methods.blocked", "list", "none", "methods queries may not call",
     [](In& in, Out& out) {
       if (auto names = in.list()) out.kql.blocked_methods = std::move(*names);
     }},
    {"kql.classes.allowed", "list", "none", "classes queries may reach beyond the usual ones",
     [](In& in, Out& out) {
       if (auto names = in.list()) out.kql.allowed_classes = std::move(*names);
     }},
    {"kql.classes.blocked", "list", "none", "classes queries may not reach",
     [](In& in, Out& out) {
       if (auto names = in.list()) out.kql.blocked_classes = std::move(*names);
     }},
    {"yaml.handler", "string", "spyc", "dialect of YAML in content and blueprints: `spyc` or `symfony`",
     [](In& in, Out& out) {
       if (auto word = in.choice({"spyc", "symfony"})) out.yaml_handler = std::move(*word);
     }},
    {"watch", "string", "auto",
     "Latchkey's own: how outside edits are found: `inotify` (told by the kernel), `poll` (by size and time, every second "
     "or less); `auto`: told where that works",
     [](In& in, Out& out) {
       if (auto word = in.choice({"auto", "inotify", "poll"})) out.watch = std::move(*word);
     },
     Need::harmless},

    {"email.transport.type", "string", "none", "`smtp`; without it mails go to the outbox folder", read_mail_type},
    {"email.transport.host", "string", "none", "mail server", [](In& in, Out& out) { in.maybe_empty(out.mail.host); }},
    {"email.transport.port", "int", "25", "its port", read_mail_port},
    {"email.transport.security", "string or bool", "false", "`tls` (STARTTLS), `ssl`, or `true`: by the port",
     read_mail_security},
    {"email.transport.auth", "bool", "false", "log in with the next two", [](In& in, Out& out) { in.flag(out.mail.auth); }},
    {"email.transport.username", "string", "none", "user at the mail server",
     [](In& in, Out& out) { in.maybe_empty(out.mail.username); }},
    {"email.transport.password", "string", "none", "password at the mail server",
     [](In& in, Out& out) { in.maybe_empty(out.mail.password); }, Need::always, true},

    {"headers", "map", "none", "Latchkey's own: headers for pages from the site's templates", read_headers, Need::always,
     false, false, true},

    {"limits.headBytes", "bytes", "16384", "request line and headers",
     [](In& in, Out& out) { in.count(out.limits.head_bytes, 1024, megabytes); }},
    {"limits.headFields", "int", "100", "headers of a request",
     [](In& in, Out& out) { in.count(out.limits.head_fields, 8, 10'000); }},
    {"limits.targetBytes", "bytes", "12288", "path and query",
     [](In& in, Out& out) { in.count(out.limits.target_bytes, 256, megabytes); }},
    {"limits.bodyBytes", "bytes", "67108864", "body of a request",
     [](In& in, Out& out) { in.count(out.limits.body_bytes, 1024, 16 * 1024 * megabytes); }},
    {"limits.uploadBytes", "bytes", "2147483648", "body of a request that brings files; it goes to the disk",
     [](In& in, Out& out) { in.count(out.limits.upload_bytes, 1024, 1024 * 1024 * megabytes); }},
    {"limits.uploads", "int", "32", "requests that bring files at a time, half of them of one user",
     [](In& in, Out& out) { in.count(out.limits.uploads, 1, many); }},
    {"limits.connections", "int", "16000", "open connections",
     [](In& in, Out& out) { in.count(out.limits.connections, 1, many); }},
    {"limits.connectionsPerAddress", "int", "4096", "open connections of one address",
     [](In& in, Out& out) { in.count(out.limits.connections_per_address, 1, many); }},
    {"limits.pipeline", "int", "16", "requests of one connection that wait for their answer",
     [](In& in, Out& out) { in.count(out.limits.pipeline, 1, 1000); }},
    {"limits.headTimeout", "seconds", "15", "until a request's headers are complete",
     [](In& in, Out& out) { in.duration(out.limits.head_timeout); }},
    {"limits.idleTimeout", "seconds", "60", "between two requests of a connection",
     [](In& in, Out& out) { in.duration(out.limits.idle_timeout); }},
    {"limits.writeTimeout", "seconds", "30", "without progress while an answer is sent",
     [](In& in, Out& out) { in.duration(out.limits.write_timeout); }},
    {"limits.bodyIdleTimeout", "seconds", "15", "without progress while a body arrives",
     [](In& in, Out& out) { in.duration(out.limits.body_idle_timeout); }},
    {"limits.bodyRate", "bytes", "256", "least bytes of a body in a second, after ten seconds",
     [](In& in, Out& out) { in.count(out.limits.body_rate, 0, megabytes); }},
    {"limits.workerThreads", "int", "2", "threads that read and write the site",
     [](In& in, Out& out) { in.count(out.limits.worker_threads, 1, 256); }},
    {"limits.workerQueue", "int", "1024", "requests that wait for them",
     [](In& in, Out& out) { in.count(out.limits.worker_queue, 1, many); }},
    {"limits.hashingThreads", "int", "2", "threads that check passwords",
     [](In& in, Out& out) { in.count(out.limits.hashing_threads, 1, 256); }},
    {"limits.hashingQueue", "int", "256", "requests that wait for them",
     [](In& in, Out& out) { in.count(out.limits.hashing_queue, 1, many); }},
    {"limits.delayedAnswers", "int", "1000", "refusals that are delayed at a time",
     [](In& in, Out& out) { in.count(out.limits.delayed_answers, 1, many); }},
    {"limits.drain", "seconds", "10", "for requests in flight when the server stops",
     [](In& in, Out& out) { in.duration(out.limits.drain); }},
});

}  // namespace

std::span<Row const> option_table() { return rows; }

}  // namespace latchkey::config
