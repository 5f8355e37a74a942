// The tree of content: what a look at the disk makes of it, and what it leaves alone.

#include "content/tree.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/stat.h>

#include <limits>
#include <thread>

#include "content/site.h"
#include "described.h"
#include "store/disk_error.h"
#include "support/fakes.h"
#include "support/memory_files.h"
#include "support/temp_site.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// Oracle of many tests here: the whole tree read anew by somebody who knows nothing yet.
std::string read_anew(store::Files const& files, Clock const& clock) {
  Tree fresh(files, clock, Settings{});
  return describe(*fresh.state());
}

/// A watch that tells what the test names.
class ToldWatch final : public store::Watch {
 public:
  bool add(std::string const& folder) override {
    std::lock_guard const lock(mutex_);  // the first read is done by several threads
    added.push_back(folder);
    return !refuses;
  }
  void forget(std::string const& folder) override { forgotten.push_back(folder); }
  store::DiskChanges take() override { return std::exchange(told, {}); }
  std::optional<std::uint64_t> mark(std::string const& /*folder*/) const override { return {}; }

  std::vector<std::string> touched() override { return std::exchange(meanwhile, {}); }

  store::DiskChanges told;
  std::vector<std::string> meanwhile;  ///< touched during the next look
  std::vector<std::string> added, forgotten;
  bool refuses = false;

 private:
  std::mutex mutex_;
};

class TreeTest : public testing::Test {
 protected:
  TreeTest() {
    files.put("content/site.txt", "Title: Greenhouse");
    files.put("content/1_garden/garden.txt", "Title: Garden\n\n----\n\nUuid: garden0000000001");
    files.put("content/1_garden/1_roses/plant.txt", "Title: Roses");
    files.put("content/1_garden/2_tulips/plant.txt", "Title: Tulips");
    files.put("content/1_garden/2_tulips/red.png", "PNG");
    files.put("content/1_garden/2_tulips/red.png.txt", "Uuid: redpng0000000001");
    files.put("content/2_journal/journal.txt", "Title: Journal");
    files.put("content/2_journal/may/entry.txt", "Title: May");
  }

  /// Lets `tree` know only what a watch tells it.
  ToldWatch& keep(Tree& with) {
    auto watch = std::make_unique<ToldWatch>();
    auto& out = *watch;
    with.be_kept(std::move(watch));
    with.check();
    return out;
  }
  NodePtr node(std::string_view path) { return find_node(*tree.state(), path); }

  test::MemoryFiles files;
  test::ManualClock clock;
  Tree tree{files, clock, Settings{}};
};

// Oracle: the definition of structure sharing: what did not change is the same object.
TEST_F(TreeTest, SharesAllThatDidNotChange) {
  auto const roses = node("content/1_garden/1_roses"), tulips = node("content/1_garden/2_tulips");
  auto const garden = node("content/1_garden"), journal = node("content/2_journal");
  files.put("content/1_garden/1_roses/plant.txt", "Title: Wild roses");
  tree.check();
  EXPECT_NE(node("content/1_garden/1_roses"), roses);
  EXPECT_NE(node("content/1_garden"), garden) << "on the way to it";
  EXPECT_EQ(node("content/1_garden")->own->serial, garden->own->serial) << "but as it was itself";
  EXPECT_EQ(node("content/1_garden/2_tulips"), tulips);
  EXPECT_EQ(node("content/2_journal"), journal);
}

TEST_F(TreeTest, GivesTheSameStateWhereNothingChanged) {
  auto const before = tree.state();
  tree.check();
  EXPECT_EQ(tree.state()->root, before->root);
  EXPECT_EQ(tree.state()->number, before->number);
}

