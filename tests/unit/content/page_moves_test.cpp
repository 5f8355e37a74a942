// Status, numbers, slugs, templates and copies of pages.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "content/references.h"
#include "content/site.h"
#include "store/journaled_files.h"
#include "support/fakes.h"
#include "support/faulty_files.h"
#include "support/memory_files.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

class PageMoves : public testing::Test {
 protected:
  PageMoves() {
    files.put("content/site.txt", "Title: Greenhouse");
    files.put("content/2_garden/garden.txt", "Title: Garden\n\n----\n\nUuid: garden0000000001");
    for (auto const* const name : {"1_roses", "2_tulips", "3_ferns", "moss", "_drafts/bamboo"})
      files.put("content/2_garden/" + std::string(name) + "/plant.txt", "Title: Plant");
    files.put("site/blueprints/pages/year.yml", "num: \"{{ page.year }}\"\n");
    files.put("site/blueprints/pages/zero.yml", "num: 0\n");
  }

  std::vector<std::string> folders(std::string const& of = "content/2_garden") {
    std::vector<std::string> out;
    auto const entries = *files.list(of);
    for (auto const& entry : entries)
      if (entry.is_directory) out.push_back(entry.name);
    return out;
  }
  std::string text(std::string const& path) { return files.read(path, 1 << 20).value_or("none"); }
  std::string status(std::string_view id, Status to, std::optional<std::int64_t> position = {},
                     Number const& number = {}) {
    auto const done = content.change_status(id, to, position, number);
    return done ? "" : done.error().key;
  }

  test::MemoryFiles files;
  test::ManualClock clock;
  test::SeededRandom random;
  Content content{files, clock, random, Settings{}};
};

using Strings = std::vector<std::string>;

// Oracle: recorded case status-publish.
TEST_F(PageMoves, ListsAPageAtItsPositionAndMovesTheOthersOn) {
  EXPECT_EQ(status("garden/bamboo", Status::unlisted), "");
  EXPECT_EQ(folders(), (Strings{"1_roses", "2_tulips", "3_ferns", "bamboo", "moss"}));
  EXPECT_EQ(status("garden/bamboo", Status::listed, 2), "");
  EXPECT_EQ(folders(), (Strings{"1_roses", "2_bamboo", "3_tulips", "4_ferns", "moss"}));
  EXPECT_EQ(content.snapshot()->page("garden/bamboo")->num, 2);
}

// Oracle: spec/content-api 3, 12: positions are clamped, siblings numbered 1…n.
TEST_F(PageMoves, ClampsPositions) {
  EXPECT_EQ(status("garden/moss", Status::listed, 99), "");
  EXPECT_EQ(folders(), (Strings{"1_roses", "2_tulips", "3_ferns", "4_moss", "_drafts"}));
  EXPECT_EQ(status("garden/moss", Status::listed, -3), "");
  EXPECT_EQ(folders(), (Strings{"1_moss", "2_roses", "3_tulips", "4_ferns", "_drafts"}));
  EXPECT_EQ(status("garden/moss", Status::listed), "");
  EXPECT_EQ(folders().front(), "1_moss") << "without a position a listed page stays";
}

// Oracle: recorded cases status-unlist, status-to-draft.
TEST_F(PageMoves, ClosesTheGapOfAPageThatLeaves) {
  EXPECT_EQ(status("garden/roses", Status::unlisted), "");
  EXPECT_EQ(folders(), (Strings{"1_tulips", "2_ferns", "_drafts", "moss", "roses"}));
  EXPECT_EQ(status("garden/tulips", Status::draft), "");
  EXPECT_EQ(folders(), (Strings{"1_ferns", "_drafts", "moss", "roses"}));
  EXPECT_EQ(folders("content/2_garden/_drafts"), (Strings{"bamboo", "tulips"}));
}

