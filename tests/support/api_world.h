#pragma once
// The whole API above a site in memory: accounts, content, authentication and the real dispatcher,
// without a disk and without sockets.

#include "api/api.h"
#include "blueprint/library.h"
#include "content/site.h"
#include "formats/yaml.h"
#include "store/spool.h"
#include "support/auth_world.h"
#include "support/temp_site.h"

namespace latchkey::test {

inline json::value json_of(http::Reply const& reply) {
  return json::parse(reply.body_text()).value_or(nullptr);
}

/// The error key of an envelope; "ok" for an answer that is none.
inline std::string key_of(http::Reply const& reply) {
  auto const envelope = json_of(reply);
  if (!envelope.is_object() || envelope.as_object().contains("data") || reply.status == 200)
    return "ok";
  auto const* key = envelope.as_object().if_contains("key");
  return key != nullptr && key->is_string() ? std::string(key->get_string()) : "null";
}

/// Accounts of AuthWorld, and with the password "tester-secret-5": tester (role tested, all
/// permissions unless a test says otherwise), target (role reader). Pages: home, error, garden with
/// a child and a draft. Site, child, target and tester have a file plan.md, the users a picture.
/// Asked by Basic; random delays are off.
class ApiWorld : public AuthWorld {
 public:
  ApiWorld() {
    add("atester5", "tester", hash_of("tester-secret-5"), "tested");
    add("atarget6", "target", hash_of("tester-secret-5"), "reader");
    files.put("site/accounts/atarget6/user.txt", "Motto: marigold");
    for (std::string const role : {"reader", "helper"})
      files.put("site/blueprints/users/" + role + ".yml", "title: " + role + "\n" + form());
    files.put("site/blueprints/users/tested.yml", "title: Tested\n" + form());
    files.put("site/blueprints/files/default.yml", "title: files/default\n" + form());
    files.put("site/blueprints/pages/plant.yml",
              "title: pages/plant\noptions:\n  changeTemplate: [plant, seed]\n" + form());
    files.put("site/blueprints/site.yml",
              "sections:\n  main-fields:\n    type: fields\n    fields:\n      parts:\n        "
              "type: blocks\n      motto:\n        type: text\n  kids:\n    type: pages\n    "
              "template: plant\n" +
                  plans());
    files.put("content/site.txt", "Title: Greenhouse\n\n----\n\nMotto: marigold");
    files.put("content/home/home.txt", "Title: Welcome\n\n----\n\nUuid: home000000000001");
    files.put("content/error/error.txt", "Title: Error\n\n----\n\nUuid: error00000000001");
    files.put("content/1_garden/garden.txt", "Title: Garden\n\n----\n\nUuid: garden0000000001");
    files.put("content/1_garden/1_roses/plant.txt",
              "Title: Roses\n\n----\n\nLatin: marigold rosa\n\n----\n\nUuid: roses00000000001");
    files.put("content/1_garden/_drafts/moss/plant.txt",
              "Title: Moss\n\n----\n\nLatin: bryophyta\n\n----\n\nUuid: moss000000000001");
    for (std::string const folder : {"content", "content/1_garden/1_roses",
                                     "site/accounts/atarget6", "site/accounts/atester5"})
      files.put(folder + "/plan.md", "a plan");
    for (std::string const id : {"atarget6", "atester5"}) {
      files.put("site/accounts/" + id + "/profile.jpg", "no picture");
      files.put("site/accounts/" + id + "/profile.jpg.txt", "Template: avatar");
    }
    options->api.basic_auth = true;
    options->api.allow_insecure = true;
    options->auth.trials = 100'000;
    start_api();
  }

  /// Fields every model of these sites has, and a section of its files.
  static std::string form() {
    return "sections:\n  main-fields:\n    type: fields\n    fields:\n      parts:\n        type: "
           "blocks\n      motto:\n        type: text\n      latin:\n        type: text\n" +
           plans();
  }
  static std::string plans() {
    return "  plans:\n    type: files\n    template: default\n    batch: true\n";
  }

  /// As after a restart of the server.
  void start_api() {
    api.reset();
    blueprint_files.reset();
    content.reset();
    start();
    content = std::make_unique<content::Content>(*site_files, clock, random, content::Settings());
    content->use_trash(*trash);
    accounts->use_text_names([this] { return content::user_text_names(*content->snapshot()); });
    blueprint_files = std::make_unique<blueprint::Library>(*site_files, clock, yaml::parse_dialect);
    api = std::make_unique<api::Api>(api::Services{
        *auth, *accounts, *content, *site_files, clock,
        fields::Tools{*blueprint_files, random, clock, yaml::parse_dialect, &files}, spool});
  }

  /// What stood on the disk may have changed: every layer looks again.
  void look_again() {
    wait(2);
    accounts->refresh();
  }