// Oracle: the goal of the issue: the work of an edit is that of one page, whatever the site has.
TEST_F(TreeTest, ReadsOneTextForAnEditOfOnePage) {
  for (int i = 0; i < 500; ++i)
    files.put(fmt::format("content/3_many/{}_page-{}/page.txt", i, i), "Title: One of many");
  auto& watch = keep(tree);
  auto const texts = tree.texts_read();
  files.put("content/3_many/77_page-77/page.txt", "Title: Another");
  int const operations = files.operations;
  watch.told.folders = {"content/3_many/77_page-77"};
  tree.check();
  EXPECT_EQ(tree.texts_read() - texts, 1U);
  EXPECT_LE(files.operations - operations, 5) << "the folder, its text, its bytes";
  EXPECT_EQ(tree.page("many/page-77", {})->title(), "Another");
}

TEST_F(TreeTest, LooksAtNothingThatNobodyNamed) {
  auto& watch = keep(tree);
  files.put("content/1_garden/1_roses/plant.txt", "Title: Wild roses");
  int const operations = files.operations;
  tree.check();
  EXPECT_EQ(files.operations, operations);
  EXPECT_EQ(tree.page("garden/roses", {})->title(), "Roses");
  watch.told.everything = true;
  tree.check();
  EXPECT_EQ(tree.page("garden/roses", {})->title(), "Wild roses");
}

// Oracle: the contract of store::Watch: each folder is added before it is listed, and forgotten
// when it left the tree.
TEST_F(TreeTest, WatchesWhatIsThereAndForgetsWhatIsGone) {
  auto& watch = keep(tree);
  auto const has = [&](std::vector<std::string> const& all, char const* folder) {
    return std::ranges::find(all, folder) != all.end();
  };
  for (auto const* folder : {"", "site", "content", "content/1_garden", "content/2_journal/may"})
    EXPECT_TRUE(has(watch.added, folder)) << folder;
  files.put("content/2_journal/_drafts/june/entry.txt", "Title: June");
  watch.told.folders = {"content/2_journal"};
  tree.check();
  EXPECT_TRUE(has(watch.added, "content/2_journal/_drafts"));
  EXPECT_TRUE(has(watch.added, "content/2_journal/_drafts/june"));
  ASSERT_TRUE(files.rename("content/2_journal/may", "content/2_journal/_drafts/may"));
  watch.told.folders = {"content/2_journal", "content/2_journal/_drafts"};
  tree.check();
  EXPECT_EQ(watch.forgotten, (std::vector<std::string>{"content/2_journal/may"}));
  EXPECT_EQ(tree.page("journal/may", {})->status, Status::draft);
}

// Oracle: the issue: a half-written file never shows.
TEST_F(TreeTest, ShowsNoFileThatIsStillBeingWritten) {
  auto& watch = keep(tree);
  files.put("content/1_garden/1_roses/plant.txt", "Title: Wil");
  files.put("content/1_garden/1_roses/zebra.txt", "Tit");
  files.put("content/1_garden/1_roses/big.mp4", "half");
  watch.told.folders = {"content/1_garden/1_roses"};
  watch.told.unfinished = {"content/1_garden/1_roses/plant.txt",
                           "content/1_garden/1_roses/zebra.txt",
                           "content/1_garden/1_roses/big.mp4"};
  tree.check();
  auto const during = tree.page("garden/roses", {});
  EXPECT_EQ(during->title(), "Roses");
  EXPECT_EQ(during->template_name(), "plant");
  EXPECT_TRUE(during->files().empty());
  files.put("content/1_garden/1_roses/plant.txt", "Title: Wild roses");
  watch.told.folders = {"content/1_garden/1_roses"};
  tree.check();
  auto const after = tree.page("garden/roses", {});
  EXPECT_EQ(after->template_name(), "zebra");
  EXPECT_EQ(after->files(), (std::vector<std::string>{"big.mp4"}));
}

