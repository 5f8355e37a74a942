#pragma once
// A site with three accounts in memory, everything auth needs, and browsers that keep cookies.

#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "auth/auth.h"
#include "core/text.h"
#include "crypto/digest.h"
#include "crypto/password.h"
#include "store/journaled_files.h"
#include "support/fakes.h"
#include "support/faulty_files.h"
#include "support/memory_files.h"

namespace latchkey::test {

/// Keeps what it is given; fails on demand.
class FakeMailer final : public mail::Mailer {
 public:
  Result<> send(mail::Message const& message, config::MailOptions const&) override {
    std::lock_guard const lock(mutex_);
    if (is_down) return fail_internal("the mail server is down");
    sent_.push_back(message);
    return {};
  }
  std::vector<mail::Message> sent() const {
    std::lock_guard const lock(mutex_);
    return sent_;
  }
  std::atomic<bool> is_down{false};

 private:
  mutable std::mutex mutex_;
  std::vector<mail::Message> sent_;
};

inline std::string const& hash_of(std::string const& password) {
  static std::map<std::string, std::string> known;
  auto& hash = known[password];
  crypto::SystemRandom random;
  if (hash.empty())
    hash = *crypto::hash_password(Secret(password), crypto::HashAlgorithm::argon2id, random);
  return hash;
}

inline constexpr char const* totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// admin@ (admin, "admin-secret-1"), editor@ (editor, "editor-secret-2"), totp@ (editor,
/// "totp-secret-3", with an authenticator), nopass@ (editor, no password), client@ (no panel,
/// "client-secret-4"); all at example.com.
class AuthWorld {
 public:
  AuthWorld() {
    crypto::initialise();
    add("aadmin01", "admin", hash_of("admin-secret-1"));
    add("aedit002", "editor", hash_of("editor-secret-2"));
    add("atotp003", "totp", hash_of("totp-secret-3") + "\n{\"totp\":\"" + totp_secret + "\"}",
        "editor");
    add("anopass4", "nopass", "", "editor");
    add("aclient5", "client", hash_of("client-secret-4"));
    files.put("site/blueprints/users/editor.yml", "title: Editor\n");
    files.put("site/blueprints/users/client.yml",
              "title: Client\npermissions:\n  access:\n    panel: false\n");
    options->auth.delay = false;
    start();
  }

  void add(std::string const& id, std::string const& name, std::string const& htpasswd,
           std::string role = "") {
    if (role.empty()) role = name;
    files.put("site/accounts/" + id + "/index.php",
              "<?php return ['email' => '" + name +
                  "@example.com', 'language' => 'en', 'name' => '" + name + "', 'role' => '" +
                  role + "'];");
    if (!htpasswd.empty()) files.put("site/accounts/" + id + "/.htpasswd", htpasswd);
  }

  /// As after a restart of the server: only the state store and the disk are left.
  void start(bool state_is_new = false) {
    auth.reset();
    accounts.reset();
    site_files = std::make_unique<store::JournaledFiles>(faulty);
    (void)site_files->recover();
    trash = std::make_unique<trash::Trash>(*site_files, clock, random, 30);
    accounts = std::make_unique<accounts::Accounts>(*site_files, clock, random, "en");
    accounts->use_trash(*trash);
    auth = std::make_unique<auth::Auth>(auth::Auth::Parts{*accounts,
                                                          *state,
                                                          mailer,
                                                          *site_files,
                                                          clock,
                                                          random,
                                                          Secret(std::string(32, 'k')),
                                                          state_is_new,
                                                          [] { return std::string("Test Site"); },
                                                          {}});
  }

  void wait(std::int64_t seconds) { clock.advance(std::chrono::seconds(seconds)); }

