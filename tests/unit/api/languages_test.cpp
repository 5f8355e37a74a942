// Languages through the API, with what they do to the site's files.

#include "support/api_world.h"
#include "support/tree_state.h"

namespace latchkey::api {
namespace {

using http::Method;
using test::json_of;
using test::key_of;

class Languages : public testing::Test, public test::ApiWorld {
 protected:
  Languages() { options->languages = true; }
  void make_two() {
    ASSERT_EQ(post("languages", {{"code", "en"}, {"name", "English"}}).status, 200);
    ASSERT_EQ(post("languages", {{"code", "de"}, {"name", "Deutsch"}}).status, 200);
  }
  std::string text(std::string const& path) { return files.read(path, 1 << 20).value_or("none"); }
};

// Oracle: spec/content-api 16: the first language becomes the default and all texts get its code;
// what GET shows stays the same.
TEST_F(Languages, GiveEveryTextTheCodeOfTheFirst) {
  auto const before = json_of(get("pages/garden+roses?select=title,content"));
  auto const user = json_of(get("users/atarget6?select=content"));
  auto const made = post("languages", {{"code", "EN"}, {"name", " English "}});
  ASSERT_EQ(made.status, 200) << made.body_text();
  auto const data = json_of(made).at("data");
  EXPECT_EQ(data.at("code"), json::value("en"));
  EXPECT_EQ(data.at("default"), json::value(true));
  EXPECT_EQ(data.at("locale"), (json::value{{"6", "en"}}));
  EXPECT_EQ(data.at("url"), json::value("http://example.com/en"));
  EXPECT_EQ(text("site/languages/en.php"),
            "<?php\n\nreturn [\n    'code' => 'en',\n    'default' => true,\n"
            "    'direction' => 'ltr',\n    'locale' => [\n        'LC_ALL' => 'en'\n    ],\n"
            "    'name' => 'English',\n    'translations' => [],\n    'url' => NULL\n];");
  EXPECT_EQ(text("content/1_garden/1_roses/plant.txt"), "none");
  look_again();
  EXPECT_EQ(json_of(get("pages/garden+roses?select=title,content")), before);
  EXPECT_EQ(json_of(get("users/atarget6?select=content")), user);
  EXPECT_EQ(patch("users/atarget6", {{"motto", "new"}}).status, 200);
  EXPECT_NE(text("site/accounts/atarget6/user.en.txt").find("Motto: new"), std::string::npos);
  EXPECT_EQ(text("site/accounts/atarget6/user.txt"), "none");
}

// Oracle: the inverse: the last language takes its code along.
TEST_F(Languages, LeaveTheTextsAsTheyWere) {
  auto const before = test::tree_state(files);
  make_two();
  ASSERT_EQ(del("languages/de").status, 200);
  ASSERT_EQ(del("languages/en").status, 200);
  auto const after = test::tree_state(files);
  for (auto const& [path, bytes] : before)
    EXPECT_TRUE(after.contains(path) && after.at(path) == bytes) << path;
  options->languages = false;
  EXPECT_EQ(key_of(get("languages")), "null") << "no such route";
}

// Oracle: spec/content-api 16, the order of the checks, and section 20 for wrong types.
TEST_F(Languages, RefuseInTheOrderOfTheContract) {
  make_two();
  permit({{"languages", {{"create", false}, {"update", false}}}});
  auto const saved = files.save();
  struct Case {
    json::value body;
    std::string key;
  };
  for (auto const& [body, key] : std::vector<Case>{
           {json::object{}, "error.language.code"},
           {{{"code", "x"}, {"name", ""}}, "error.language.code"},
           {{{"code", std::string(33, 'x')}, {"name", "X"}}, "error.language.code"},
           {{{"code", "../../xy"}}, "error.language.name"},
           {{{"code", "de"}, {"name", " "}}, "error.language.name"},
           {{{"code", "DE"}, {"name", "X"}}, "error.language.duplicate"},
           {{{"code", "it"}, {"name", "X"}}, "error.language.create.permission"},
           {{{"code", json::array{"it"}}, {"name", "X"}}, "error.invalidArgument"},
           {{{"code", "it"}, {"name", "X"}, {"translations", "x"}}, "error.invalidArgument"}})
    EXPECT_EQ(key_of(post("languages", body)), key) << json::print(body);
  EXPECT_EQ(key_of(patch("languages/xx", {{"name", ""}})), "null");
  EXPECT_EQ(key_of(patch("languages/en", {{"name", ""}, {"default", false}})),
            "error.language.name");
  EXPECT_EQ(key_of(patch("languages/en", {{"default", false}})), "error.logic");
  EXPECT_EQ(key_of(patch("languages/en", {{"name", "x"}})), "error.language.update.permission");
  permit(true);
  EXPECT_EQ(key_of(post("languages", {{"code", "it"}, {"name", "I"}, {"locale", 3}})),
            "error.invalidArgument");
  EXPECT_EQ(
      key_of(post("languages", {{"code", "it"}, {"name", "I"}, {"locale", {{"LC_EVIL", "x"}}}})),
      "error.invalidArgument");
  EXPECT_EQ(key_of(del("languages/en")), "error.language.delete.permission");
  EXPECT_EQ(key_of(del("languages/xx")), "null");
  files.restore(*saved);
}

// Oracle: spec/content-api 7: category `languages`; everybody behind the gate may read.
TEST_F(Languages, AskForThatPermissionAlone_S14) {
  make_two();
  struct Asked {
    Method method;
    std::string path;
    json::value body;
    std::string action;
  };
  std::vector<Asked> const rows{
      {Method::get, "languages", nullptr, ""},
      {Method::get, "languages/de", nullptr, ""},
      {Method::post, "languages", {{"code", "it"}, {"name", "I"}}, "create"},
      {Method::patch, "languages/de", {{"name", "D"}}, "update"},
      {Method::del, "languages/de", nullptr, "delete"}};
  for (auto const* route : all_routes()) {
    if (!route->pattern.starts_with("languages")) continue;
    EXPECT_TRUE(std::ranges::any_of(
        rows, [&](auto const& row) { return match_route(row.method, row.path)->route == route; }))
        << route->pattern << ": add a row";
  }
  for (auto const& row : rows)
    for (std::string const action : {"create", "update", "delete"}) {
      auto const saved = files.save();
      bool const needed = row.action == action;
      permit({{"languages", {{action, false}}}});
      EXPECT_EQ(key_of(ask(row.method, row.path, row.body)),
                needed ? "error.language." + action + ".permission" : "ok")
          << row.path << " without " << action;
      files.restore(*saved);
      permit(json::object{{"*", false},
                          {"access", {{"panel", true}}},
                          {"languages", {{action, true}, {"*", false}}}});
      EXPECT_EQ(ask(row.method, row.path, row.body).status,
                row.action.empty() || needed ? 200 : 403)
          << row.path << " with " << action << " alone";
      files.restore(*saved);
      look_again();
    }
  EXPECT_EQ(key_of(ask(Method::post, "languages", rows[2].body, "")), "error.auth");
}

// Oracle: spec/content-api 16 and 20: both files are switched; what only the default one held is
// copied, translated values are not.
TEST_F(Languages, KeepIdsAndFixedValuesWhenAnotherBecomesTheDefault) {
  files.put("site/blueprints/pages/plant.yml",
            "fields:\n  latin:\n    type: text\n    translate: false\n  motto:\n    type: text\n");
  files.put("content/1_garden/1_roses/plan.md.txt",
            "Motto: m\n\n----\n\nSort: 3\n\n----\n\nTemplate: paper\n\n----\n\nUuid: "
            "fileplan00000001");
  make_two();
  files.put("content/1_garden/1_roses/plant.de.txt", "Title: Rosen\n\n----\n\nMotto: rot");
  look_again();
  auto const changed = patch("languages/de", {{"default", true}});
  ASSERT_EQ(changed.status, 200) << changed.body_text();
  EXPECT_EQ(json_of(changed).at("data").at("default"), json::value(true));
  EXPECT_EQ(json_of(get("languages/en")).at("data").at("default"), json::value(false));
  EXPECT_EQ(text("content/1_garden/1_roses/plant.de.txt"),
            "Title: Rosen\n\n----\n\nMotto: rot\n\n----\n\nLatin: marigold rosa\n\n----\n\n"
            "Uuid: roses00000000001");
  EXPECT_EQ(text("content/1_garden/1_roses/plan.md.de.txt"),
            "Uuid: fileplan00000001\n\n----\n\nTemplate: paper\n\n----\n\nSort: 3");
  EXPECT_EQ(text("content/1_garden/garden.de.txt"), "Uuid: garden0000000001");
  EXPECT_NE(text("content/1_garden/1_roses/plant.en.txt").find("Title: Roses"), std::string::npos);
  auto const shown = json_of(get("pages/garden+roses?select=title,uuid,content")).at("data");
  EXPECT_EQ(shown.at("title"), json::value("Rosen"));
  EXPECT_EQ(shown.at("uuid"), json::value("page://roses00000000001"));
  EXPECT_EQ(shown.at("content").at("latin"), json::value("marigold rosa"));
  EXPECT_EQ(key_of(del("languages/de")), "error.language.delete.permission");
  EXPECT_EQ(del("languages/en").status, 200);
}

// Oracle: spec/content-api 16: texts of that language go, those of others stay.
TEST_F(Languages, TakeTheirTextsAlong) {
  make_two();
  files.put("content/1_garden/_changes/garden.de.txt", "Title: Garten");
  files.put("content/1_garden/garden.de.txt", "Title: Garten");
  files.put("content/1_garden/_drafts/moss/plant.de.txt", "Title: Moos");
  files.put("site/accounts/atarget6/user.de.txt", "Motto: x");
  files.put("site/accounts/atarget6/profile.jpg.de.txt", "Motto: x");
  look_again();
  ASSERT_EQ(del("languages/de").status, 200);
  for (auto const* path :
       {"content/1_garden/_changes/garden.de.txt", "content/1_garden/garden.de.txt",
        "content/1_garden/_drafts/moss/plant.de.txt", "site/accounts/atarget6/user.de.txt",
        "site/accounts/atarget6/profile.jpg.de.txt", "site/languages/de.php"})
    EXPECT_EQ(text(path), "none") << path;
  EXPECT_NE(text("content/1_garden/garden.en.txt"), "none");
  EXPECT_NE(text("site/languages/en.php"), "none");
}

}  // namespace
}  // namespace latchkey::api
