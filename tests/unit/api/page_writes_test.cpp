#include <gtest/gtest.h>

#include <thread>

#include "support/api_world.h"

namespace latchkey::api {
namespace {

using test::json_of;
using test::key_of;

class PageWrites : public testing::Test, public test::ApiWorld {
 protected:
  void plants(std::string const& fields) {
    files.put("site/blueprints/pages/plant.yml", "fields:\n" + fields);
    look_again();
  }
  std::string roses() { return *files.read("content/1_garden/1_roses/plant.txt", 1 << 20); }
};

// Oracle: spec/content-api 20: what crashed the original is a 400 with a key, and writes nothing.
TEST_F(PageWrites, RefusesValuesOfTheWrongKind) {
  plants(
      "  latin:\n    type: text\n  height:\n    type: number\n  rows:\n    type: structure\n"
      "    fields:\n      a:\n        type: text\n");
  auto const saved = files.save();
  for (json::value const& body :
       {json::value{{"latin", {"a", "b", "c"}}}, json::value{{"height", json::object{{"a", 1}}}},
        json::value{{"rows", json::array{json::object{{"a", json::array{1}}}}}}})
    EXPECT_EQ(key_of(patch("pages/garden+roses", body)), "error.invalidArgument");
  for (auto const* const part : {"slug", "status", "template"}) {
    auto const path = "pages/garden+roses/" + std::string(part);
    EXPECT_EQ(key_of(patch(path, json::object{{"x", 1}})), "error.invalidArgument") << part;
    EXPECT_EQ(key_of(patch(path, {{part, json::array{1}}})), "error.invalidArgument") << part;
  }
  EXPECT_EQ(key_of(patch("pages/garden+roses/status", {{"status", "listed"}, {"position", "x"}})),
            "error.invalidArgument");
  EXPECT_TRUE(*files.save() == *saved);
}

// Oracle: spec/content-api 20, lost updates: one field by each of fifteen clients.
TEST_F(PageWrites, LosesNoneOfManyParallelFields) {
  std::string fields;
  for (int i = 0; i < 15; ++i) fields += "  f" + std::to_string(i) + ":\n    type: text\n";
  plants(fields);
  std::vector<std::thread> clients;
  for (int i = 0; i < 15; ++i)
    clients.emplace_back([this, i] {
      json::object body;
      body["f" + std::to_string(i)] = "value " + std::to_string(i);
      EXPECT_EQ(patch("pages/garden+roses", body).status, 200);
    });
  for (auto& client : clients) client.join();
  auto const shown = json_of(get("pages/garden+roses")).at("data").at("content");
  for (int i = 0; i < 15; ++i)
    EXPECT_EQ(shown.at("f" + std::to_string(i)), json::value("value " + std::to_string(i)));
}

// Oracle: spec/content-api 12: another position needs `sort`; the same, or none, needs nothing.
TEST_F(PageWrites, AsksForSortToMoveAListedPage) {
  files.put("content/1_garden/2_ferns/plant.txt", "Title: Ferns");
  permit({{"pages", {{"sort", false}, {"changeStatus", false}}}});
  auto const listed = [](int position) {
    return json::object{{"status", "listed"}, {"position", position}};
  };
  EXPECT_EQ(key_of(patch("pages/garden+roses/status", listed(2))), "error.page.sort.permission");
  EXPECT_EQ(patch("pages/garden+roses/status", listed(1)).status, 200);
  permit({{"pages", {{"changeStatus", false}}}});
  EXPECT_EQ(json_of(patch("pages/garden+roses/status", listed(2))).at("data").at("num"), 2);
}

// Oracle: spec/content-api 12 (Delete): children go by their own rules, at any depth.
TEST_F(PageWrites, DeletesNoParentOfAPageThatMustStay) {
  files.put("site/blueprints/pages/kept.yml", "options:\n  delete: false\n");
  files.put("content/top/default.txt", "Title: Top");
  files.put("content/top/1_a/default.txt", "Title: A");
  files.put("content/top/1_a/_drafts/b/kept.txt", "Title: B");
  look_again();
  auto const erase = [&] {
    return ask(http::Method::del, "pages/top", {{"force", true}}, "admin");
  };
  EXPECT_EQ(key_of(erase()), "error.page.delete.permission");
  files.put("site/blueprints/pages/kept.yml", "title: Kept\n");
  look_again();
  EXPECT_EQ(erase().status, 200);
}

// Oracle: spec/content-api 12: fields that are invalid already make any update fail; not drafts'.
TEST_F(PageWrites, ValidatesEveryFieldUnlessItIsADraft) {
  plants("  latin:\n    type: text\n  need:\n    type: text\n    required: true\n");
  auto const refused = patch("pages/garden+roses", {{"latin", "x"}});
  EXPECT_EQ(key_of(refused), "error.form.incomplete");
  EXPECT_TRUE(json_of(refused).at("details").as_object().contains("need"));
  EXPECT_EQ(patch("pages/garden+moss", {{"latin", "x"}}).status, 200);
  EXPECT_EQ(key_of(patch("pages/garden+moss/status", {{"status", "listed"}})),
            "error.page.changeStatus.incomplete");
}

// Oracle: security.md S15: what is hidden cannot be referred to anew, and what is referred to
// stays.
TEST_F(PageWrites, KeepsHiddenReferencesAndTakesNoNewOnes_S15) {
  plants("  people:\n    type: users\n  others:\n    type: users\n  latin:\n    type: text\n");
  files.put("content/1_garden/1_roses/plant.txt",
            "People: - user://aadmin01\n\n----\n\nUuid: roses00000000001");
  permit({{"users", {{"access", false}}}});
  EXPECT_EQ(
      patch("pages/garden+roses", {{"latin", "x"}, {"others", json::array{"aadmin01"}}}).status,
      200);
  EXPECT_NE(roses().find("People: - user://aadmin01"), std::string::npos);
  EXPECT_NE(roses().find("Others: \n"), std::string::npos) << roses();
}

// Oracle: spec/content-api 2: bytes are passed on, and only answers are repaired.
TEST_F(PageWrites, KeepsBytesOfAnotherEncoding) {
  plants("  latin:\n    type: text\n  other:\n    type: text\n");
  files.put("content/1_garden/1_roses/plant.txt", "Title: Roses\n\n----\n\nLatin: \xe4\xf6 end");
  look_again();
  EXPECT_EQ(patch("pages/garden+roses", {{"other", "x"}}).status, 200);
  EXPECT_NE(roses().find("Latin: \xe4\xf6 end"), std::string::npos) << roses();
  EXPECT_EQ(patch("pages/garden+roses", {{"latin", "y"}}).status, 200);
  EXPECT_NE(roses().find("Latin: y"), std::string::npos) << roses();
}

// Oracle: the inverse: what GET shows, sent back, changes nothing more.
TEST_F(PageWrites, IsIdempotentForWhatItShows) {
  plants(
      "  parts:\n    type: blocks\n  day:\n    type: date\n  on:\n    type: toggle\n  tags:\n"
      "    type: tags\n  rows:\n    type: structure\n    fields:\n      a:\n        type: "
      "number\n  friends:\n    type: pages\n");
  json::object const first{{"day", "2024-01-02"},
                           {"on", true},
                           {"tags", json::array{"a", "b"}},
                           {"rows", json::array{json::object{{"a", 1}}}},
                           {"friends", json::array{"home"}}};
  auto const shown = json_of(patch("pages/garden+roses", first)).at("data").at("content");
  auto const stored = roses();
  EXPECT_EQ(json_of(patch("pages/garden+roses", shown)).at("data").at("content"), shown);
  EXPECT_EQ(roses(), stored);
  EXPECT_NE(stored.find("Friends: - page://home000000000001"), std::string::npos) << stored;
}

}  // namespace
}  // namespace latchkey::api
