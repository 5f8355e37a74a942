#include "blueprint/library.h"

#include <gtest/gtest.h>

#include "formats/yaml.h"
#include "support/cases.h"
#include "support/fakes.h"
#include "support/memory_files.h"

namespace latchkey::blueprint {
namespace {

using namespace std::chrono_literals;

std::string const suite = LATCHKEY_TEST_DATA "/conformance/";

json::value case_of(std::string const& name) {
  return json::parse(test::read_file(suite + "cases/content/" + name + ".json")).value_or(nullptr);
}

/// `data` of the answer to the step numbered `step`.
json::object recorded(std::string const& name, std::size_t step) {
  auto const whole = case_of(name);
  return whole.at("steps").at(step).at("expect").at("json").at("data").as_object();
}

/// The wire adds a link to each tab.
json::array without_links(json::array tabs) {
  for (auto& tab : tabs) tab.as_object().erase("link");
  return tabs;
}

TEST(BlueprintLibrary, ShowsTheRecordedTabsOfMixinsAndGroups) {  // recorded case blueprint-article
  auto const files = store::open_files(suite + "sites/content");
  ASSERT_TRUE(files);
  test::ManualClock clock;
  Library library(**files, clock, yaml::parse_dialect);
  auto const made = library.find("pages/article");
  auto const data = recorded("blueprint-article", 0);
  EXPECT_EQ(made->tabs, without_links(data.at("tabs").as_array()));
  EXPECT_EQ(made->name, "pages/article");
  EXPECT_EQ(made->options, data.at("options").as_object());
  EXPECT_EQ(made->status, data.at("status").as_object());
  EXPECT_EQ(made->num, "date");
  EXPECT_NE(find_field(made->fields, "robots"), nullptr);
}

TEST(BlueprintLibrary, ShowsTheRecordedTabsOfPresets) {  // recorded case blueprint-presets
  test::MemoryFiles files;
  test::ManualClock clock;
  auto const whole = case_of("blueprint-presets");
  for (auto const& file : whole.at("files").as_array())
    files.put(std::string(file.at("path").as_string()),
              std::string(file.at("content").as_string()));
  Library library(files, clock, yaml::parse_dialect);
  for (auto const& [name, step] : {std::pair("pages/pa", 0), {"pages/pb", 1}, {"pages/pc", 2}})
    EXPECT_EQ(
        library.find(name)->tabs,
        without_links(
            recorded("blueprint-presets", static_cast<std::size_t>(step)).at("tabs").as_array()))
        << name;
}

class SmallLibrary : public testing::Test {
 protected:
  test::MemoryFiles files;
  test::ManualClock clock;
  Library library{files, clock, yaml::parse_dialect};