// Oracle: the contract of store::Watch: what was touched since it was taken may be half of it.
TEST_F(TreeTest, BelievesNothingThatWasTouchedWhileItWasRead) {
  files.put("content/_drafts/moss/plant.txt", "Title: Moss");
  auto& watch = keep(tree);
  files.put("content/1_garden/1_roses/plant.txt", "Title: Wi");
  files.put("content/1_garden/1_roses/zebra.txt", "Tit");
  files.put("content/1_garden/3_new/plant.txt", "Title: N");
  files.put("content/_drafts/moss/plant.txt", "Title: Mo");
  watch.told.folders = {"content/1_garden", "content/1_garden/1_roses", "content/_drafts/moss"};
  watch.meanwhile = {"content/1_garden/1_roses/plant.txt", "content/1_garden/1_roses/zebra.txt",
                     "content/_drafts/moss/plant.txt", "content/1_garden/3_new/plant.txt",
                     "site/accounts/x/.htpasswd"};
  tree.check();
  EXPECT_EQ(tree.page("garden/roses", {})->title(), "Roses");
  EXPECT_EQ(tree.page("garden/roses", {})->template_name(), "plant");
  EXPECT_EQ(tree.page("garden/new", {})->own->texts.size(), 0U);
  EXPECT_EQ(tree.page("moss", {})->title(), "Moss");
  files.put("content/1_garden/1_roses/plant.txt", "Title: Wild roses");
  files.put("content/1_garden/3_new/plant.txt", "Title: New");
  watch.told.folders = {"content/1_garden/1_roses", "content/1_garden/3_new"};
  auto const read_before = tree.texts_read();
  watch.meanwhile = {"content/2_journal/journal.txt"};  // not looked at: no reason to look again
  tree.check();
  EXPECT_EQ(tree.texts_read() - read_before, 3U) << "those held back, once each";
  EXPECT_EQ(tree.page("garden/roses", {})->template_name(), "zebra");
  EXPECT_EQ(tree.page("garden/new", {})->title(), "New");
}

// Oracle: the contract of store::Watch: a write is told a moment after it.
TEST_F(TreeTest, BelievesAHotTextOnlyWhereItWasPutInPlaceWhole) {
  auto& watch = keep(tree);
  std::string const roses = "content/1_garden/1_roses";
  files.put(roses + "/plant.txt", "");
  auto const hot = files.stat(roses + "/plant.txt").value()->mtime_ns;
  watch.told.folders = {roses};
  watch.told.hot_since_ns = hot;
  tree.check();
  EXPECT_EQ(tree.page("garden/roses", {})->title(), "Roses");
  EXPECT_TRUE(tree.has_doubts());
  files.put(roses + "/plant.txt", "Title: Wild roses");
  watch.told.hot_since_ns = files.stat(roses + "/plant.txt").value()->mtime_ns + 1;
  tree.check();  // nobody told of it again
  EXPECT_EQ(tree.page("garden/roses", {})->title(), "Wild roses");
  EXPECT_FALSE(tree.has_doubts());
  files.put(roses + "/plant.txt", "Title: Tame roses");
  watch.told.folders = {roses};
  watch.told.placed = {roses + "/plant.txt"};
  watch.told.hot_since_ns = hot;
  tree.check();
  EXPECT_EQ(tree.page("garden/roses", {})->title(), "Tame roses");
}

TEST_F(TreeTest, BelievesOnceASecondWhoNeverStopsWriting) {
  auto& watch = keep(tree);
  std::string const roses = "content/1_garden/1_roses";
  std::set<std::string> titles;
  for (int i = 0; i < 100; ++i) {
    files.put(roses + "/plant.txt", "Title: " + std::to_string(i));
    watch.told.folders = {roses};
    watch.told.hot_since_ns = files.stat(roses + "/plant.txt").value()->mtime_ns;
    tree.check();
    titles.insert(tree.page("garden/roses", {})->title());
    clock.advance(std::chrono::milliseconds(30));
  }
  EXPECT_GE(titles.size(), 3U);
  EXPECT_LE(titles.size(), 4U);
}

