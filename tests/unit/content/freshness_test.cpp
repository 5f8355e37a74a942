// Outside edits of a real folder, told by the kernel or found by looking.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <thread>

#include "content/site.h"
#include "content/tree.h"
#include "content/turn.h"
#include "described.h"
#include "store/watch.h"
#include "support/fakes.h"
#include "support/temp_site.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class Freshness : public testing::Test {
 protected:
  Freshness() {
    site.write("content/site.txt", "Title: Greenhouse");
    site.write("content/1_garden/garden.txt", "Title: Garden");
    site.write("content/1_garden/1_roses/plant.txt", "Title: Roses");
    fs::create_directories(site / "site");
    files = *store::open_files(site.path());
    content = std::make_unique<Content>(*files, clock, random, Settings{});
  }

  Content::OpenWatch told(store::WatchTimes times = {}) {
    return [this, times](std::function<void()> wake) {
      return store::open_watch(site.path(), std::move(wake), times);
    };
  }
  /// Waits for what nobody asks for, three seconds at most.
  bool comes_true(std::function<bool()> const& what) {
    for (int i = 0; i < 600; ++i, std::this_thread::sleep_for(5ms))
      if (what()) return true;
    return false;
  }
  std::string title_of(std::string_view id) {
    auto const page = content->snapshot()->page(id);
    return page ? page->title() : "none";
  }

  test::TempDir site;
  SystemClock clock;
  test::SeededRandom random;
  std::unique_ptr<store::Files> files;
  std::unique_ptr<Content> content;
};

TEST_F(Freshness, ShowsOutsideEditsUnasked) {
  content->keep_fresh(told());
  ASSERT_TRUE(content->is_watched());
  site.write("content/1_garden/1_roses/plant.txt", "Title: Wild roses");
  EXPECT_TRUE(comes_true([&] { return title_of("garden/roses") == "Wild roses"; }));
  site.write("content/2_new/deep/er/page.txt", "Title: Deep");
  EXPECT_TRUE(comes_true([&] { return title_of("new/deep/er") == "Deep"; }));
  fs::rename(site / "content/1_garden", site / "content/7_park");
  EXPECT_TRUE(comes_true([&] { return title_of("park/roses") == "Wild roses"; }));
  site.write("content/7_park/1_roses/plant.txt", "Title: Moved roses");
  EXPECT_TRUE(comes_true([&] { return title_of("park/roses") == "Moved roses"; }));
  fs::remove_all(site / "content/7_park");
  EXPECT_TRUE(comes_true([&] { return title_of("park") == "none"; }));
}

TEST_F(Freshness, ShowsNewRulesAndLanguagesUnasked) {
  std::atomic<int> called{0};
  content->also_watch("site/blueprints", [&] { ++called; });
  content->keep_fresh(told());
  called = 0;
  site.write("site/blueprints/pages/plant.yml", "num: zero\n");
  EXPECT_TRUE(
      comes_true([&] { return content->snapshot()->page("garden/roses")->rules->num == "zero"; }));
  EXPECT_TRUE(comes_true([&] { return called > 0; }));
  site.write("site/languages/de.php", "<?php return ['code' => 'de', 'default' => true];");
  EXPECT_TRUE(comes_true([&] { return content->snapshot()->languages()->multilang; }));
  content->let_go();
}

TEST_F(Freshness, FindsOutsideEditsWithoutAWatch) {
  content->keep_fresh({});
  EXPECT_FALSE(content->is_watched());
  site.write("content/1_garden/1_roses/plant.txt", "Title: Wild roses");
  EXPECT_TRUE(comes_true([&] { return title_of("garden/roses") == "Wild roses"; }));
}

// Oracle: the contract: who has the turn sees what is on the disk at that moment.
TEST_F(Freshness, LetsAWriterSeeEditsOfTheLastMoment) {
  content->keep_fresh(told());
  for (int i = 0; i < 20; ++i) {
    auto const slug = fmt::format("new-{}", i);
    site.write(fmt::format("content/{}/page.txt", slug), "Title: New");
    auto const refused = content->create("", {slug, "page", {}, true});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "error.page.duplicate");
  }
}

