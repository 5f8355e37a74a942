#include <gtest/gtest.h>

#include <thread>

#include "content/site.h"
#include "store/journaled_files.h"
#include "support/fakes.h"
#include "support/faulty_files.h"
#include "support/memory_files.h"
#include "support/temp_site.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

/// The garden of spec/content-api in small, on files in memory.
class ContentTest : public testing::Test {
 protected:
  ContentTest() {
    files.put("content/site.txt", "Title: Greenhouse\n\n----\n\nTagline: Plants & patience");
    files.put("content/home/home.txt", "Title: Welcome");
    files.put("content/2_garden/garden.txt", "Title: Garden\n\n----\n\nUuid: garden0000000001");
    files.put("content/2_garden/2_tulips/plant.txt", "Title: Tulips");
    files.put("content/2_garden/10_ferns/plant.txt", "Title: Ferns");
    files.put("content/2_garden/1_roses/plant.txt", "Title: Roses\n\n----\n\nLatin: Rosa");
    files.put("content/2_garden/moss/plant.txt", "");
    files.put("content/2_garden/_drafts/bamboo/plant.txt", "Title: Bamboo");
    files.put("content/2_garden/_ignored/plant.txt", "Title: Ignored");
    files.put("content/1_journal/journal.txt", "Title: Journal");
  }

  std::vector<std::string> ids(std::string_view parent, Filter filter) {
    std::vector<std::string> out;
    auto const page = content.snapshot()->page(parent);
    for (auto const& child : content.snapshot()->children(*page, filter)) out.push_back(child->id);
    return out;
  }

  test::MemoryFiles files;
  test::ManualClock clock;
  test::SeededRandom random;
  Content content{files, clock, random, Settings{}};
};

using Strings = std::vector<std::string>;

// Oracle: spec/content-api 3 and the recorded case page-ignored-folder.
TEST_F(ContentTest, ListsChildrenByNumberThenUnlistedThenDrafts) {
  EXPECT_EQ(ids("garden", Filter::all), (Strings{"garden/roses", "garden/tulips", "garden/ferns",
                                                 "garden/moss", "garden/bamboo"}));
  EXPECT_EQ(ids("garden", Filter::drafts), (Strings{"garden/bamboo"}));
  EXPECT_EQ(ids("garden", Filter::unlisted), (Strings{"garden/moss"}));
  EXPECT_EQ(ids("garden", Filter::published).size(), 4U);
}

// Oracle: the recorded case site-children: number 0 alone does not bring a page to the front.
TEST_F(ContentTest, KeepsAFolderWithoutANumberAmongTheLetters) {
  files.put("content/bare/default.txt", "");
  files.put("content/dup_1/odd.txt", "");
  files.put("content/error/error.txt", "");
  std::vector<std::string> slugs;
  for (auto const& child : content.snapshot()->site()->children) slugs.push_back(child.slug);
  EXPECT_EQ(slugs, (std::vector<std::string>{"journal", "garden", "bare", "1", "error", "home"}));
}

TEST_F(ContentTest, KnowsAPage) {
  auto const page = content.snapshot()->page("garden/roses");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->template_name(), "plant");
  EXPECT_EQ(page->status, Status::listed);
  EXPECT_EQ(page->num, 1);
  EXPECT_EQ(page->slug, "roses");
  EXPECT_EQ(page->parent->id, "garden");
  EXPECT_EQ(page->field("latin"), "Rosa");
  EXPECT_EQ(content.snapshot()->page("garden/moss")->title(), "moss");
  EXPECT_EQ(content.snapshot()->page("garden/bamboo")->status, Status::draft);
}

// Oracle: security.md S17; no name ever reaches the disk unless a listing
// showed it.
TEST_F(ContentTest, FindsNothingOutsideTheTree_S17) {
  for (auto const* const id :
       {"", "/", "..", "garden/..", "garden/../garden", "./garden", "garden/", "/garden",
        "2_garden", "garden/_drafts/bamboo", "garden/_ignored", "_drafts", "garden//roses",
        "garden%2Froses", "garden\\roses"})
    EXPECT_FALSE(content.snapshot()->page(id)) << id;
  EXPECT_FALSE(content.snapshot()->page(std::string_view("garden\0", 7)));
}