// Oracle: ext4 under Linux 6: a file that is opened to be written anew is empty before its time
// changes, and before the kernel tells of it.
TEST_F(TreeTest, BelievesAnEmptiedTextOnlyWhereItStaysEmpty) {
  auto& watch = keep(tree);
  std::string const roses = "content/1_garden/1_roses";
  auto const look = [&] {
    watch.told.hot_since_ns = std::numeric_limits<std::int64_t>::max();  // nothing is hot
    tree.check();
    return tree.page("garden/roses", {})->title();
  };
  files.put(roses + "/plant.txt", "");
  watch.told.folders = {roses};
  EXPECT_EQ(look(), "Roses");
  for (int i = 0; i < 3; ++i) {
    clock.advance(std::chrono::milliseconds(15));
    EXPECT_EQ(look(), "Roses") << "too soon to tell";
  }
  clock.advance(std::chrono::milliseconds(15));
  EXPECT_EQ(look(), "roses") << "the slug: it has no title";
  EXPECT_FALSE(tree.has_doubts());
}

TEST_F(TreeTest, LooksNotForEverWhereOthersNeverStopWriting) {
  class BusyWatch final : public store::Watch {
   public:
    bool add(std::string const&) override { return true; }
    void forget(std::string const&) override {}
    store::DiskChanges take() override { return {.folders = {"content/2_journal"}}; }
    std::vector<std::string> touched() override {
      return {"content/2_journal/" + std::to_string(++asked) + ".txt"};
    }
    std::optional<std::uint64_t> mark(std::string const&) const override { return {}; }
    int asked = 0;
  };
  auto watch = std::make_unique<BusyWatch>();
  auto& busy = *watch;
  tree.be_kept(std::move(watch));
  tree.check();
  int const before = busy.asked;
  tree.check();
  EXPECT_LE(busy.asked - before, 4);
  EXPECT_EQ(tree.page("journal", {})->title(), "Journal");
}

// Oracle: the contract of store::Watch: what cannot be watched has to be polled.
TEST_F(TreeTest, LooksItselfWhereTheWatchCannot) {
  auto watch = std::make_unique<ToldWatch>();
  watch->refuses = true;
  tree.be_kept(std::move(watch));
  tree.check();
  EXPECT_TRUE(tree.next_look());
  files.put("content/1_garden/1_roses/plant.txt", "Title: Wild roses");
  tree.check();
  EXPECT_EQ(tree.page("garden/roses", {})->title(), "Wild roses");
}

TEST_F(TreeTest, GivesUpAWatchThatIsBlindForMost) {
  for (int i = 0; i < 300; ++i) files.put(fmt::format("content/p{}/page.txt", i), "Title: P");
  auto watch = std::make_unique<ToldWatch>();
  watch->refuses = true;
  tree.be_kept(std::move(watch));
  tree.check();
  EXPECT_FALSE(tree.has_watch());
  files.put("content/p7/page.txt", "Title: Q");
  tree.check();
  EXPECT_EQ(tree.page("p7", {})->title(), "Q");
}

TEST_F(TreeTest, CallsWhoWatchesOtherFolders) {
  int accounts = 0, blueprints = 0;
  tree.also_look("site/accounts", [&] { ++accounts; });
  tree.also_look("site/blueprints", [&] { ++blueprints; });
  auto& watch = keep(tree);
  accounts = blueprints = 0;
  files.put("site/blueprints/pages/plant.yml", "num: zero\n");
  watch.told.folders = {"site/blueprints/pages"};
  tree.check();
  EXPECT_EQ(accounts, 0);
  EXPECT_EQ(blueprints, 1);
  EXPECT_EQ(tree.page("garden/roses", {})->rules->num, "zero");
}

TEST_F(TreeTest, ReadsEverythingAnewForOtherLanguages) {
  auto& watch = keep(tree);
  files.put("content/1_garden/garden.en.txt", "Title: English garden");
  files.put("site/languages/en.php", "<?php return ['code' => 'en', 'default' => true];");
  watch.told.folders = {"site"};
  tree.check();
  EXPECT_EQ(tree.page("garden", {})->title(), "English garden");
}

// Properties

