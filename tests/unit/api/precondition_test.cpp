// If-Match on every write of a model. Source: spec/content-api 20; RFC 9110, 13.1.1.

#include "api/precondition.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/api_world.h"

namespace latchkey::api {
namespace {

using http::Method;
using test::json_of;
using test::key_of;

std::string etag_of(http::Reply const& reply) {
  for (auto const& [name, value] : reply.headers)
    if (name == "ETag") return value;
  return "none";
}

class Preconditions : public testing::Test, public test::ApiWorld {
 protected:
  /// Every file has an id, so that no read makes one.
  Preconditions() {
    std::string const uuid = "Uuid: plan00000000000";
    int n = 0;
    for (std::string const folder : {"content", "content/1_garden/1_roses",
                                     "site/accounts/atarget6", "site/accounts/atester5"}) {
      files.put(folder + "/plan.md.txt", uuid + std::to_string(n++));
      if (folder.starts_with("site"))
        files.put(folder + "/profile.jpg.txt",
                  "Template: avatar\n\n----\n\n" + uuid + std::to_string(n++));
    }
    look_again();
  }

  http::Reply with(std::string const& tag, Method method, std::string const& target,
                   json::value const& body, std::string const& who = "tester") {
    return ask(method, target, body, who, {{"If-Match", tag}});
  }
  std::string etag(std::string const& target, std::string const& who = "tester") {
    return etag_of(get(target, who));
  }
};

// Oracle: RFC 9110, 13.1.1, steps of the evaluation.
TEST_F(Preconditions, LetAWriteHappenInTheStateItKnows) {
  auto const first = etag("pages/garden+roses");
  auto const one = with(first, Method::patch, "pages/garden+roses", {{"motto", "one"}});
  EXPECT_EQ(one.status, 200);
  auto const refused = with(first, Method::patch, "pages/garden+roses", {{"motto", "two"}});
  EXPECT_EQ(refused.status, 412);
  EXPECT_EQ(key_of(refused), "error.content.outdated");
  EXPECT_EQ(json_of(get("pages/garden+roses")).at("data").at("content").at("motto"), "one");
  EXPECT_EQ(with(etag_of(one), Method::patch, "pages/garden+roses", {{"motto", "two"}}).status, 200)
      << "the answer to a write names the state after it";
  EXPECT_EQ(with("*", Method::patch, "pages/garden+roses", {{"motto", "x"}}).status, 200);
  EXPECT_EQ(patch("pages/garden+roses", {{"motto", "y"}}).status, 200) << "as ever without it";
  auto const now = etag("pages/garden+roses");
  for (auto const& tag : {"W/" + now, std::string("\"x\""), std::string("x"), std::string()})
    EXPECT_EQ(with(tag, Method::patch, "pages/garden+roses", {{"motto", "z"}}).status, 412) << tag;
  EXPECT_EQ(with("\"x\", " + now, Method::patch, "pages/garden+roses", {{"motto", "z"}}).status,
            200);
}

// Oracle: RFC 9110, 5.3: several lines are one list.
TEST_F(Preconditions, ReadAllLinesOfTheHeader) {
  auto const now = etag("site");
  EXPECT_EQ(ask(Method::patch, "site", {{"motto", "x"}}, "tester",
                {{"If-Match", "\"x\""}, {"if-match", now}})
                .status,
            200);
}

// Oracle: a state is one whatever part of it was read, by whom, and how it travelled.
TEST_F(Preconditions, KnowEveryViewOfAState) {
  json::value const body{{"latin", std::string(5000, 'x')}};
  ASSERT_EQ(patch("pages/garden+roses", body).status, 200);
  std::vector<std::string> tags;
  for (std::string const query : {"", "?view=compact", "?view=panel", "?select=id", "?pretty=1"})
    tags.push_back(etag("pages/garden+roses" + query));
  tags.push_back(etag("pages/garden+roses", "admin"));
  for (std::string const coding : {"gzip", "br"})
    tags.push_back(etag_of(
        ask(Method::get, "pages/garden+roses", nullptr, "tester", {{"Accept-Encoding", coding}})));
  for (auto const& tag : tags)
    EXPECT_EQ(with(tag, Method::patch, "pages/garden+roses?select=title", body).status, 200) << tag;
}

// Oracle: what is around a model is not the model: nobody loses a write by these.
TEST_F(Preconditions, LookAtTheModelAlone) {
  auto const page = etag("pages/garden+roses"), garden = etag("pages/garden");
  patch("pages/garden", {{"motto", "another page"}});
  post("pages/garden+roses/changes/save", {{"motto", "pending"}});
  post("pages/garden+roses/children", {{"slug", "new"}});
  permit({{"pages", {{"delete", false}}}});
  EXPECT_EQ(with(page, Method::patch, "pages/garden+roses", {{"motto", "x"}}).status, 200);
  EXPECT_EQ(with(garden, Method::patch, "pages/garden", {{"motto", "x"}}).status, 412);
}

/// Every write of every kind of model, and where its state is read.
struct Write {
  Method method;
  std::string base, part;
  json::value body;
};

std::vector<Write> all_writes() {
  std::vector<Write> out;
  std::string const roses = "pages/garden+roses", target = "users/atarget6";
  for (auto const& base : {std::string("site"), roses, target, std::string("account")}) {
    for (std::string const& model : {base, base + "/files/plan.md"}) {
      for (std::string const action : {"save", "publish", "discard", "unlock"})
        out.push_back({Method::post, model, "/changes/" + action, {{"motto", "x"}}});
    }
    out.push_back({Method::patch, base, "", {{"motto", "x"}}});
    out.push_back({Method::patch, base + "/files/plan.md", "/name", {{"name", "x"}}});
    out.push_back({Method::del, base + "/files/plan.md", "", nullptr});
  }
  for (std::string const part : {"title", "slug", "status", "template"})
    out.push_back({Method::patch,
                   roses,
                   "/" + part,
                   {{part, part == "status"     ? "unlisted"
                           : part == "template" ? "seed"
                                                : "x"}}});
  out.push_back({Method::patch, "site", "/title", {{"title", "x"}}});
  out.push_back({Method::post, roses, "/duplicate", {{"slug", "x"}}});
  out.push_back({Method::del, roses, "", nullptr});
  for (auto const& base : {target, std::string("account")}) {
    out.push_back({Method::patch, base, "/email", {{"email", "x@example.com"}}});
    out.push_back({Method::patch, base, "/name", {{"name", "x"}}});
    out.push_back({Method::patch, base, "/language", {{"language", "de"}}});
    out.push_back({Method::patch, base, "/role", {{"role", "helper"}}});
    out.push_back({Method::del, base, "", nullptr});
  }
  return out;
}

// Oracle: RFC 9110, 13.1.1: MUST NOT perform the method where the condition is false, and performs
// it where it is true.
TEST_F(Preconditions, CountForEveryWriteOfAModel) {
  for (auto const& write : all_writes()) {
    auto const saved = files.save();
    auto const name = std::string(http::method_name(write.method)) + " " + write.base + write.part;
    auto const known = etag(write.base);
    ASSERT_NE(known, "none") << name;
    auto const refused = with("\"stale\"", write.method, write.base + write.part, write.body);
    EXPECT_EQ(refused.status, 412) << name << " " << refused.body_text();
    EXPECT_TRUE(*files.save() == *saved) << name;
    auto const done = with(known, write.method, write.base + write.part, write.body);
    EXPECT_EQ(done.status, 200) << name << " " << done.body_text();
    files.restore(*saved);
    look_again();
  }
}

// Oracle: the table of routes: every row that changes a model knows the header; what only looks,
// logs in or makes something new that has no state does not.
TEST_F(Preconditions, AreAskedByEveryRowThatWrites) {
  std::map<std::string, std::string> const values{{"{id%}", "atarget6"},
                                                  {"{id}", "garden+roses"},
                                                  {"{name%}", "plan.md"},
                                                  {"{section%}", "main"}};
  int seen = 0;
  for (auto const* const row : all_routes()) {
    if (http::is_safe(row->method) || row->access == Access::open) continue;
    auto const first = row->pattern.substr(0, row->pattern.find('/'));
    bool const of_model = first == "site" || first == "account" || first == "files" ||
                          row->pattern.starts_with("pages/") || row->pattern.starts_with("users/");
    bool const looks = row->pattern.ends_with("search") || row->pattern.ends_with("find") ||
                       row->pattern.ends_with("fields/{path...}");
    if (!of_model || looks) continue;
    std::string path(row->pattern);
    for (auto const& [part, value] : values) path = replace_all(path, part, value);
    EXPECT_EQ(with("\"stale\"", row->method, path, json::object()).status, 412)
        << http::method_name(row->method) << " " << row->pattern;
    ++seen;
  }
  EXPECT_GT(seen, 50);
  EXPECT_EQ(with("\"x\"", Method::post, "site/search", {{"search", "roses"}}).status, 200);
}

// Oracle: RFC 9110, 13.2.1: what would be refused anyway is refused for that.
TEST_F(Preconditions, ComeAfterLoginModelAndPermission) {
  EXPECT_EQ(with("\"x\"", Method::patch, "pages/garden+roses", {}, "").status, 401);
  EXPECT_EQ(with("*", Method::patch, "pages/nowhere", {}).status, 404);
  EXPECT_EQ(with("\"x\"", Method::patch, "pages/nowhere", {}).status, 404);
  permit({{"pages", {{"update", false}, {"access", true}}}});
  EXPECT_EQ(with("\"x\"", Method::patch, "pages/garden+roses", {}).status, 403);
  permit({{"pages", {{"access", false}}}});
  EXPECT_EQ(with("\"x\"", Method::patch, "pages/garden+roses", {}).status, 404);
}

// Oracle: spec/content-api 20, lost updates: of many who read the same state one may write, and
// nobody's unconditional write comes between.
TEST_F(Preconditions, LetOneOfManyWinTheSameState) {
  auto const known = etag("pages/garden+roses");
  std::atomic<int> won = 0, lost = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i)
    clients.emplace_back([&, i] {
      auto const reply =
          with(known, Method::patch, "pages/garden+roses", {{"motto", std::to_string(i)}});
      ++(reply.status == 200 ? won : lost);
      EXPECT_TRUE(reply.status == 200 || reply.status == 412) << reply.body_text();
      EXPECT_EQ(patch("pages/garden", {{"motto", std::to_string(i)}}).status, 200);
    });
  for (auto& client : clients) client.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 7);
}

// Oracle: an edit by hand a moment ago is seen, though readers look once a second.
TEST_F(Preconditions, SeeEditsFromOutsideAtOnce) {
  auto const known = etag("pages/garden+roses");
  files.put("content/1_garden/1_roses/plant.txt", "Title: Roses\n\n----\n\nLatin: by hand");
  EXPECT_EQ(with(known, Method::patch, "pages/garden+roses", {{"motto", "x"}}).status, 412);
}

// Oracle: spec/content-api 19.1: an id made by a read changes nothing for who writes.
TEST_F(Preconditions, DoNotMindAnIdThatAReadMade) {
  files.put("content/bare/plant.txt", "Title: Bare");
  look_again();
  auto const known = etag("pages/bare");
  files.put("content/bare/plant.txt", "Title: Bare\n\n----\n\nUuid: bare000000000001");
  look_again();
  EXPECT_EQ(with(known, Method::patch, "pages/bare", {{"motto", "x"}}).status, 200);
}

}  // namespace
}  // namespace latchkey::api
