// What doctor sees in the options: contradictions of address, Basic, CORS, cookies and login.
#include <fmt/format.h>
#include <sys/stat.h>

#include "app/doctor_checks.h"
#include "core/text.h"
#include "mail/address.h"
#include "net/tls.h"

namespace latchkey::app {
namespace {

using config::UrlOptions;

bool has_proxies(config::Options const& options) {
  return options.proxies.hops > 0 || !options.proxies.networks.empty();
}

/// The host of "https://example.com:8443/sub"; brackets stay.
std::string_view host_of_url(std::string_view url) {
  auto const start = url.find("://");
  if (start != url.npos) url.remove_prefix(start + 3);
  url = url.substr(0, url.find('/'));
  auto const port = url.rfind(':');
  return port != url.npos && url.find(']', port) == url.npos ? url.substr(0, port) : url;
}

/// The site's own address where there is just one.
std::optional<std::string_view> only_url(config::Options const& options) {
  if (options.url.mode != UrlOptions::Mode::fixed || options.url.urls.empty()) return std::nullopt;
  return options.url.urls.front();
}

bool is_plain_http(config::Options const& options) {
  auto const url = only_url(options);
  return url && lower(url->substr(0, 7)) == "http://";
}

bool mails_codes(config::AuthOptions const& auth) {
  bool const uses_codes =
      auth.methods.code || auth.methods.password_reset || auth.methods.two_factor;
  return uses_codes && std::ranges::find(auth.challenges, "email") != auth.challenges.end();
}

}  // namespace

void check_config(Patient const& site, Findings& out) {
  for (auto const& warning : site.config.warnings()) {
    auto const place = warning.line > 0
                           ? fmt::format("{}:{}:{}", warning.file, warning.line, warning.column)
                           : warning.file;
    add_warning(out, "configuration", fmt::format("{}: {}", place, warning.text), "");
  }
}

void check_address(Patient const& site, Findings& out) {
  auto const mode = site.options.url.mode;
  bool const believes_headers = mode == UrlOptions::Mode::any || mode == UrlOptions::Mode::list;
  if (believes_headers && !has_proxies(site.options)) {
    add_warning(out, "address",
                "url lets forwarding headers decide about scheme and host, and proxies is not set",
                "set url to the one address people use, e.g. 'url' => 'https://example.com'; or "
                "make sure that the proxy "
                "replaces X-Forwarded-* and Forwarded, and set proxies to its hop count");
  }
  if (mode == UrlOptions::Mode::request && has_proxies(site.options)) {
    add_warning(out, "address",
                "proxies is set and url is not, so the proxy's HTTPS goes unnoticed: cookies lack "
                "Secure and "
                "Basic is refused",
                "set url to the address people use, e.g. 'url' => 'https://example.com'");
  }
  if (mode == UrlOptions::Mode::fixed && !is_plain_http(site.options) &&
      !has_proxies(site.options)) {
    add_note(out, "address",
             "url is HTTPS and proxies is not set: behind a proxy all visitors have the proxy's "
             "address, and "
             "ten bad logins block them all",
             "behind one proxy set 'proxies' => 1; with TLS by Latchkey itself nothing is to do");
  }
}

void check_basic(Patient const& site, Findings& out) {
  auto const& options = site.options;
  if (!options.api.basic_auth) return;
  if (!options.auth.methods.password)
    add_problem(out, "basic",
                "api.basicAuth is on, but auth.methods has no password: Basic is always refused",
                "add password to auth.methods or turn api.basicAuth off");
  if (options.auth.methods.two_factor)
    add_problem(
        out, "basic",
        "api.basicAuth is on, but passwords demand a second factor: Basic is always refused",
        "turn 2fa or api.basicAuth off");
  if (is_plain_http(options) && !options.api.allow_insecure)
    add_problem(out, "basic",
                fmt::format("api.basicAuth is on, but url is {}: Basic is refused without HTTPS",
                            *only_url(options)),
                "serve the site over HTTPS and set url to that address");
  if (options.api.allow_insecure)
    add_warning(out, "basic", "api.allowInsecure lets passwords travel unencrypted",
                "serve over HTTPS and turn it off");
}

void check_cors(Patient const& site, Findings& out) {
  auto const& cors = site.options.cors;
  if (!cors.enabled) return;
  if (cors.credentials && cors.any_origin)
    add_problem(out, "cors", "allowCredentials needs named origins",
                "name them in cors.allowOrigin");
  if (cors.credentials && !cors.any_origin)
    add_note(out, "cors",
             "the session cookie is SameSite=Lax: browsers send it along only from origins of the "
             "same site "
             "(other subdomains), not from other domains",
             "let clients of other domains use Basic");
  if (cors.any_origin && site.options.api.basic_auth)
    add_warning(out, "cors", "every origin may read answers while Basic is on",
                "name the origins in cors.allowOrigin");
  bool const sends_token =
      cors.echo_headers || std::ranges::any_of(cors.allow_headers, [](auto const& name) {
        return iequals(name, "X-CSRF");
      });
  if (cors.credentials && !sends_token)
    add_problem(out, "cors",
                "clients with sessions must send X-CSRF, which cors.allowHeaders does not allow",
                "add X-CSRF and Content-Type to cors.allowHeaders");
}

void check_cookies(Patient const& site, Findings& out) {
  auto const& session = site.options.session;
  auto const url = only_url(site.options);
  if (session.cookie_domain && url) {
    auto const host = lower(host_of_url(*url));
    auto domain = lower(*session.cookie_domain);
    if (domain.starts_with('.')) domain.erase(0, 1);
    if (host != domain && !host.ends_with("." + domain))
      add_problem(
          out, "cookies",
          fmt::format("session.cookieDomain is {}, the site is at {}: browsers refuse the cookie",
                      domain, host),
          "set it to the site's domain, or leave it out");
  }
  if (session.cookie_name.starts_with("__") && is_plain_http(site.options))
    add_problem(out, "cookies",
                fmt::format("the cookie {} needs HTTPS, but url is {}", session.cookie_name, *url),
                "serve over HTTPS, or leave session.prefix out");
  if (session.timeout && *session.timeout > session.duration_normal)
    add_note(out, "cookies",
             "session.timeout is longer than session.durationNormal and has no effect", "");
}

void check_login(Patient const& site, Findings& out) {
  auto const& auth = site.options.auth;
  auto const url = only_url(site.options);
  if (auth.methods.contradiction)
    add_problem(out, "login", *auth.methods.contradiction, "change auth.methods");
  if (auth.challenges.empty() &&
      (auth.methods.code || auth.methods.password_reset || auth.methods.two_factor))
    add_problem(out, "login",
                "codes are asked for, but auth.challenges is empty: nobody can answer",
                "set auth.challenges");
  if (!mails_codes(auth)) return;
  if (site.options.mail.type.empty())
    add_warning(out, "login",
                "login codes are to be mailed, but email.transport is not set: they go to "
                "site/latchkey/outbox",
                "set email.transport to your SMTP server");
  auto const host = url ? host_of_url(*url) : std::string_view();
  if (!auth.challenge_from && mail::is_ip_address(host))
    add_problem(
        out, "login",
        fmt::format(
            "the sender of codes would be noreply@{}, which is invalid: no code is ever mailed",
            host),
        "set auth.challenge.email.from");
}

void check_open_doors(Patient const& site, Findings& out) {
  auto const& options = site.options;
  if (options.debug)
    add_warning(out, "debug", "debug shows internals in errors", "turn it off in production");
  if (options.auth.debug == config::AuthDebug::wire)
    add_warning(out, "debug",
                "auth.debug tells strangers why a login failed, and so which accounts exist",
                "set it to \"log\"");
  if (options.panel_dev)
    add_problem(out, "debug", "panel.dev makes \"dev\" the CSRF token of everybody",
                "remove panel.dev");
  if (options.api.csrf && options.api.csrf->size() < 32)
    add_warning(out, "debug", "api.csrf is one fixed, short token for everybody",
                "remove it, or take 64 random hex digits");
  if (options.panel_install && !site.snapshot.any_account)
    add_problem(
        out, "debug",
        "panel.install is on and there is no account: whoever comes first makes the first admin",
        "make it yourself, now: latchkey user add; then remove panel.install");
  if (options.panel_install && site.snapshot.any_account)
    add_note(out, "debug", "panel.install is still on", "remove it, the site is installed");
  if (!options.auth.delay)
    add_warning(out, "debug", "auth.delay is off: failed logins are answered at once",
                "turn it on; off is for measurements");
}

void check_tls(Patient const& site, Findings& out) {
  auto const& [certificate, key] = std::pair(site.arguments.certificate, site.arguments.key);
  if (certificate.empty() && key.empty()) return;
  constexpr std::int64_t a_day = 24 * 60 * 60;
  auto const now = SystemClock().now().time_since_epoch() / std::chrono::seconds(1);
  auto const context = net::TlsContext::open({certificate, key, false});
  if (!context) {
    add_problem(out, "tls", context.error().message, "");
  } else if (auto const left = (*context)->expires() - now; left < 0) {
    add_problem(out, "tls", fmt::format("{} has expired {} days ago", certificate, -left / a_day),
                "renew it, then send the server SIGHUP");
  } else if (left < 14 * a_day) {
    add_warning(out, "tls", fmt::format("{} expires in {} days", certificate, left / a_day),
                "renew it, then send the server SIGHUP");
  }
  struct stat s {};
  if (::stat(key.c_str(), &s) == 0 && (s.st_mode & 007) != 0)
    add_problem(out, "tls", fmt::format("{} can be read by everybody", key),
                fmt::format("chmod 600 {}", key));
}

}  // namespace latchkey::app