/// One random edit from outside; the folders that a watch would name for it.
std::vector<std::string> edit_at_random(test::MemoryFiles& files) {
  static std::vector<std::string> const folders{
      "content",           "content/1_a",          "content/2_a",
      "content/a",         "content/1_a/_drafts",  "content/1_a/b",
      "content/1_a/3_b/c", "content/2_b",          "content/_drafts/a",
      "content/2_b/2_b",   "content/1_a/_drafts/b"};
  static std::vector<std::string> const names{"page.txt",  "other.txt",    "page.de.txt", "x.png",
                                              "x.png.txt", "x.png.de.txt", ".lock"};
  static std::vector<std::string> const texts{"", "Title: T", "Uuid: u1",
                                              "Slug: s\n----\nUuid: u2"};
  auto const one_of = [](std::vector<std::string> const& all) { return *rc::gen::elementOf(all); };
  auto const above = [](std::string const& path) { return path.substr(0, path.rfind('/')); };
  auto const folder = one_of(folders), other = one_of(folders);
  switch (*rc::gen::inRange(0, 8)) {
    case 0: (void)files.remove(folder + "/" + one_of(names)); return {folder};
    case 1:
      if (folder != "content") (void)files.remove(folder);
      return {above(folder)};
    case 2: {
      bool const fits = *files.stat(folder) && !*files.stat(other) && folder != "content" &&
                        !other.starts_with(folder + "/") && *files.stat(above(other));
      if (fits) (void)files.rename(folder, other);
      return {above(folder), above(other)};
    }
    case 3: {
      bool const on = *rc::gen::arbitrary<bool>();
      if (on) files.put("site/languages/de.php", "<?php return ['code' => 'de'];");
      if (!on) (void)files.remove("site/languages/de.php");
      return {"site", "site/languages"};
    }
    default: {
      files.put(folder + "/" + one_of(names), one_of(texts));
      std::vector<std::string> out{folder};
      while (out.back() != "content") out.push_back(above(out.back()));
      return out;
    }
  }
}

// Oracle: the whole tree read anew.
TEST(TreeProperty, IsAlwaysWhatAFreshReadGives) {
  EXPECT_TRUE(rc::check([] {
    test::MemoryFiles files;
    test::ManualClock clock;
    Tree polled(files, clock, Settings{}), told(files, clock, Settings{});
    auto watch = std::make_unique<ToldWatch>();
    auto& tells = *watch;
    told.be_kept(std::move(watch));
    told.check();
    int const rounds = *rc::gen::inRange(1, 12);
    for (int round = 0; round < rounds; ++round) {
      std::set<std::string> named;
      for (int edits = *rc::gen::inRange(1, 4); edits > 0; --edits)
        for (auto& folder : edit_at_random(files)) named.insert(std::move(folder));
      tells.told.folders.assign(named.begin(), named.end());
      told.check();
      polled.check();
      auto const expected = read_anew(files, clock);
      RC_ASSERT(describe(*polled.state()) == expected);
      RC_ASSERT(describe(*told.state()) == expected);
    }
  }));
}

/// What ids lead to, by walking through everything.
std::map<std::string, std::string> ids_by_walking(Snapshot const& content, Folder const& folder) {
  std::map<std::string, std::string> out;
  auto const add = [&](auto const& self, Folder const& of) -> void {
    for (auto const& page : content.children(of, Filter::all)) {
      if (!page->uuid().empty() && content.page(page->id)->path == page->path)
        out.try_emplace(std::string(page->uuid()), page->id);
      self(self, *page);
    }
  };
  add(add, folder);
  return out;
}

// Oracle: a walk through the whole tree.
TEST(TreeProperty, FindsEveryPageByItsId) {
  EXPECT_TRUE(rc::check([] {
    test::MemoryFiles files;
    test::ManualClock clock;
    test::SeededRandom random;
    Content content(files, clock, random, Settings{});
    for (int round = *rc::gen::inRange(1, 8); round > 0; --round) {
      for (int edits = *rc::gen::inRange(1, 4); edits > 0; --edits) (void)edit_at_random(files);
      clock.advance(2s);
      auto const now = content.snapshot();
      auto const expected = ids_by_walking(*now, *now->site());
      for (auto const* uuid : {"u1", "u2"}) {
        auto const page = now->page_by_uuid(uuid);
        auto const found = expected.find(uuid);
        RC_ASSERT((page ? page->id : "") == (found == expected.end() ? "" : found->second));
      }
    }
  }));
}