// Oracle: DESIGN 5, a re-check at most once a second.
TEST_F(ContentTest, AsksTheDiskAtMostOnceASecond) {
  auto const first = content.snapshot()->page("garden/roses");
  int const before = files.operations;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(content.snapshot()->page("garden/roses"), first);
  EXPECT_EQ(files.operations, before);
  clock.advance(1s);
  EXPECT_EQ(content.snapshot()->page("garden/roses"), first)
      << "nothing changed, so the same object";
  EXPECT_GT(files.operations, before);
}

TEST_F(ContentTest, SeesOutsideEditsAfterASecond) {
  auto const first = content.snapshot()->page("garden/roses");
  files.put("content/2_garden/1_roses/plant.txt", "Title: Wild roses");
  EXPECT_EQ(content.snapshot()->page("garden/roses")->title(), "Roses");
  clock.advance(1s);
  auto const second = content.snapshot()->page("garden/roses");
  EXPECT_EQ(second->title(), "Wild roses");
  EXPECT_NE(second->version, first->version);
}

TEST_F(ContentTest, GivesAPageANewVersionWhenItsParentChanges) {
  auto const first = content.snapshot()->page("garden/roses");
  auto const other = content.snapshot()->page("journal");
  files.put("content/2_garden/garden.txt", "Title: Park");
  clock.advance(1s);
  auto const second = content.snapshot()->page("garden/roses");
  EXPECT_NE(second->version, first->version);
  EXPECT_EQ(second->parent->title(), "Park");
  EXPECT_EQ(content.snapshot()->page("journal")->version, other->version);
}

TEST_F(ContentTest, FollowsARenamedFolder) {
  EXPECT_EQ(content.snapshot()->page("garden/roses")->num, 1);
  ASSERT_TRUE(files.rename("content/2_garden/1_roses", "content/2_garden/7_roses"));
  clock.advance(1s);
  EXPECT_EQ(content.snapshot()->page("garden/roses")->num, 7);
  ASSERT_TRUE(files.remove("content/2_garden/7_roses"));
  clock.advance(1s);
  EXPECT_FALSE(content.snapshot()->page("garden/roses"));
}

// Oracle: the recorded case page-two-texts, and spec/content-api 3 for meta
// data.
TEST_F(ContentTest, TakesTheLastTextInNaturalOrderAsTemplate) {
  files.put("content/two/alpha.txt", "Title: Alpha text");
  files.put("content/two/beta.txt", "Title: Beta text");
  files.put("content/two/photo.jpg", "…");
  files.put("content/two/photo.jpg.txt", "Title: Meta");
  files.put("content/two/readme.html", "…");
  auto const page = content.snapshot()->page("two");
  EXPECT_EQ(page->template_name(), "beta");
  EXPECT_EQ(page->title(), "Beta text");
  EXPECT_EQ(page->files, (Strings{"photo.jpg"}));
}

// Oracle: spec/content-api 12 and the recorded case create-page.
TEST_F(ContentTest, CreatesADraftWithAUuidAndTheTitleFirst) {
  NewPage page{"new-page", "product", {}, true};
  page.content.set("price", "12");
  page.content.set("title", " New page ");
  auto const made = content.create("", page);
  ASSERT_TRUE(made) << made.error().cause;
  EXPECT_EQ((*made)->id, "new-page");
  EXPECT_EQ((*made)->status, Status::draft);
  EXPECT_EQ((*made)->uuid().size(), 16U);
  auto const text = *files.read("content/_drafts/new-page/product.txt", 1 << 20);
  EXPECT_TRUE(text.starts_with("Title: New page\n\n----\n\nPrice: 12\n\n----\n\nUuid: ")) << text;
}

NewPage titled(std::string slug, std::string template_name = "default") {
  return {std::move(slug), std::move(template_name), {}, true};
}

std::string key_of(Result<std::shared_ptr<Page const>> const& result) {
  return result ? "" : result.error().key;
}

// Oracle: the recorded case create-errors.
TEST_F(ContentTest, RefusesPagesThatCannotBe) {
  EXPECT_EQ(key_of(content.create("nope", titled("x"))), "error.page.notFound");
  EXPECT_EQ(key_of(content.create("", titled(""))), "error.page.slug.invalid");
  EXPECT_EQ(key_of(content.create("", titled(std::string(256, 'x')))), "error.page.slug.maxlength");
  EXPECT_EQ(key_of(content.create("", titled("api"))), "error.page.changeSlug.reserved");
  EXPECT_EQ(key_of(content.create("garden", titled("api"))), "");
  EXPECT_EQ(key_of(content.create("garden", titled("roses"))), "error.page.duplicate");
  EXPECT_EQ(key_of(content.create("garden", titled("bamboo"))), "error.page.draft.duplicate");
}