// Oracle: recorded case status-zero-and-template; spec/content-api 12: only siblings with default
// numbering are renumbered.
TEST_F(PageMoves, LeavesOtherNumberingsAlone) {
  files.put("content/2_garden/1999_old/year.txt", "Year: 1999");
  files.put("content/2_garden/nil/zero.txt", "Title: Nil");
  auto const year = [](Page const& page) { return std::stoll(std::string(page.field("year"))); };
  EXPECT_EQ(status("garden/nil", Status::listed, 3, year), "");
  EXPECT_EQ(status("garden/roses", Status::unlisted, {}, year), "");
  EXPECT_EQ(folders(),
            (Strings{"0_nil", "1999_old", "1_tulips", "2_ferns", "_drafts", "moss", "roses"}));
  auto const edit = [](Page const&, formats::Fields own) -> Result<formats::Fields> {
    own.set("year", "2007");
    return own;
  };
  auto const page = content.edit("garden/old", {}, edit, year);
  ASSERT_TRUE(page);
  EXPECT_EQ((*page)->num, 2007);
  EXPECT_EQ(text("content/2_garden/2007_old/year.txt"), "Year: 2007");
}

// Oracle: the definition of a slug: one among the drafts, one among the published pages.
TEST_F(PageMoves, RefusesASecondPageOfTheSameSlug) {
  files.put("content/2_garden/_drafts/moss/plant.txt", "Title: Other");
  EXPECT_EQ(status("garden/moss", Status::draft), "error.page.draft.duplicate");
  EXPECT_EQ(status("garden/nope", Status::draft), "error.page.notFound");
}

// Oracle: spec/content-api 21.3.
TEST_F(PageMoves, RefusesNumberAndSlugThatAreTooLongTogether) {
  std::string const slug(254, 'x');
  files.put("content/2_garden/" + slug + "/plant.txt", "Title: Long");
  auto const saved = files.save();
  EXPECT_EQ(status("garden/" + slug, Status::listed), "error.page.slug.maxlength");
  EXPECT_TRUE(*files.save() == *saved);
}

// Law: any sequence of moves leaves the numbers 1…n and loses no page. Oracle: counting.
TEST_F(PageMoves, KeepsNumbersWhole) {
  EXPECT_TRUE(rc::check([&] {
    auto const steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
        6, rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::inRange(0, 7)));
    for (auto const& [which, where] : steps) {
      std::string const id = "garden/" + Strings{"roses", "tulips", "ferns", "moss"}[which];
      RC_ASSERT(content.change_status(id, where == 0 ? Status::unlisted : Status::listed,
                                      where == 0 ? std::nullopt : std::optional(where), {}));
    }
    auto const garden = content.snapshot()->page("garden");
    std::int64_t next = 0;
    for (auto const& page : content.snapshot()->children(*garden, Filter::listed))
      RC_ASSERT(page->num == ++next);
    RC_ASSERT(garden->children.size() == 5U);
  }));
}

// Oracle: recorded case slug-change; spec/content-api 12.
TEST_F(PageMoves, MovesTheFolderToANewSlug) {
  auto const page = content.change_slug("garden/tulips", "wild-tulips", {});
  ASSERT_TRUE(page);
  EXPECT_EQ((*page)->id, "garden/wild-tulips");
  EXPECT_EQ(folders()[1], "2_wild-tulips");
  EXPECT_EQ(content.change_slug("garden/moss", "roses", {}).error().key, "error.page.duplicate");
  EXPECT_EQ(content.change_slug("garden/moss", "bamboo", {}).error().key,
            "error.page.draft.duplicate");
  EXPECT_EQ(content.change_slug("garden", "media", {}).error().key,
            "error.page.changeSlug.reserved");
  EXPECT_EQ(content.change_slug("garden/moss", "", {}).error().key, "error.page.slug.invalid");
  ASSERT_TRUE(content.change_slug("garden/bamboo", "cane", {}));
  EXPECT_EQ(folders("content/2_garden/_drafts"), (Strings{"cane"}));
}

