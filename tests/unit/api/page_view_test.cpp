#include "api/page_view.h"

#include <gtest/gtest.h>

#include "api/page_cache.h"
#include "support/fakes.h"
#include "support/memory_files.h"

namespace latchkey::api {
namespace {

using content::Filter;

accounts::Actor actor_with(std::string_view role, json::value const& permissions) {
  auto user = std::make_shared<accounts::User>();
  user->id = "u1";
  user->role = role;
  auto made = std::make_shared<accounts::Role>();
  made->name = role;
  made->permissions = accounts::Permissions::read(permissions);
  return {user, made, accounts::Means::session, Instant{}};
}

class PageViewTest : public testing::Test {
 protected:
  PageViewTest() {
    files.put("content/site.txt", "Title: Greenhouse");
    files.put("content/home/home.txt", "Title: Welcome");
    files.put("content/error/error.txt", "Title: Error");
    files.put("content/2_garden/garden.txt", "Title: Garden\n\n----\n\nUuid: garden0000000001");
    files.put("content/2_garden/1_roses/plant.txt", "Title: Roses\n\n----\n\nLatin: Rosa");
    files.put("content/2_garden/moss/plant.txt", "");
    files.put("content/2_garden/_drafts/bamboo/plant.txt", "Title: Bamboo");
    files.put("content/vault/vault.txt", "Title: Vault");
    files.put(
        "site/blueprints/pages/vault.yml",
        "options:\n  delete: false\n  update:\n    editor: false\n  read:\n    reader: false\n");
    files.put("site/blueprints/pages/plant.yml",
              "options:\n  template:\n    - plant\n    - tree\n");
  }

  PageContext context(accounts::Actor const& actor) {
    return {*content.snapshot(), actor, "http://x", "", "home", "error"};
  }
  std::shared_ptr<content::Page const> page(std::string_view id) {
    return content.snapshot()->page(id);
  }
  json::object show(accounts::Actor const& actor, std::string_view id, std::string_view view) {
    return render(*page(id), context(actor), page_schema(), view);
  }