// Oracle: security.md S17; a template's name becomes a file name.
TEST_F(ContentTest, RefusesTemplatesThatAreNoFileNames_S17) {
  for (auto const* const name : {"../x", "a/b", "a\\b", "..", ".hidden", "_x", "", "x.", "ü"})
    EXPECT_EQ(key_of(content.create("garden", titled("x", name))), "error.invalidArgument") << name;
}

TEST_F(ContentTest, MergesChangesAndKeepsTheOrder) {
  files.put("content/1_journal/journal.txt",
            "Text: One\n\n----\n\nTitle: Journal\n\n----\n\nStray: x");
  auto const page =
      content.update("journal", {{"text", "Two"}, {"stray", std::nullopt}, {"new_key", "y"}}, {});
  ASSERT_TRUE(page);
  EXPECT_EQ(*files.read("content/1_journal/journal.txt", 1 << 20),
            "Title: Journal\n\n----\n\nText: Two\n\n----\n\nNew-key: y");
  EXPECT_EQ((*page)->field("text"), "Two");
}

// Oracle: spec/content-api 20, lost updates.
TEST_F(ContentTest, LosesNoneOfManyParallelUpdates) {
  std::vector<std::thread> writers;
  for (int i = 0; i < 15; ++i)
    writers.emplace_back([this, i] {
      ASSERT_TRUE(content.update("journal", {{"key" + std::to_string(i), std::to_string(i)}}, {}));
    });
  for (auto& writer : writers) writer.join();
  for (int i = 0; i < 15; ++i)
    EXPECT_EQ(content.snapshot()->page("journal")->field("key" + std::to_string(i)),
              std::to_string(i));
}

TEST_F(ContentTest, LeavesTheFileAloneWhenItCannotBeWritten) {
  files.fail_writes = true;
  EXPECT_FALSE(content.update("journal", {{"title", "x"}}, {}));
  EXPECT_EQ(*files.read("content/1_journal/journal.txt", 1 << 20), "Title: Journal");
}

// Oracle: the recorded case delete-page.
TEST_F(ContentTest, ClosesTheGapOfADeletedPage) {
  ASSERT_TRUE(content.remove("garden/tulips", false));
  EXPECT_FALSE(content.snapshot()->page("garden/tulips"));
  EXPECT_EQ(content.snapshot()->page("garden/ferns")->path, "content/2_garden/2_ferns");
}

TEST_F(ContentTest, RemovesAnEmptyDraftsFolder) {
  ASSERT_TRUE(content.remove("garden/bamboo", false));
  EXPECT_FALSE(*files.stat("content/2_garden/_drafts"));
}

TEST_F(ContentTest, DeletesAPageWithChildrenOnlyByForce) {
  auto const refused = content.remove("garden", false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "error.page.delete.hasChildren");
  EXPECT_TRUE(content.remove("garden", true));
  EXPECT_FALSE(content.snapshot()->page("garden"));
}

TEST_F(ContentTest, ReadsPermissionsFromTheBlueprint) {
  files.put("site/blueprints/pages/default.yml", "title: Default\noptions:\n  delete: false\n");
  files.put("site/blueprints/pages/plant.yml",
            "title: Plant\nnum: zero\noptions:\n  title: false\n  template:\n  "
            "  - plant\n    - tree\n");
  auto const plant = content.snapshot()->page("garden/roses");
  EXPECT_EQ(plant->rules->num, "zero");
  EXPECT_EQ(plant->rules->templates, (Strings{"plant", "tree"}));
  EXPECT_EQ(plant->rules->options.at("changeTitle"), json::value(false));
  EXPECT_EQ(content.snapshot()->page("garden")->rules->options.at("delete"), json::value(false));
}

/// The tea house of the recorded cases.
void visit(Snapshot const& snapshot, Folder const& folder, Strings& ids) {
  for (auto const& child : snapshot.children(folder, Filter::all)) {
    ids.push_back(child->id);
    ASSERT_LT(ids.size(), 100U) << "without end";
    visit(snapshot, *child, ids);
  }
}