// Oracle: an unknown id is found missing without asking the disk or the tree.
TEST_F(TreeTest, AsksNobodyForAnUnknownId) {
  test::SeededRandom random;
  Content content(files, clock, random, Settings{});
  auto const now = content.snapshot();
  EXPECT_FALSE(now->page_by_uuid("nobody0000000001"));
  int const operations = files.operations;
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(now->page_by_uuid("nobody" + std::to_string(i)));
  EXPECT_EQ(files.operations, operations);
  EXPECT_EQ(now->file_by_uuid("redpng0000000001")->id, "garden/tulips/red.png");
}

// Oracle: a snapshot is one moment, whatever happens after it.
TEST_F(TreeTest, KeepsASnapshotAsItWas) {
  test::SeededRandom random;
  Content content(files, clock, random, Settings{});
  auto const before = content.snapshot();
  auto const garden = before->page("garden");
  ASSERT_TRUE(content.update("garden/roses", {{"title", "Wild roses"}}, {}));
  ASSERT_TRUE(content.remove("garden/tulips", false));
  EXPECT_EQ(before->page("garden/roses")->title(), "Roses");
  EXPECT_EQ(before->children(*garden, Filter::all).size(), 2U);
  EXPECT_EQ(before->children(*garden, Filter::all)[0]->title(), "Roses");
  EXPECT_EQ(content.snapshot()->page("garden/roses")->title(), "Wild roses");
  EXPECT_EQ(content.snapshot()->children(*garden, Filter::all).size(), 1U);
  EXPECT_EQ(content.present()->page("garden/roses")->title(), "Wild roses");
}

// Oracle: each snapshot is whole: number and text of the page were written together. Run under the
// thread sanitizer, too.
TEST_F(TreeTest, ServesReadersWhileAWriterPublishes) {
  test::SeededRandom random;
  Content content(files, clock, random, Settings{});
  std::atomic<bool> ending{false};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!ending) {
        auto const now = content.snapshot();
        auto const page = now->page("garden/roses");
        ASSERT_TRUE(page);
        EXPECT_EQ(page->field("one"), page->field("two"));
        EXPECT_EQ(now->children(*page->parent, Filter::all).size(), 2U);
      }
    });
  for (int i = 0; i < 60; ++i) {
    auto const text = std::to_string(i);
    ASSERT_TRUE(content.update("garden/roses", {{"one", text}, {"two", text}}, {}));
  }
  ending = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(content.snapshot()->page("garden/roses")->field("one"), "59");
}

// What is broken on a disk does not break the site

class OnDisk : public testing::Test {
 protected:
  OnDisk() { files = *store::open_files(site.path()); }
  test::TempDir site;
  test::ManualClock clock;
  std::unique_ptr<store::Files> files;
};

