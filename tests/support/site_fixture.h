#pragma once
// A whole site without sockets: a copy of a fixture site, the objects the server is made of, and
// clients with cookies.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>

#include "app/application.h"
#include "app/site_service.h"
#include "core/text.h"
#include "formats/json.h"

namespace latchkey::test {

/// A temporary copy of tests/conformance/sites/NAME; removed at the end.
class SiteCopy {
 public:
  explicit SiteCopy(std::string const& name) {
    std::string pattern = (std::filesystem::temp_directory_path() / "latchkey-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    std::filesystem::copy(std::string(LATCHKEY_TEST_DATA "/conformance/sites/") + name, root_,
                          std::filesystem::copy_options::recursive);
  }
  ~SiteCopy() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  std::filesystem::path const& root() const { return root_; }
  void write(std::string const& path, std::string const& text) const {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }
  std::string read(std::string const& path) const {
    std::ifstream in(root_ / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

 private:
  std::filesystem::path root_;
};

class SiteFixture {
 public:
  using HeaderList = std::vector<std::pair<std::string, std::string>>;

  /// `flags` as "api.basicAuth=true"; random delays are off.
  explicit SiteFixture(std::vector<std::string> flags = {}, std::string const& site = "auth")
      : copy(site) {
    flags.emplace_back("auth.delay=false");
    auto opened = app::Application::open({copy.root(), {}, std::move(flags)});
    if (!opened) throw std::runtime_error(opened.error().message + " " + opened.error().cause);
    application = std::move(*opened);
    service.emplace(*application, false);
  }

  http::Reply send(http::Method method, std::string target, HeaderList const& headers = {},
                   std::string body = {}, std::string peer = "127.0.0.1") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.host = "localhost";
    request.headers.add("Host", "localhost");
    for (auto const& [name, value] : headers) request.headers.add(name, value);
    request.body = std::move(body);
    request.peer.address = std::move(peer);
    request.id = ++last_id_;
    auto started = service->start(request);
    return started.lane == net::Lane::loop ? std::move(started.reply) : service->answer(request);
  }

  SiteCopy copy;
  std::unique_ptr<app::Application> application;
  std::optional<app::SiteService> service;

 private:
  std::uint64_t last_id_ = 0;
};

inline std::string header(http::Reply const& reply, std::string_view name) {
  for (auto const& field : reply.headers)
    if (iequals(field.name, name)) return field.value;
  return {};
}

inline json::value body(http::Reply const& reply) {
  return json::parse(reply.body_text()).value_or(nullptr);
}

/// A browser: keeps cookies, knows its token after token() or sign_in().
class Client {
 public:
  explicit Client(SiteFixture& site) : site_(site) {}

  http::Reply send(http::Method method, std::string target, json::value const& json = nullptr,
                   SiteFixture::HeaderList headers = {}) {
    if (!csrf.empty()) headers.emplace_back("X-CSRF", csrf);
    std::string jar;
    for (auto const& [name, value] : cookies) jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    if (!jar.empty()) headers.emplace_back("Cookie", jar);
    auto reply =
        site_.send(method, std::move(target), headers, json.is_null() ? "" : json::print(json));
    keep_cookies(reply);
    return reply;
  }
  http::Reply get(std::string target) { return send(http::Method::get, std::move(target)); }
  http::Reply post(std::string target, json::value const& json) {
    return send(http::Method::post, std::move(target), json);
  }
  http::Reply patch(std::string target, json::value const& json) {
    return send(http::Method::patch, std::move(target), json);
  }

  void token() { csrf = body(get("/api/auth/csrf")).at("csrf").as_string(); }
  http::Reply sign_in(std::string_view email, std::string_view password) {
    token();
    return post("/api/auth/login", {{"email", email}, {"password", password}, {"long", false}});
  }

  std::map<std::string, std::string> cookies;
  std::string csrf;

 private:
  void keep_cookies(http::Reply const& reply) {
    for (auto const& field : reply.headers) {
      if (!iequals(field.name, "Set-Cookie")) continue;
      auto const [name, value] = cut(cut(field.value, ';').first, '=');
      if (value == "deleted") {
        cookies.erase(std::string(name));
      } else {
        cookies[std::string(name)] = value;
      }
    }
  }

  SiteFixture& site_;
};

}  // namespace latchkey::test