// Oracle: the definition: a folder is no page of its own, however a link leads there.
TEST(LinksInCircles, AreNoPages) {
  test::TempDir const site;
  site.write("content/a/b/page.txt", "Title: B");
  site.write("content/c/page.txt", "Title: C");
  std::filesystem::create_symlink(".", site / "content/a/self");
  std::filesystem::create_symlink("../..", site / "content/a/b/up");
  std::filesystem::create_symlink("../c", site / "content/a/twin");
  auto const files = store::open_files(site.path());
  ASSERT_TRUE(files);
  test::ManualClock clock;
  test::SeededRandom random;
  Content const content{**files, clock, random, Settings{}};
  auto const snapshot = content.snapshot();
  Strings ids;
  visit(*snapshot, *snapshot->site(), ids);
  EXPECT_EQ(ids, (Strings{"a", "a/b", "a/twin", "c"}));
  EXPECT_FALSE(snapshot->page("a/self/b"));
}

class Multilang : public testing::Test {
 protected:
  Multilang() {
    files.put("site/languages/de.php",
              "<?php return ['code' => 'de', 'name' => 'Deutsch', 'url' => '/de'];");
    files.put("site/languages/en.php",
              "<?php return ['code' => 'en', 'default' => true, 'name' => "
              "'English', 'url' => '/'];");
    files.put("site/languages/fr.php",
              "<?php return ['code' => 'fr', 'name' => 'Français', 'url' => NULL];");
    files.put("content/site.en.txt", "Title: Tea House\n\n----\n\nMotto: Sip well");
    files.put("content/site.de.txt", "Title: Teehaus");
    files.put("content/1_teas/teas.en.txt", "Title: Teas\n\n----\n\nUuid: mlteas0000000001");
    files.put("content/1_teas/teas.de.txt", "Title: Tees\n\n----\n\nSlug: tees");
    files.put("content/1_teas/1_green/tea.en.txt",
              "Title: Green tea\n\n----\n\nText: Fresh\n\n----\n\nOrigin: Japan");
    files.put("content/1_teas/1_green/tea.de.txt",
              "Title: Grüner Tee\n\n----\n\nSlug: gruen\n\n----\n\nText:");
    files.put("content/1_teas/1_green/tea.txt", "Title: Not read");
    files.put("content/1_teas/1_green/tea.xx.txt", "Title: Not read either");
  }

  test::MemoryFiles files;
  test::ManualClock clock;
  test::SeededRandom random;
  Content content{files, clock, random, Settings{}};
};

// Oracle: the recorded case lang-read, and spec/content-api 16 for empty
// values.
TEST_F(Multilang, FallsBackKeyByKey) {
  auto const page = content.snapshot()->page("teas/green");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->title("de"), "Grüner Tee");
  EXPECT_EQ(page->field("origin", "de"), "Japan");
  EXPECT_EQ(page->field("text", "de"), "") << "an empty value in a translation stays empty";
  EXPECT_EQ(page->title("fr"), "Green tea");
  EXPECT_EQ(page->title("xx"), "Green tea") << "unknown codes mean the default language";
  EXPECT_TRUE(page->files.empty());
}

TEST_F(Multilang, BuildsAddressesInEachLanguage) {
  auto const page = content.snapshot()->page("teas/green");
  EXPECT_EQ(page_url(*page, "http://x", "en", "home"), "http://x/teas/green");
  EXPECT_EQ(page_url(*page, "http://x", "de", "home"), "http://x/de/tees/gruen");
  EXPECT_EQ(page_url(*page, "http://x", "fr", "home"), "http://x/fr/teas/green");
}

TEST_F(Multilang, FindsTranslatedSlugsOnlyInTheirLanguage) {
  EXPECT_TRUE(content.snapshot()->page("tees/gruen", "de"));
  EXPECT_TRUE(content.snapshot()->page("teas/green", "de"));
  EXPECT_FALSE(content.snapshot()->page("tees/gruen", "en"));
  EXPECT_FALSE(content.snapshot()->page("tees/gruen"));
}

// Oracle: the recorded case lang-create.
TEST_F(Multilang, WritesNewPagesInTheDefaultLanguage) {
  NewPage page{"neu", "tea", {}, true};
  page.content.set("title", "Neue");
  ASSERT_TRUE(content.create("teas", page));
  EXPECT_TRUE(*files.stat("content/1_teas/_drafts/neu/tea.en.txt"));
}