  using Extra = std::vector<std::pair<std::string, std::string>>;

  /// The answer to a request with these headers; `target` is below the API's slug, with its query.
  http::Reply send(http::Method method, std::string const& target, std::string body,
                   Extra const& headers) {
    http::Request request;
    request.method = method;
    request.target = "/api/" + target;
    request.host = "example.com";
    request.peer.address = "192.0.2.1";
    request.headers.add("Host", request.host);
    for (auto const& [name, value] : headers) request.headers.add(name, value);
    request.body = std::move(body);
    auth::Visit visit(request, address, options);
    std::vector<std::string> vary;
    auto const path = api::path_below_slug(request.path(), options->api);
    auto reply = api->answer(path.value_or(""), visit, vary);
    auth->finish(visit, reply);
    return reply;
  }

  /// `who` is the name before @example.com; empty for nobody.
  http::Reply ask(http::Method method, std::string const& target, json::value const& body = nullptr,
                  std::string const& who = "tester", Extra headers = {}) {
    static std::map<std::string, std::string> const passwords{{"admin", "admin-secret-1"},
                                                              {"editor", "editor-secret-2"},
                                                              {"client", "client-secret-4"},
                                                              {"tester", "tester-secret-5"},
                                                              {"target", "tester-secret-5"}};
    if (!who.empty())
      headers.emplace_back("Authorization", basic(who + "@example.com", passwords.at(who)));
    return send(method, target, body.is_null() ? "" : json::print(body), headers);
  }
  /// A form with one file.
  http::Reply upload(std::string const& target, std::string const& name, std::string const& bytes,
                     std::string const& who = "tester", Extra headers = {},
                     std::string const& template_name = {}) {
    headers.emplace_back(
        "Authorization",
        basic(who + "@example.com", who == "admin" ? "admin-secret-1" : "tester-secret-5"));
    return upload_with(std::move(headers), target, name, bytes, template_name);
  }
  /// The same with credentials in the headers.
  http::Reply upload_with(Extra headers, std::string const& target, std::string const& name,
                          std::string const& bytes, std::string const& template_name = {}) {
    std::string form;
    if (!template_name.empty())
      form = "--edge\r\nContent-Disposition: form-data; name=\"template\"\r\n\r\n" + template_name +
             "\r\n";
    form += "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
            "\"\r\n\r\n" + bytes + "\r\n--edge--\r\n";
    headers.emplace_back("Content-Type", "multipart/form-data; boundary=edge");
    return send(http::Method::post, target, std::move(form), headers);
  }
  http::Reply get(std::string const& target, std::string const& who = "tester") {
    return ask(http::Method::get, target, nullptr, who);
  }
  http::Reply post(std::string const& target, json::value const& body,
                   std::string const& who = "tester") {
    return ask(http::Method::post, target, body, who);
  }
  http::Reply patch(std::string const& target, json::value const& body,
                    std::string const& who = "tester") {
    return ask(http::Method::patch, target, body, who);
  }
  http::Reply del(std::string const& target, std::string const& who = "tester") {
    return ask(http::Method::del, target, nullptr, who);
  }

  /// The role of tester, as YAML below `permissions:`; JSON is YAML too.
  void permit(json::value const& permissions, json::value const& role_options = nullptr) {
    std::string text = "title: Tested\n" + form();
    auto const write = [&](std::string const& name, json::value const& value) {
      if (value.is_bool()) text += name + ": " + json::print(value) + "\n";
      if (!value.is_object()) return;
      text += name + ":\n";
      for (auto const& [category, actions] : value.get_object()) {
        auto const key = "  \"" + std::string(category) + "\":";
        if (!actions.is_object()) {
          text += key + " " + json::print(actions) + "\n";
          continue;
        }
        text += key + "\n";
        for (auto const& [action, allowed] : actions.get_object())
          text += "    \"" + std::string(action) + "\": " + json::print(allowed) + "\n";
      }
    };
    write("permissions", permissions);
    write("options", role_options);
    files.put("site/blueprints/users/tested.yml", text);
    look_again();
  }

  /// One file of an account as it stands on the disk.
  std::string stored(std::string const& id, std::string const& file = "index.php") const {
    return files.read("site/accounts/" + id + "/" + file, 1 << 20).value_or("");
  }

  auth::SiteAddress address = [] {
    auth::SiteAddress out;
    out.host = "example.com";
    out.origin = out.base = "http://example.com";
    out.client = "192.0.2.1";
    return out;
  }();
  TempDir spool_folder;
  store::Spool spool{spool_folder.path()};
  std::unique_ptr<content::Content> content;
  std::unique_ptr<blueprint::Library> blueprint_files;
  std::unique_ptr<api::Api> api;
};

}  // namespace latchkey::test
