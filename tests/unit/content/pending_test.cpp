// Pending versions: where they lie, how they move, who holds them.

#include "content/pending.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "content/file_actions.h"
#include "store/journaled_files.h"
#include "support/fakes.h"
#include "support/faulty_files.h"
#include "support/memory_files.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

std::string const pending_moss = "Title: Moss\n\n----\n\nLatin: Bryum\n\n----\n\nLock: ed";

class PendingTest : public testing::Test {
 protected:
  PendingTest() {
    files.put("content/site.txt", "Title: Greenhouse");
    files.put("content/_changes/site.txt", "Title: Greenhouse\n\n----\n\nMotto: Grow");
    files.put("content/1_garden/garden.txt", "Title: Garden");
    files.put("content/1_garden/moss/plant.txt", "Title: Moss\n\n----\n\nUuid: moss000000000001");
    files.put("content/1_garden/moss/_changes/plant.txt", pending_moss);
    files.put("content/1_garden/moss/cover.png", "PNG");
    files.put("content/1_garden/moss/_changes/cover.png.txt", "Alt: Cover\n\n----\n\nLock: rea");
  }

  std::string text(std::string const& path) { return files.read(path, 1 << 20).value_or("none"); }
  std::vector<Lock> locks_of(std::string_view id) {
    return content.snapshot()->locks(place_of(*content.snapshot()->page(id))).value();
  }
  /// Somebody whom every lock keeps out.
  static Editor refused() {
    return {"ada", [](Lock const&) -> Result<> { return fail(Kind::locked, "locked", ""); }};
  }

  test::MemoryFiles files;
  test::ManualClock clock;
  test::SeededRandom random;
  Content content{files, clock, random, Settings{}};
};

// Oracle: recorded case changes-duplicate-rename; spec/content-api 17.
TEST_F(PendingTest, MovesWithItsPage) {
  ASSERT_TRUE(content.change_slug("garden/moss", "mosses", {}));
  EXPECT_EQ(text("content/1_garden/mosses/_changes/plant.txt"), pending_moss);
  ASSERT_TRUE(content.change_status("garden/mosses", Status::listed, std::nullopt, {}));
  EXPECT_EQ(text("content/1_garden/1_mosses/_changes/plant.txt"), pending_moss);
  ASSERT_TRUE(content.change_status("garden/mosses", Status::draft, std::nullopt, {}));
  EXPECT_EQ(text("content/1_garden/_drafts/mosses/_changes/plant.txt"), pending_moss);
  ASSERT_TRUE(content.remove("garden", true));
  EXPECT_EQ(text("content/1_garden/_drafts/mosses/_changes/plant.txt"), "none");
}

// Oracle: spec/content-api 12 (template) and 17: nothing that is pending gets lost.
TEST_F(PendingTest, FollowsItsPageToAnotherTemplate) {
  auto const before = files.stat("content/1_garden/moss/_changes/plant.txt");
  auto const convert = [](Page const&, formats::Fields fields,
                          std::string const&) -> Result<formats::Fields> {
    fields.set("added", "by the template");
    return fields;
  };
  ASSERT_TRUE(content.change_template("garden/moss", "seed", convert));
  EXPECT_EQ(text("content/1_garden/moss/_changes/plant.txt"), "none");
  EXPECT_EQ(text("content/1_garden/moss/_changes/seed.txt"),
            "Title: Moss\n\n----\n\nLatin: Bryum\n\n----\n\nAdded: by the template\n\n----\n\n"
            "Lock: ed");
  auto const after = files.stat("content/1_garden/moss/_changes/seed.txt");
  EXPECT_EQ((*after)->mtime_ns, (*before)->mtime_ns) << "nobody edits it: the lock is no younger";
}

// Oracle: spec/content-api 12: copies begin without pending changes.
TEST_F(PendingTest, StaysBehindWhenItsPageIsCopied) {
  ASSERT_TRUE(content.duplicate("garden/moss", {"moss-copy", true, true}));
  EXPECT_TRUE(*files.stat("content/1_garden/_drafts/moss-copy/cover.png"));
  EXPECT_FALSE(*files.stat("content/1_garden/_drafts/moss-copy/_changes"));
}