// Oracle: the recorded case lang-title.
TEST_F(Multilang, WritesATranslatedTitleAlone) {
  ASSERT_TRUE(content.change_title("teas/green", "Thé vert", "fr"));
  EXPECT_EQ(*files.read("content/1_teas/1_green/tea.fr.txt", 1 << 20), "Title: Thé vert");
  ASSERT_TRUE(content.change_title("teas/green", "Tee", "de"));
  EXPECT_TRUE(files.read("content/1_teas/1_green/tea.de.txt", 1 << 20)
                  ->starts_with("Title: Tee\n\n----\n\nSlug: gruen"));
  EXPECT_EQ(content.snapshot()->page("teas/green")->title("en"), "Green tea");
}

// Oracle: spec/content-api 16, "First write in a language".
TEST_F(Multilang, WritesAllThatWasShownAtTheFirstUpdate) {
  ASSERT_TRUE(content.update("teas/green", {{"text", "Frais"}}, "fr"));
  EXPECT_EQ(*files.read("content/1_teas/1_green/tea.fr.txt", 1 << 20),
            "Title: Green tea\n\n----\n\nText: Frais\n\n----\n\nOrigin: Japan");
}

/// The same garden behind a disk that can fail.
struct FaultyContent : ContentTest {
  test::FaultyFiles disk{files};
  store::JournaledFiles journaled{disk};
  Content held{journaled, clock, random, Settings{}};
  std::shared_ptr<Page const> look(std::string_view id) {
    clock.advance(5s);
    return held.snapshot()->page(id);
  }
};

// Oracle: the state before or after, for every operation that can fail.
TEST_F(FaultyContent, MakesAWholePageOrNone) {
  for (int n = 0;; ++n) {
    std::string const slug = "new-" + std::to_string(n);
    formats::Fields fields;
    fields.set("title", "New");
    disk.fail_at(n, ENOSPC, true);
    auto const made = held.create("garden", {slug, "plant", fields, false});
    bool const is_through = disk.count() <= n;
    disk.heal();
    auto const page = look("garden/" + slug);
    EXPECT_TRUE(!page || page->title() == "New") << n;
    if (is_through) {
      EXPECT_TRUE(made && page);
      break;
    }
  }
}

TEST_F(FaultyContent, DeletesAWholePageOrNone) {
  for (int n = 0;; ++n) {
    files.put("content/9_gone/gone.txt", "Title: Gone");
    ASSERT_TRUE(look("gone")) << n;
    disk.fail_at(n, EIO, true);
    (void)held.remove("gone", true);
    bool const is_through = disk.count() <= n;
    disk.heal();
    auto const page = look("gone");
    EXPECT_TRUE(!page || page->title() == "Gone") << n;
    (void)files.remove("content/9_gone");
    if (page) (void)files.remove(page->path);
    if (is_through) break;
  }
}

TEST_F(FaultyContent, StaysAsItWasWhileTheDiskCannotBeRead) {
  ASSERT_EQ(look("garden/roses")->template_name(), "plant");
  files.put("content/2_garden/1_roses/new.png", "x");
  disk.fail_at(0, EMFILE, true);
  auto const page = look("garden/roses");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->template_name(), "plant");
  EXPECT_EQ(page->title(), "Roses");
  disk.heal();
  EXPECT_EQ(look("garden/roses")->files, (Strings{"new.png"}));
}

// Oracle: default deny: what may forbid and cannot be read forbids.
TEST_F(FaultyContent, RefusesEverythingByABlueprintThatCannotBeRead_S14) {
  files.put("site/blueprints/pages/plant.yml", "options:\n  read: false\n");
  disk.fail_at(0, EACCES, true);
  EXPECT_EQ(held.snapshot()->rules("plant")->options.at("read"), false);
  EXPECT_EQ(held.snapshot()->rules("plant")->options.at("delete"), false);
  disk.heal();
  clock.advance(5s);
  EXPECT_FALSE(held.snapshot()->rules("plant")->options.as_object().contains("delete"));
  files.put("site/blueprints/pages/plant.yml", "a: b: c");
  clock.advance(5s);
  EXPECT_EQ(held.snapshot()->rules("plant")->options.at("read"), false)
      << "a broken file undoes nothing";
  files.put("site/blueprints/pages/bed.yml", "a: b: c");
  auto const broken = held.snapshot()->rules("bed")->options;
  for (auto const* action : {"access", "list", "read"}) EXPECT_EQ(broken.at(action), true);
  for (auto const* action : {"create", "delete", "update"}) EXPECT_EQ(broken.at(action), false);
}

}  // namespace
}  // namespace latchkey::content