  test::MemoryFiles files;
  test::ManualClock clock;
  test::SeededRandom random;
  content::Content content{files, clock, random, {}};
  accounts::Actor admin = actor_with("admin", nullptr);
  accounts::Actor editor = actor_with("editor", nullptr);
  accounts::Actor reader = actor_with(
      "reader", {{"pages", {{"*", false}, {"read", true}, {"access", true}, {"list", true}}},
                 {"site", false}});
};

// Oracle: the recorded case page-get.
TEST_F(PageViewTest, ShowsAPageInItsDefaultView) {
  auto const shown = show(admin, "garden/roses", "default");
  std::vector<std::string> keys;
  for (auto const& member : shown) keys.emplace_back(member.key());
  EXPECT_EQ(keys, (std::vector<std::string>{"content", "id", "num", "options", "parent", "slug",
                                            "status", "template", "title", "url", "uuid"}));
  EXPECT_EQ(shown.at("content"), json::value({{"title", "Roses"}, {"latin", "Rosa"}}));
  EXPECT_EQ(shown.at("parent"), json::value({{"id", "garden"},
                                             {"num", 2},
                                             {"title", "Garden"},
                                             {"url", "http://x/garden"},
                                             {"uuid", "page://garden0000000001"}}));
  EXPECT_EQ(shown.at("num"), json::value(1));
  EXPECT_EQ(shown.at("status"), json::value("listed"));
  EXPECT_EQ(shown.at("uuid").as_string().size(), 7U + 16U);  // a new one: spec/content-api 3
}

TEST_F(PageViewTest, SendsEmptyContentAsAList) {
  EXPECT_EQ(show(admin, "garden/moss", "default").at("content"), json::value(json::array()));
}

TEST_F(PageViewTest, GivesTheHomePageTheSitesAddress) {
  EXPECT_EQ(show(admin, "home", "compact").at("url"), json::value("http://x"));
}

// Oracle: the hard rules of spec/content-api 7, and the recorded cases page-get and page-get-draft.
TEST_F(PageViewTest, KnowsHardRules) {
  EXPECT_FALSE(may(context(admin), "delete", *page("home")));
  EXPECT_FALSE(may(context(admin), "changeSlug", *page("error")));
  EXPECT_TRUE(may(context(admin), "changeStatus", *page("home")));
  EXPECT_FALSE(may(context(admin), "changeStatus", *page("error")));
  EXPECT_TRUE(may(context(admin), "sort", *page("garden/roses")));
  EXPECT_FALSE(may(context(admin), "sort", *page("garden/bamboo")));
  EXPECT_TRUE(may(context(admin), "changeTemplate", *page("garden/roses")));
  EXPECT_FALSE(may(context(admin), "changeTemplate", *page("garden")));
}

// Oracle: the order of spec/content-api 7.
TEST_F(PageViewTest, AsksTheBlueprintBeforeTheRole) {
  EXPECT_FALSE(may(context(admin), "delete", *page("vault")));
  EXPECT_TRUE(may(context(admin), "update", *page("vault")));
  EXPECT_FALSE(may(context(editor), "update", *page("vault")));
  EXPECT_FALSE(may(context(reader), "update", *page("garden")));
  EXPECT_FALSE(may(context(reader), "access", *content.snapshot()->site()));
}

// Oracle: security.md S14, a forbidden model is indistinguishable from a missing one.
TEST_F(PageViewTest, HidesPagesARoleMayNotRead_S14) {
  EXPECT_TRUE(is_accessible(context(reader), *page("garden")));
  EXPECT_FALSE(is_accessible(context(reader), *page("vault")));
  auto const ids = [&](accounts::Actor const& actor) {
    std::string out;
    for (auto const& child :
         listable_children(context(actor), *content.snapshot()->site(), Filter::published))
      out += child->id + " ";
    return out;
  };
  EXPECT_EQ(ids(admin), "garden error home vault ");
  EXPECT_EQ(ids(reader), "garden error home ");
}

// Oracle: spec/content-api 9.
TEST_F(PageViewTest, ShowsChildrenDraftsAndSiblings) {
  auto const schema = page_schema();
  std::vector<Pick> const picks{
      {"children"}, {"drafts"}, {"siblings"}, {"hasChildren"}, {"nothing"}};
  auto const garden = render(*page("garden"), context(admin), schema, picks);
  EXPECT_EQ(garden.at("children").as_array().size(), 2U);
  EXPECT_EQ(garden.at("drafts").as_array().at(0).at("id"), json::value("garden/bamboo"));
  EXPECT_EQ(garden.at("siblings").as_array().size(), 4U);
  EXPECT_FALSE(garden.contains("nothing"));
  auto const draft = render(*page("garden/bamboo"), context(admin), schema, picks);
  EXPECT_EQ(draft.at("siblings").as_array().size(), 2U) << "the published children of its parent";
  EXPECT_EQ(draft.at("hasChildren"), json::value(false));
}

TEST(PageCache, MakesATextOncePerKeyAndRole) {
  PageCache cache;
  auto const role = std::make_shared<accounts::Role const>();
  auto const other = std::make_shared<accounts::Role const>();
  int made = 0;
  auto const make = [&] { return std::to_string(++made); };
  EXPECT_EQ(cache.get("a", role, make)->text(), "1");
  EXPECT_EQ(cache.get("a", role, make)->text(), "1");
  EXPECT_EQ(cache.get("b", role, make)->text(), "2");
  EXPECT_EQ(cache.get("a", other, make)->text(), "3") << "a role that changed is another one";
}

TEST(PageCache, ForgetsWhenItIsFull) {
  PageCache cache;
  auto const role = std::make_shared<accounts::Role const>();
  int made = 0;
  auto const make = [&] {
    ++made;
    return std::string(100'000, 'x');
  };
  for (int i = 0; i < 2000; ++i) cache.get(std::to_string(i), role, make);
  for (int i = 0; i < 2000; ++i) cache.get(std::to_string(i), role, make);
  EXPECT_GT(made, 3000) << "200 MB would have been kept";
}

}  // namespace
}  // namespace latchkey::api