class TranslatedMoves : public PageMoves {
 protected:
  TranslatedMoves() {
    files.put("site/languages/en.php", "<?php return ['code' => 'en', 'default' => true];");
    files.put("site/languages/de.php", "<?php return ['code' => 'de'];");
    files.put("content/1_teas/teas.en.txt", "Title: Teas");
    files.put("content/1_teas/1_green/tea.en.txt",
              "Title: Green\n\n----\n\nUuid: green00000000001");
    files.put("content/1_teas/1_green/tea.de.txt", "Title: Gruen\n\n----\n\nSlug: gruen");
    files.put("content/1_teas/2_black/tea.en.txt", "Title: Black");
  }
};

// Oracle: spec/content-api 12: stored as Slug, or removed if equal to the folder's.
TEST_F(TranslatedMoves, StoresASlugOfATranslation) {
  ASSERT_TRUE(content.change_slug("teas/black", "schwarz", "de"));
  EXPECT_EQ(text("content/1_teas/2_black/tea.de.txt"), "Slug: schwarz");
  EXPECT_EQ(content.change_slug("teas/black", "gruen", "de").error().key, "error.page.duplicate");
  EXPECT_EQ(content.change_slug("teas/black", "green", "de").error().key, "error.page.duplicate");
  ASSERT_TRUE(content.change_slug("teas/green", "green", "de"));
  EXPECT_EQ(text("content/1_teas/1_green/tea.de.txt"), "Title: Gruen");
  EXPECT_TRUE(content.snapshot()->page("teas/schwarz", "de"));
}

// Oracle: recorded case lang-duplicate.
TEST_F(TranslatedMoves, CopiesTranslationsWithoutTheirSlugs) {
  ASSERT_TRUE(content.duplicate("teas/green", {"mild", false, false}));
  EXPECT_EQ(text("content/1_teas/_drafts/mild/tea.de.txt"), "Title: Gruen");
  EXPECT_EQ(text("content/1_teas/_drafts/mild/tea.en.txt").find("green00000000001"),
            std::string::npos);
}

// Oracle: recorded case template-change: every text under the new name, none under the old.
TEST_F(TranslatedMoves, RenamesEveryTextToTheTemplate) {
  auto const keep = [](Page const&, formats::Fields const& own,
                       std::string const&) -> Result<formats::Fields> { return own; };
  auto const page = content.change_template("teas/green", "leaf", keep);
  ASSERT_TRUE(page);
  EXPECT_EQ((*page)->template_name(), "leaf");
  EXPECT_EQ(text("content/1_teas/1_green/leaf.de.txt"), "Title: Gruen\n\n----\n\nSlug: gruen");
  EXPECT_EQ(text("content/1_teas/1_green/tea.en.txt"), "none");
  EXPECT_EQ(content.change_template("teas/green", "../x", keep).error().key,
            "error.page.changeTemplate.invalid");
}

class Copies : public PageMoves {
 protected:
  Copies() {
    std::string const roses = "content/2_garden/1_roses";
    files.put(roses + "/plant.txt",
              "Title: Roses\n\n----\n\nSelf: page://roses00000000001\n\n----\n\nPictures:\n\n- "
              "file://picture000000001\n- file://elsewhere0000001\n\n----\n\nKids: - "
              "page://climbers00000001\n\n----\n\nUuid: roses00000000001");
    files.put(roses + "/red.png", "bytes");
    files.put(roses + "/red.png.txt", "Alt: Red\n\n----\n\nUuid: picture000000001");
    files.put(roses + "/1_climbers/plant.txt",
              "Up: (link: page://roses00000000001)\n\n----\n\nUuid: climbers00000001");
    files.put(roses + "/_changes/plant.txt", "Lock: someone");
  }
  std::string const copy = "content/2_garden/_drafts/thorns";
};