  std::shared_ptr<Blueprint const> page(std::string const& yaml) {
    files.put("site/blueprints/pages/p.yml", yaml);
    clock.advance(2s);
    return library.find("pages/p");
  }
};

TEST_F(SmallLibrary, FallsBackToTheFoldersDefaultThenToABuiltInOne) {  // spec/content-api 6
  EXPECT_EQ(library.find("pages/nope")->name, "pages/default");
  EXPECT_TRUE(library.find("pages/nope")->tabs.empty());
  files.put("site/blueprints/pages/default.yml", "title: Mine\n");
  clock.advance(2s);
  EXPECT_EQ(library.find("pages/nope")->title, "Mine");
}

TEST_F(SmallLibrary, SeesAnEditWithinASecond) {  // ADR: re-checked by size and time
  EXPECT_EQ(page("title: One\n")->title, "One");
  auto const before = library.version();
  EXPECT_EQ(page("title: Two\n")->title, "Two");
  EXPECT_GT(library.version(), before);
}

TEST_F(SmallLibrary, SeesAnEditOfAMixinToo) {  // the same
  files.put("site/blueprints/fields/f.yml", "type: text\nlabel: Old\n");
  EXPECT_EQ(page("fields:\n  a: fields/f\n")->fields.at(0).text("label"), "Old");
  files.put("site/blueprints/fields/f.yml", "type: text\nlabel: New\n");
  clock.advance(2s);
  EXPECT_EQ(library.find("pages/p")->fields.at(0).text("label"), "New");
}

TEST_F(SmallLibrary, ShowsABrokenFileAsTheDefaultAndSaysSo) {  // spec/yaml, last paragraph
  auto const made = page("a: b: c\n");
  EXPECT_TRUE(made->broken);
  EXPECT_TRUE(made->fields.empty());
  EXPECT_FALSE(page("title: Fine\n")->broken);
}

TEST_F(SmallLibrary, EndsWhenMixinsExtendEachOther) {  // termination
  files.put("site/blueprints/fields/a.yml", "extends: fields/b\ntype: text\n");
  files.put("site/blueprints/fields/b.yml", "extends: fields/a\nlabel: B\n");
  files.put("site/blueprints/fields/s.yml", "type: structure\nfields:\n  s: fields/s\n");
  auto const made = page("fields:\n  x: fields/a\n  s: fields/s\n");
  EXPECT_EQ(made->fields.at(0).text("label"), "B");
  EXPECT_FALSE(made->broken);
}

TEST_F(SmallLibrary, PutsTheFieldsOfAGroupInItsPlaceWithItsCondition) {  // spec/content-api 6
  auto const made = page(
      "fields:\n  a: true\n  text: true\n  g:\n    type: group\n    when:\n      a: 1\n    "
      "fields:\n"
      "      b:\n        type: url\n        when:\n          text: x\n  gone: false\n");
  ASSERT_EQ(made->fields.size(), 3U);
  EXPECT_EQ(made->fields.at(0).type, "info");  // `a` is no type
  EXPECT_EQ(made->fields.at(1).type, "text");
  EXPECT_EQ(made->fields.at(2).props.at("when"), (json::value{{"a", 1}, {"text", "x"}}));
}

TEST_F(SmallLibrary, SaysWhereANameIsUsedTwice) {  // spec/content-api 6
  auto const made = page(
      "columns:\n  - fields:\n      title2:\n        type: text\n  - fields:\n      Title2:\n"
      "        type: text\n");
  EXPECT_EQ(made->sections.at(1).fields.at(0).type, "info");
  EXPECT_EQ(made->sections.at(1).fields.at(0).text("theme"), "negative");
}

TEST_F(SmallLibrary, LetsFieldsAtTheTopWinOverSections) {  // spec/content-api 21.6
  auto const made = page("sections:\n  old:\n    type: pages\nfields:\n  x:\n    type: text\n");
  EXPECT_EQ(made->section("old"), nullptr);
  EXPECT_NE(made->section("main-fields"), nullptr);
}

TEST_F(SmallLibrary, TurnsAnUnknownSectionIntoAnInfo) {  // spec/content-api 21.5
  auto const made = page("sections:\n  odd:\n    type: Pages\n");
  EXPECT_EQ(made->section("odd")->type, "info");
  EXPECT_EQ(made->section("odd")->props.at("label"), "Invalid section type (\"Pages\")");
}

TEST_F(SmallLibrary, KnowsTheStatesOfAPage) {  // spec/content-api 6, `status`
  auto const states = [&](std::string const& yaml) {
    std::string out;
    for (auto const& [name, unused] : page(yaml)->status) out += std::string(name) + " ";
    return out;
  };
  EXPECT_EQ(states("title: x\n"), "draft unlisted listed ");
  EXPECT_EQ(states("status:\n  listed: true\n"), "draft listed ");
  EXPECT_EQ(states("status:\n  draft: false\n  unlisted: Un\n  listed: false\n"),
            "draft unlisted ");
  EXPECT_EQ(page("status:\n  listed:\n    label: L\n    text: T\n")->status.at("listed"),
            (json::value{{"label", "L"}, {"text", "T"}}));
}

TEST_F(SmallLibrary, NeverLeavesItsFolder) {  // security: names come from files, not from clients
  files.put("site/accounts/x.yml", "title: stolen\n");
  EXPECT_NE(library.find("../accounts/x")->title, "stolen");
  EXPECT_FALSE(library.has("pages/../../accounts/x"));
}

}  // namespace
}  // namespace latchkey::blueprint