// Oracle: spec/content-api 13, 17.
TEST_F(PendingTest, MovesAndGoesWithItsFile) {
  auto const file =
      content.snapshot()->file(owner_of(*content.snapshot()->page("garden/moss")), "cover.png");
  {
    auto turn = content.begin();
    auto const renamed = rename_file(turn, *file, "front.png");
    ASSERT_TRUE(renamed);
    EXPECT_EQ(text("content/1_garden/moss/_changes/front.png.txt"),
              "Alt: Cover\n\n----\n\nLock: rea");
    ASSERT_TRUE(remove_file(turn, **renamed));
  }
  EXPECT_EQ(text("content/1_garden/moss/_changes/front.png.txt"), "none");
  EXPECT_EQ(text("content/1_garden/moss/_changes/plant.txt"), pending_moss);
}

// Oracle: spec/content-api 12, 17: the title is also written to a pending version, whose writer
// then holds it.
TEST_F(PendingTest, GetsANewTitleToo) {
  ASSERT_TRUE(content.change_title("garden/moss", "Mosses", {}, {"ada", {}}));
  EXPECT_EQ(text("content/1_garden/moss/_changes/plant.txt"),
            "Title: Mosses\n\n----\n\nLatin: Bryum\n\n----\n\nLock: ada");
  ASSERT_TRUE(content.change_site_title("Orangery", {}, {"ada", {}}));
  EXPECT_EQ(text("content/_changes/site.txt"),
            "Title: Orangery\n\n----\n\nMotto: Grow\n\n----\n\nLock: ada");
  ASSERT_TRUE(content.change_title("garden", "Park", {}, {"ada", {}}));
  EXPECT_FALSE(*files.stat("content/1_garden/_changes")) << "nothing was pending";
}

// Oracle: surprise 3: locked, a title is refused; nothing is written anywhere.
TEST_F(PendingTest, RefusesATitleWhereSomebodyElseHoldsIt) {
  auto const saved = files.save();
  EXPECT_EQ(content.change_title("garden/moss", "Mosses", {}, refused()).error().key, "locked");
  EXPECT_TRUE(*files.save() == *saved);
  EXPECT_TRUE(content.change_site_title("Orangery", {}, refused())) << "pending without a lock";
  EXPECT_TRUE(content.change_slug("garden/moss", "mosses", {}, refused()))
      << "moving a folder writes nothing into the pending version";
}

// Oracle: surprise 3 again: slugs of translations are written to the pending version.
TEST_F(PendingTest, GetsASlugOfItsLanguageToo) {
  files.put("site/languages/en.php", "<?php return ['code' => 'en', 'default' => true];");
  files.put("site/languages/de.php", "<?php return ['code' => 'de'];");
  std::string const folder = "content/1_garden/fern/";
  files.put(folder + "plant.en.txt", "Title: Fern");
  files.put(folder + "plant.de.txt", "Title: Farn");
  files.put(folder + "_changes/plant.de.txt",
            "Title: Farn\n\n----\n\nText: neu\n\n----\n\nLock: ed");
  files.put(folder + "_changes/plant.en.txt", "Title: Fern\n\n----\n\nLock: ed");
  clock.advance(2s);
  EXPECT_EQ(content.change_slug("garden/fern", "farn", "de", refused()).error().key, "locked");
  EXPECT_EQ(text(folder + "plant.de.txt"), "Title: Farn");
  ASSERT_TRUE(content.change_slug("garden/fern", "farn", "de", {"ada", {}}));
  EXPECT_EQ(text(folder + "_changes/plant.de.txt"),
            "Title: Farn\n\n----\n\nSlug: farn\n\n----\n\nText: neu\n\n----\n\nLock: ada");
  EXPECT_EQ(text(folder + "_changes/plant.en.txt"), "Title: Fern\n\n----\n\nLock: ed");
  EXPECT_EQ(locks_of("garden/fern").size(), 2U) << "one in each language";
}

// Oracle: spec/content-api 17: what is pending is no part of the site.
TEST_F(PendingTest, IsNoPageAndNoFile) {
  auto const page = content.snapshot()->page("garden/moss");
  EXPECT_EQ(page->files(), std::vector<std::string>{"cover.png"});
  EXPECT_TRUE(page->children().empty());
  EXPECT_EQ(page->field("latin"), "");
  EXPECT_FALSE(content.snapshot()->page("garden/moss/_changes"));
  EXPECT_TRUE(page->has_changes);
  EXPECT_FALSE(content.snapshot()->page("garden")->has_changes);
}