// Oracle: recorded case duplicate-page; spec/content-api 12.
TEST_F(Copies, LeavesFilesChildrenAndPendingChangesBehind) {
  auto const page = content.duplicate("garden/roses", {"thorns", false, false});
  ASSERT_TRUE(page);
  EXPECT_EQ((*page)->status, Status::draft);
  EXPECT_EQ(files.list(copy)->size(), 1U);
  auto const uuid = std::string((*page)->uuid());
  EXPECT_NE(uuid, "roses00000000001");
  EXPECT_EQ((*page)->field("self"), "page://" + uuid);
  EXPECT_EQ((*page)->field("pictures"), "- file://elsewhere0000001");
  EXPECT_EQ((*page)->field("kids"), "");
}

TEST_F(Copies, TakesFilesAndChildrenAlongWithNewIds) {
  ASSERT_TRUE(content.duplicate("garden/roses", {"thorns", true, true}));
  auto const page = content.snapshot()->page("garden/thorns");
  auto const child = content.snapshot()->page("garden/thorns/climbers");
  ASSERT_TRUE(page && child);
  EXPECT_EQ(child->field("up"), "(link: page://" + std::string(page->uuid()) + ")");
  EXPECT_EQ(page->field("kids"), "- page://" + std::string(child->uuid()));
  EXPECT_EQ(text(copy + "/red.png"), "bytes");
  auto const meta = formats::parse_content(text(copy + "/red.png.txt"));
  EXPECT_EQ(page->field("pictures"),
            "- file://" + *meta.find("uuid") + "\n- file://elsewhere0000001");
  EXPECT_FALSE(*files.stat(copy + "/_changes"));
}

TEST_F(Copies, RefusesASlugThatIsTaken) {  // recorded case duplicate-errors
  EXPECT_EQ(content.duplicate("garden/roses", {"tulips", false, false}).error().key,
            "error.page.duplicate");
  EXPECT_EQ(content.duplicate("garden/roses", {"bamboo", false, false}).error().key,
            "error.page.draft.duplicate");
}

// Oracle: the state before or after, for every operation that can fail.
TEST_F(Copies, MakesAWholeCopyOrNone) {
  test::FaultyFiles disk{files};
  store::JournaledFiles journaled{disk};
  Content held{journaled, clock, random, Settings{}};
  for (int n = 0;; ++n) {
    ASSERT_LT(n, 100);
    auto const saved = files.save();
    disk.fail_at(n, EIO, true);
    auto const made = held.duplicate("garden/roses", {"thorns", true, true});
    bool const is_through = disk.count() <= n;
    disk.heal();
    clock.advance(5s);
    bool const there = held.snapshot()->page("garden/thorns") != nullptr;
    EXPECT_EQ(there, files.stat(copy + "/1_climbers/plant.txt")->has_value()) << n;
    EXPECT_EQ(there, files.stat(copy + "/red.png")->has_value()) << n;
    files.restore(*saved);
    clock.advance(5s);
    if (is_through) {
      EXPECT_TRUE(made);
      break;
    }
  }
}

// Oracle: the definition: known ids only, with their scheme, whole.
TEST(WithNewIds, RewritesKnownReferencesAlone) {
  NewIds const ids{{"aaa", "bbb"}, {"gone", ""}};
  EXPECT_EQ(with_new_ids("page://aaa", ids), "page://bbb");
  EXPECT_EQ(with_new_ids("(file: file://aaa) page://aaab", ids), "(file: file://bbb) page://aaab");
  EXPECT_EQ(with_new_ids("user://aaa xpage://aaa", ids), "user://aaa xpage://aaa");
  EXPECT_EQ(with_new_ids("- page://gone\n- page://aaa", ids), "- page://bbb");
  EXPECT_EQ(with_new_ids("see page://gone there", ids), "see  there");
  EXPECT_EQ(with_new_ids("", ids), "");
}

}  // namespace
}  // namespace latchkey::content