/// One random edit of a real folder.
void edit_at_random(test::TempDir const& site) {
  static std::vector<std::string> const folders{
      "content",       "content/1_a",     "content/2_a",          "content/1_a/_drafts/d",
      "content/1_a/b", "content/1_a/3_b", "content/_drafts/a",    "content/1_a/b/c",
      "content/2_a/b", "content/x",       "content/2_a/_drafts/d"};
  static std::vector<std::string> const names{"page.txt", "other.txt", "x.png", "x.png.txt"};
  auto const folder = *rc::gen::elementOf(folders), other = *rc::gen::elementOf(folders);
  auto const name = *rc::gen::elementOf(names);
  std::error_code ignored;
  switch (*rc::gen::inRange(0, 7)) {
    case 0: fs::remove(site / (folder + "/" + name), ignored); return;
    case 1:
      if (folder != "content") fs::remove_all(site / folder, ignored);
      return;
    case 2:
      if (folder != "content" && other != "content")
        fs::rename(site / folder, site / other, ignored);
      return;
    case 3: {  // as editors save
      if (!fs::is_directory(site / folder)) return;
      site.write(folder + "/.tmp", "Title: Saved");
      fs::rename(site / (folder + "/.tmp"), site / (folder + "/" + name), ignored);
      return;
    }
    case 4: fs::create_directory_symlink("1_a", site / "content/link", ignored); return;
    default:
      site.write(folder + "/" + name, *rc::gen::elementOf(std::vector<std::string>{
                                          "Title: One", "Title: Two\n\n----\n\nUuid: u1", ""}));
  }
}

// Oracle: what vim does: it moves the file away, writes a new one, and removes the old one.
TEST_F(Freshness, KeepsATextThatIsAboutToBeWrittenAnew) {
  content->keep_fresh(told({.vanished = 60s, .hot = 0s}));
  auto const text = site / "content/1_garden/1_roses/plant.txt";
  fs::rename(text, site / "content/1_garden/1_roses/plant.txt~");
  (void)content->begin();
  EXPECT_EQ(title_of("garden/roses"), "Roses");
  EXPECT_EQ(content->snapshot()->page("garden/roses")->template_name(), "plant");
  site.write("content/1_garden/1_roses/plant.txt", "Title: Wild roses");
  (void)content->begin();
  EXPECT_EQ(title_of("garden/roses"), "Wild roses");
}

TEST_F(Freshness, LetsATextGoThatDoesNotComeBack) {
  content->keep_fresh(told({.vanished = 10ms}));
  fs::remove(site / "content/1_garden/1_roses/plant.txt");
  EXPECT_TRUE(comes_true(
      [&] { return content->snapshot()->page("garden/roses")->template_name() == "default"; }));
}

// Oracle: security.md, every write is visible to the next read.
TEST_F(Freshness, LetsGoAtOnceWhatAnActionTookAway) {
  content->keep_fresh(told({.vanished = 60s}));
  ASSERT_TRUE(content->change_template(
      "garden/roses", "rose", [](auto const&, auto const& fields, auto const&) { return fields; }));
  auto const page = content->snapshot()->page("garden/roses");
  EXPECT_EQ(page->template_name(), "rose");
  EXPECT_EQ(page->own->texts.size(), 1U);
}

// Oracle: the bytes before; a field in ASCII would make the whole text unreadable.
TEST_F(Freshness, WritesNothingIntoUtf16) {
  std::string const text("\xFF\xFET\0i\0t\0l\0e\0:\0 \0A\0", 18);
  site.write("content/1_garden/1_roses/plant.txt", text);
  content->keep_fresh(told());
  auto const page = content->snapshot()->page("garden/roses");
  auto const uuid = content->snapshot()->uuid(*page);
  EXPECT_EQ(uuid.size(), 16U);
  std::this_thread::sleep_for(50ms);  // for the thread that writes ids
  EXPECT_EQ(site.read("content/1_garden/1_roses/plant.txt"), text);
  EXPECT_EQ(content->snapshot()->uuid(*page), uuid);
  auto const refused = content->update("garden/roses", {{"title", "Roses"}}, "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::invalid);
  EXPECT_EQ(site.read("content/1_garden/1_roses/plant.txt"), text);
}

// Oracle: the whole folder read anew, after any edits, by a watch that only tells of what changed.
TEST(FreshnessProperty, IsWhatAFreshReadGivesAfterEveryTurn) {
  EXPECT_TRUE(rc::check([] {
    test::TempDir site;
    site.write("content/1_a/page.txt", "Title: A");
    fs::create_directories(site / "site");
    auto const files = *store::open_files(site.path());
    SystemClock clock;
    test::SeededRandom random;
    Content content(*files, clock, random, Settings{});
    content.keep_fresh([&](std::function<void()> wake) {
      // A text that is gone is gone, and one that was written is whole: nothing is held back.
      return store::open_watch(site.path(), std::move(wake), {.vanished = 0ms, .hot = 0ms});
    });
    for (int round = *rc::gen::inRange(1, 8); round > 0; --round) {
      for (int edits = *rc::gen::inRange(1, 6); edits > 0; --edits) edit_at_random(site);
      (void)content.begin();
      Tree fresh(*files, clock, Settings{});
      RC_ASSERT(describe(*content.snapshot()->state()) == describe(*fresh.state()));
    }
  }));
}

}  // namespace
}  // namespace latchkey::content