// Oracle: the inverse: what is written is what is read, whatever the fields; one lock alone.
TEST_F(PendingTest, ReadsWhatItWrote) {
  auto const place = place_of(*content.snapshot()->page("garden/moss"));
  EXPECT_TRUE(rc::check([&](std::vector<std::pair<std::string, std::string>> const& values) {
    formats::Fields any, fields;
    for (auto const& [name, value] : values) any.set(name, value);
    auto const written = formats::parse_content(formats::print_content(any));
    for (auto const& [name, value] : written)
      if (name != "lock" && name != "title") fields.set(name, value);
    fields.set("lock", "somebody");
    auto turn = content.begin();
    RC_ASSERT(write_pending(turn, place, {}, fields, "ada").has_value());
    auto const found = turn.content.pending(place, {});
    RC_ASSERT(found && *found && (*found)->lock && (*found)->lock->user_id == "ada");
    fields.erase("lock");
    RC_ASSERT((*found)->fields == formats::parse_content(formats::print_content(fields)));
  }));
}

// Oracle: recorded case changes-legacy-lock: `/<id>: {lock: {user, time}}`.
TEST_F(PendingTest, ReadsLockFilesOfOlderVersions) {
  auto const lock_of_garden = [&](std::string const& yaml) {
    files.put("content/1_garden/.lock", yaml);
    clock.advance(2s);
    return locks_of("garden");
  };
  EXPECT_TRUE(locks_of("garden").empty());
  EXPECT_EQ(lock_of_garden("/garden:\n  lock:\n    user: ed\n    time: 1700000000\n"),
            (std::vector<Lock>{{"ed", 1'700'000'000, true}}));
  EXPECT_EQ(lock_of_garden("/garden:\n  lock:\n    user: 12345678\n    time: \"12\"\n"),
            (std::vector<Lock>{{"12345678", 12, true}}));
  for (std::string const yaml :
       {"/garden/moss:\n  lock:\n    user: ed\n    time: 1700000000\n", "", "- a\n",
        "/garden: ed\n", "/garden:\n  lock: ed\n", "/garden:\n  unlock:\n    - ed\n", "{{{"})
    EXPECT_TRUE(lock_of_garden(yaml).empty()) << yaml;
  auto turn = content.begin();
  ASSERT_TRUE(remove_lock_file(turn, place_of(*turn.content.page("garden"))));
  EXPECT_FALSE(*files.stat("content/1_garden/.lock"));
  EXPECT_TRUE(remove_lock_file(turn, place_of(*turn.content.page("garden")))) << "none is fine";
}

// Oracle: spec/content-api 17: the last one takes the folder along.
TEST_F(PendingTest, RemovesTheFolderWithTheLastOne) {
  auto turn = content.begin();
  auto const page = turn.content.page("garden/moss");
  auto const file = turn.content.file(owner_of(*page), "cover.png");
  ASSERT_TRUE(remove_pending(turn, place_of(*page), {}));
  EXPECT_TRUE(*files.stat("content/1_garden/moss/_changes"));
  ASSERT_TRUE(remove_pending(turn, place_of(*file, *turn.content.site()), {}));
  EXPECT_FALSE(*files.stat("content/1_garden/moss/_changes"));
  EXPECT_TRUE(remove_pending(turn, place_of(*page), {})) << "none is fine";
}

// Oracle: every failing operation leaves each text the old or the new one (STYLE, fault injection).
TEST_F(PendingTest, SurvivesEveryFailureOfADisk) {
  auto const saved = files.save();
  test::FaultyFiles disk(files);
  for (int n = 0;; ++n) {
    files.restore(*saved);
    store::JournaledFiles journaled(disk);
    Content faulty{journaled, clock, random, Settings{}};
    ASSERT_TRUE(faulty.snapshot()->page("garden/moss"));
    disk.fail_at(n);
    auto const done = faulty.change_title("garden/moss", "Mosses", {}, {"ada", {}});
    auto const failed = disk.count() > n;
    disk.heal();
    auto const pending = text("content/1_garden/moss/_changes/plant.txt");
    EXPECT_TRUE(pending == pending_moss ||
                pending == "Title: Mosses\n\n----\n\nLatin: Bryum\n\n----\n\nLock: ada")
        << n;
    EXPECT_TRUE(text("content/1_garden/moss/plant.txt").ends_with("Uuid: moss000000000001")) << n;
    if (failed) continue;
    EXPECT_TRUE(done);
    break;
  }
}

}  // namespace
}  // namespace latchkey::content
