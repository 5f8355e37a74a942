#include <gtest/gtest.h>

#include "support/api_world.h"

namespace latchkey::api {
namespace {

using test::json_of;
using test::key_of;

class FormViewTest : public testing::Test, public test::ApiWorld {
 protected:
  void blueprint_of_plants(std::string const& text) {
    files.put("site/blueprints/pages/plant.yml", text);
    look_again();
  }
  static std::string by_query(std::string const& query) {
    return "fields:\n  kind:\n    type: select\n    options:\n      type: query\n      query: " +
           query + "\n";
  }
};

// Oracle: spec/content-api 21.2: whatever needs form values is refused, the rest works.
TEST_F(FormViewTest, RefusesOptionsThatCannotBeRead) {
  for (auto const* const query : {"site.nope", "site.title.nope.more", "page.title", "("}) {
    blueprint_of_plants(by_query(query));
    EXPECT_EQ(key_of(get("pages/garden+roses")), "error.invalidArgument") << query;
    EXPECT_EQ(key_of(get("pages/garden+roses")), "error.invalidArgument") << "the second time";
    EXPECT_EQ(key_of(get("pages/garden+roses?select=content")), "error.invalidArgument");
    EXPECT_EQ(key_of(get("pages/garden/children?view=panel")), "error.invalidArgument");
    EXPECT_EQ(key_of(get("pages/garden+roses/sections/main-fields")), "error.invalidArgument");
    EXPECT_EQ(get("pages/garden+roses?select=id").status, 200);
    EXPECT_EQ(get("pages/garden/children").status, 200);
    EXPECT_EQ(get("pages/garden+roses/blueprint").status, 200);
  }
}

// Oracle: the same: a change of content is refused before it is written, a title is changed.
TEST_F(FormViewTest, WritesNothingItCannotShowButTitles) {
  blueprint_of_plants(by_query("site.nope"));
  auto const saved = files.save();
  EXPECT_EQ(key_of(patch("pages/garden+roses", {{"latin", "changed"}})), "error.invalidArgument");
  EXPECT_TRUE(*files.save() == *saved);
  auto const titled = patch("pages/garden+roses/title", {{"title", "Other"}});
  EXPECT_EQ(titled.status, 200);
  EXPECT_EQ(json_of(titled).at("data").at("title"), "Other");
}

// Oracle: spec/content-api 11: only values that are options; loose between numbers and texts.
TEST_F(FormViewTest, KeepsOnlyChoicesThatExist) {
  blueprint_of_plants(
      "fields:\n  latin:\n    type: select\n    options: [one, two]\n  kind:\n    type: select\n"
      "    options:\n      type: query\n      query: site.find(\"garden\").children\n      value: "
      "\"{{ page.slug }}\"\n");
  files.put("content/1_garden/1_roses/plant.txt", "Latin: three\n\n----\n\nKind: roses");
  look_again();
  auto const shown = json_of(get("pages/garden+roses")).at("data").at("content");
  EXPECT_EQ(shown.at("latin"), "");
  EXPECT_EQ(shown.at("kind"), "roses");
}

// Oracle: the answer is another one as soon as a page it shows is; nothing of it is kept too long.
TEST_F(FormViewTest, ShowsOtherPagesAsTheyAreNow) {
  blueprint_of_plants("fields:\n  friends:\n    type: pages\n");
  files.put("content/1_garden/1_roses/plant.txt",
            "Friends: - page://home000000000001\n\n----\n\nUuid: roses00000000001");
  look_again();
  auto const title = [&] {
    return json_of(get("pages/garden+roses"))
        .at("data")
        .at("content")
        .at("friends")
        .at(0)
        .at("text");
  };
  EXPECT_EQ(title(), "Welcome");
  files.put("content/home/home.txt", "Title: Come in\n\n----\n\nUuid: home000000000001");
  look_again();
  EXPECT_EQ(title(), "Come in");
}

// Oracle: the blueprint is part of what an answer is kept for.
TEST_F(FormViewTest, FollowsAnEditOfTheBlueprint) {
  blueprint_of_plants("fields:\n  latin:\n    type: text\n");
  EXPECT_EQ(json_of(get("pages/garden+roses")).at("data").at("content").at("latin"),
            "marigold rosa");
  blueprint_of_plants("fields:\n  latin:\n    type: tags\n    separator: \" \"\n");
  EXPECT_EQ(json_of(get("pages/garden+roses")).at("data").at("content").at("latin"),
            (json::value{"marigold", "rosa"}));
}

// Oracle: security.md S15: what is hidden is missing, in pickers too.
TEST_F(FormViewTest, LeavesHiddenModelsOutOfPickers_S15) {
  blueprint_of_plants("fields:\n  people:\n    type: users\n");
  files.put("content/1_garden/1_roses/plant.txt", "People: - user://aadmin01");
  permit(nullptr);
  auto const people = [&] {
    return json_of(get("pages/garden+roses"))
        .at("data")
        .at("content")
        .at("people")
        .as_array()
        .size();
  };
  EXPECT_EQ(people(), 1U);
  permit({{"users", {{"access", false}}}});
  EXPECT_EQ(people(), 0U);
}

}  // namespace
}  // namespace latchkey::api