  MemoryFiles files;
  FaultyFiles faulty{files, Counting::changes};
  ManualClock clock;
  crypto::SystemRandom random;
  FakeMailer mailer;
  std::shared_ptr<config::Options> options = std::make_shared<config::Options>();
  std::unique_ptr<store::StateStore> state = store::make_memory_state();
  std::unique_ptr<store::JournaledFiles> site_files;  ///< what the server works on
  std::unique_ptr<trash::Trash> trash;
  std::unique_ptr<accounts::Accounts> accounts;
  std::unique_ptr<auth::Auth> auth;
};

inline std::vector<std::string> headers_of(http::Reply const& reply, std::string_view name) {
  std::vector<std::string> out;
  for (auto const& field : reply.headers)
    if (iequals(field.name, name)) out.push_back(field.value);
  return out;
}

/// The Set-Cookie line for `name`; empty if there is none.
inline std::string set_cookie(http::Reply const& reply, std::string const& name = "kirby_session") {
  for (auto const& line : headers_of(reply, "Set-Cookie"))
    if (line.starts_with(name + "=")) return line;
  return "";
}

/// One client: keeps cookies as a browser does, sends its token.
class Browser {
 public:
  using Extra = std::vector<std::pair<std::string, std::string>>;
  explicit Browser(AuthWorld& world, std::string client = "192.0.2.1") : world_(world) {
    address.host = "example.com";
    address.origin = address.base = "http://example.com";
    address.client = std::move(client);
  }

  /// Makes a request, lets `act` use the visit, keeps the cookies of the answer.
  template <class Act>
  auto visit(Act act, Extra const& extra = {}) {
    http::Request request;
    request.method = http::Method::post;
    request.target = "/api/x";
    request.host = "example.com";
    request.peer.address = address.client;
    std::string jar;
    for (auto const& [name, value] : cookies) jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    if (!jar.empty()) request.headers.add("Cookie", jar);
    if (!csrf.empty()) request.headers.add("X-CSRF", csrf);
    for (auto const& [name, value] : extra) request.headers.add(name, value);
    auth::Visit visit(request, address, world_.options);
    auto result = act(visit);
    reply = {};
    world_.auth->finish(visit, reply);
    is_private = world_.auth->is_private(visit);
    vary = world_.auth->vary(visit);
    keep_cookies();
    return result;
  }

  std::string token() {
    return csrf = visit([this](auto& v) { return world_.auth->csrf_token(v); });
  }
  Result<auth::LoginAnswer> login(json::object const& body, Extra const& extra = {}) {
    return visit([&](auto& v) { return world_.auth->login(v, body); }, extra);
  }
  Result<auth::LoginAnswer> login(std::string const& email, std::string const& password) {
    return login({{"email", email}, {"password", password}});
  }
  Result<auth::LoginAnswer> code(json::value const& code) {
    return visit([&](auto& v) { return world_.auth->answer_code(v, {{"code", code}}); });
  }
  Result<> logout() {
    return visit([&](auto& v) { return world_.auth->logout(v); });
  }
  Result<accounts::Actor> gate(Extra const& extra = {}) {
    return visit([&](auto& v) { return world_.auth->gate(v); }, extra);
  }
  auth::AuthStatus status() {
    return visit([&](auto& v) { return world_.auth->status(v); });
  }
  /// The user behind the gate, or the key of the refusal.
  std::string who(Extra const& extra = {}) {
    auto const actor = gate(extra);
    return actor ? actor->user().id : actor.error().key;
  }
  std::string session_cookie() const {
    auto const it = cookies.find("kirby_session");
    return it == cookies.end() ? "" : it->second;
  }

  auth::SiteAddress address;
  std::map<std::string, std::string> cookies;
  std::string csrf;
  http::Reply reply;
  bool is_private = false;
  std::vector<std::string> vary;

 private:
  void keep_cookies() {
    for (auto const& line : headers_of(reply, "Set-Cookie")) {
      auto const [name, value] = cut(cut(line, ';').first, '=');
      if (value == "deleted")
        cookies.erase(std::string(name));
      else
        cookies[std::string(name)] = value;
    }
  }
  AuthWorld& world_;
};

inline std::string basic(std::string const& name, std::string const& password) {
  static constexpr char digits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string const text = name + ":" + password;
  std::string out = "Basic ";
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= text.size() ? digits[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

}  // namespace latchkey::test
