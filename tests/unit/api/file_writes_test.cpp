// Content of files, uploads through fields, and what sections change.

#include "support/api_world.h"

namespace latchkey::api {
namespace {

using test::json_of;
using test::key_of;

class FileWrites : public testing::Test, public test::ApiWorld {
 protected:
  FileWrites() {
    files.put("site/blueprints/files/paper.yml",
              "fields:\n  alt:\n    type: text\n    required: true\n  size:\n    type: number\n"
              "    default: 3\n");
    files.put("content/1_garden/1_roses/plan.md.txt",
              "Alt: A\n\n----\n\nTemplate: paper\n\n----\n\nUuid: fileplan00000001");
    look_again();
  }
  void plant(std::string const& text) {
    files.put("site/blueprints/pages/plant.yml", text);
    look_again();
  }
  std::string text(std::string const& name) {
    return files.read("content/1_garden/1_roses/" + name, 1 << 20).value_or("none");
  }

  std::string const roses = "pages/garden+roses";
  std::string const plan = roses + "/files/plan.md";
};

// Oracle: spec/content-api 12: merged, through the fields' own conversion, all fields validated.
TEST_F(FileWrites, ChangeTheContentByItsForm) {
  auto const changed =
      patch(plan + "?select=content", {{"ALT", " B "}, {"size", "2,5"}, {"x", "y"}});
  ASSERT_EQ(changed.status, 200) << changed.body_text();
  EXPECT_EQ(text("plan.md.txt"),
            "Alt: B\n\n----\n\nSize: 2.5\n\n----\n\nTemplate: paper\n\n----\n\n"
            "Uuid: fileplan00000001\n\n----\n\nX: y");
  auto const refused = patch(plan, {{"alt", nullptr}, {"x", "z"}});
  EXPECT_EQ(key_of(refused), "error.form.incomplete");
  EXPECT_TRUE(json_of(refused).at("details").as_object().contains("alt"));
  EXPECT_EQ(key_of(patch(plan, {{"alt", json::array{1}}})), "error.invalidArgument");
  EXPECT_NE(text("plan.md.txt").find("X: y"), std::string::npos);
}

// Oracle: S13: template and number have permissions of their own, whatever route they come by.
TEST_F(FileWrites, GiveNoTemplateOrNumberWithoutThatPermission_S13) {
  permit({{"files", {{"changeTemplate", false}, {"sort", false}}}});
  ASSERT_EQ(patch(plan, {{"Template", "default"}, {"SORT", "9"}, {"alt", "B"}}).status, 200);
  EXPECT_EQ(text("plan.md.txt").find("Sort"), std::string::npos);
  EXPECT_NE(text("plan.md.txt").find("Template: paper"), std::string::npos);
  permit(true);
  ASSERT_EQ(patch(plan, {{"template", "none-such"}, {"sort", "9"}}).status, 200);
  EXPECT_NE(text("plan.md.txt").find("Sort: 9"), std::string::npos);
  EXPECT_NE(text("plan.md.txt").find("Template: paper"), std::string::npos);
}

// Oracle: spec/content-api 13: new files get the blueprint's defaults, as its form stores them.
TEST_F(FileWrites, StartWithTheDefaultsOfTheirForm) {
  ASSERT_EQ(upload(roses + "/files", "new.md", "a plan", "tester", {}, "paper").status, 200);
  EXPECT_TRUE(text("new.md.txt").starts_with("Alt: \n\n----\n\nSize: 3\n\n----\n\nUuid: "))
      << text("new.md.txt");
}

// Oracle: spec/content-api 11 and the recorded case field-upload: the field says template and
// owner, not the client.
TEST_F(FileWrites, ComeThroughFieldsAsTheBlueprintSays) {
  plant(
      "fields:\n  shots:\n    type: files\n    uploads: paper\n  words:\n    type: textarea\n"
      "    uploads:\n      parent: site\n      template: paper\n  none:\n    type: files\n"
      "    uploads: false\n  latin:\n    type: text\n");
  auto const sent = upload(roses + "/fields/shots/upload", "a.md", "a", "tester", {}, "default");
  ASSERT_EQ(sent.status, 200) << sent.body_text();
  EXPECT_EQ(json_of(sent).at("data").at("template"), json::value("paper"));
  EXPECT_NE(text("a.md.txt").find("Template: paper"), std::string::npos);
  auto const word = upload(roses + "/fields/words/upload", "b.md", "b");
  ASSERT_EQ(word.status, 200) << word.body_text();
  EXPECT_EQ(json_of(word).at("data").as_object().size(), 2U);
  EXPECT_TRUE(files.read("content/b.md", 10));
  EXPECT_EQ(key_of(upload(roses + "/fields/none/upload", "c.md", "c")), "error.invalidArgument");
  EXPECT_EQ(key_of(upload(roses + "/fields/nowhere/upload", "c.md", "c")), "error.notFound");
  EXPECT_EQ(upload(roses + "/fields/latin/upload", "c.md", "c").status, 404);
  EXPECT_EQ(upload(roses + "/fields/shots/upload", "c.php", "c").status, 400);
  EXPECT_EQ(text("c.md"), "none");
  EXPECT_EQ(text("c.php"), "none");
}

// Oracle: S14, S16: the right to create comes first, and a hidden owner looks like none.
TEST_F(FileWrites, ComeThroughFieldsWithPermissionOnly_S16) {
  plant(
      "fields:\n  shots:\n    type: files\n  out:\n    type: files\n    uploads:\n"
      "      parent: kirby.page(\"home\")\n");
  permit({{"files", {{"create", false}}}});
  EXPECT_EQ(upload(roses + "/fields/shots/upload", "a.md", "a").status, 400);
  files.put("site/blueprints/pages/home.yml", "options:\n  access: false\n");
  permit(true);
  EXPECT_EQ(key_of(upload(roses + "/fields/out/upload", "a.md", "a")), "error.page.notFound");
  EXPECT_EQ(text("a.md"), "none");
  EXPECT_FALSE(files.read("content/home/a.md", 10));
  permit({{"users", {{"update", false}}}});
  files.put("site/blueprints/users/reader.yml", "fields:\n  shots:\n    type: files\n");
  look_again();
  EXPECT_EQ(upload("users/atarget6/fields/shots/upload", "a.md", "a").status, 400);
  EXPECT_EQ(stored("atarget6", "a.md"), "");
}

// Oracle: all or nothing, as far as permissions go; spec/content-api 10, "needs batch".
TEST_F(FileWrites, AreDeletedTogetherOrNotAtAll) {
  auto const body = [](json::array ids) { return json::value(json::object{{"ids", ids}}); };
  auto const erase = [&](json::value const& ids) {
    return ask(http::Method::del, roses + "/sections/plans/delete", ids);
  };
  files.put("content/1_garden/1_roses/other.md", "x");
  plant("sections:\n  plans:\n    type: files\n    batch: true\n");
  files.put("site/blueprints/files/paper.yml", "options:\n  delete: false\n");
  look_again();
  EXPECT_EQ(key_of(erase(body({"garden/roses/other.md", "garden/roses/plan.md"}))),
            "error.permission");
  EXPECT_EQ(text("other.md"), "x");
  EXPECT_EQ(key_of(erase(json::object{})), "error.invalidArgument");
  EXPECT_EQ(key_of(erase(body({1}))), "error.invalidArgument");
  EXPECT_EQ(erase(body({"garden/other.md", "site/config/config.php"})).status, 200);
  EXPECT_EQ(text("other.md"), "x") << "files of others are not in the section";
  EXPECT_EQ(erase(body({"garden/roses/other.md"})).status, 200);
  EXPECT_EQ(text("other.md"), "none");
  plant("sections:\n  plans:\n    type: files\n");
  EXPECT_EQ(key_of(erase(body({"garden/roses/plan.md"}))), "error.permission");
}

// Oracle: spec/content-api 7, 12: `delete` for each page, children by force only.
TEST_F(FileWrites, PagesOfASectionAreDeletedWithPermissionOnly_S14) {
  files.put("site/blueprints/site.yml",
            "sections:\n  kids:\n    type: pages\n    batch: true\n    template: garden\n");
  look_again();
  json::value const garden{{"ids", {"garden"}}}, forced{{"ids", {"garden"}}, {"force", true}};
  auto const erase = [&](json::value const& ids) {
    return key_of(ask(http::Method::del, "site/sections/kids/delete", ids));
  };
  permit({{"pages", {{"delete", false}}}});
  EXPECT_EQ(erase(forced), "error.page.delete.permission");
  permit(true);
  EXPECT_EQ(erase(garden), "error.page.delete.hasChildren");
  EXPECT_EQ(erase({{"ids", {"home"}}, {"force", true}}), "ok");
  EXPECT_EQ(get("pages/home").status, 200) << "not of that section";
  EXPECT_EQ(erase(forced), "ok");
  EXPECT_EQ(get("pages/garden").status, 404);
}

}  // namespace
}  // namespace latchkey::api