TEST_F(OnDisk, TakesNamesOf255BytesAndTenThousandFilesInAFolder) {
  std::string const longest(255, 'x');
  site.write("content/" + longest + "/page.txt", "Title: Long");
  for (int i = 0; i < 10'000; ++i) site.write(fmt::format("content/many/{}.png", i), "");
  site.write("content/many/page.txt", "Title: Many");
  Tree tree(*files, clock, Settings{});
  EXPECT_EQ(tree.page(longest, {})->title(), "Long");
  auto const many = tree.page("many", {});
  ASSERT_EQ(many->files().size(), 10'000U);
  EXPECT_EQ(many->files()[9'999], "9999.png") << "natural order";
  EXPECT_EQ(many->own->find_file("777.png"), 777U);
  EXPECT_EQ(many->own->find_file("x.png"), std::nullopt);
}

TEST_F(OnDisk, SkipsLinksThatLeadNowhereOrOutside) {
  site.write("content/a/page.txt", "Title: A");
  fs::create_symlink("nowhere", site / "content/gone");
  fs::create_symlink("nowhere.txt", site / "content/a/other.txt");
  fs::create_symlink("/etc", site / "content/etc");
  fs::create_symlink("loop", site / "content/loop");
  Tree tree(*files, clock, Settings{});
  EXPECT_EQ(tree.site()->children().size(), 1U);
  EXPECT_EQ(tree.page("a", {})->template_name(), "page");
}

TEST_F(OnDisk, ShowsTextThatIsNoUtf8AsItIs) {
  site.write("content/a/page.txt", "Title: \xff\xfe broken\n\n----\n\nText: fine");
  Tree tree(*files, clock, Settings{});
  EXPECT_EQ(tree.page("a", {})->title(), "\xff\xfe broken");
  EXPECT_EQ(tree.page("a", {})->field("text"), "fine");
}

/// A disk on which one path cannot be read: tests may run as root, whom no mode keeps out.
class Unreadable final : public store::Files {
 public:
  Unreadable(store::Files& inner, std::string path) : inner_(inner), path_(std::move(path)) {}
  std::atomic<bool> healed{false};

  Result<std::string> read(std::string_view path, std::size_t limit) const override {
    if (path == path_ && !healed) return store::disk_failure("open", path, EACCES);
    return inner_.read(path, limit);
  }
  Result<std::optional<store::Stamp>> stat(std::string_view path) const override {
    return inner_.stat(path);
  }
  Result<std::vector<store::Entry>> list(std::string_view path) const override {
    if (path == path_ && !healed) return store::disk_failure("list", path, EACCES);
    return inner_.list(path);
  }
  Result<> replace(std::string_view path, std::string_view bytes,
                   store::WriteOptions const& options) override {
    return inner_.replace(path, bytes, options);
  }
  Result<> make_directories(std::string_view path) override {
    return inner_.make_directories(path);
  }
  Result<> rename(std::string_view from, std::string_view to) override {
    return inner_.rename(from, to);
  }
  Result<> remove(std::string_view path) override { return inner_.remove(path); }
  Result<> overwrite(std::string_view path, std::uint64_t offset, std::string_view bytes) override {
    return inner_.overwrite(path, offset, bytes);
  }
  bool writable(std::string_view path) const override { return inner_.writable(path); }
  Result<std::pair<int, store::Stamp>> open_for_sending(std::string_view path) const override {
    return inner_.open_for_sending(path);
  }

 private:
  store::Files& inner_;
  std::string const path_;
};

TEST_F(TreeTest, ShowsAPageWhoseTextCannotBeRead) {
  Unreadable disk(files, "content/1_garden/1_roses/plant.txt");
  Tree held(disk, clock, Settings{});
  auto& watch = keep(held);
  auto const page = held.page("garden/roses", {});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->template_name(), "plant");
  EXPECT_EQ(page->title(), "roses");
  EXPECT_EQ(held.page("garden/tulips", {})->title(), "Tulips");
  EXPECT_TRUE(held.next_look());
  disk.healed = true;
  held.check();
  EXPECT_TRUE(watch.told.folders.empty());
  EXPECT_EQ(held.page("garden/roses", {})->title(), "Roses");
  EXPECT_FALSE(held.next_look());
}

TEST_F(TreeTest, ShowsASiteWithAFolderThatCannotBeListed) {
  Unreadable disk(files, "content/1_garden/1_roses");
  Tree held(disk, clock, Settings{});
  EXPECT_TRUE(held.page("garden/roses", {}));
  EXPECT_EQ(held.page("garden/tulips", {})->title(), "Tulips");
  disk.healed = true;
  held.check();
  EXPECT_EQ(held.page("garden/roses", {})->title(), "Roses");
}

}  // namespace
}  // namespace latchkey::content
