#include "trash/trash.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "store/disk_error.h"
#include "store/journaled_files.h"
#include "support/fakes.h"
#include "support/faulty_files.h"
#include "support/memory_files.h"
#include "support/tree_state.h"

namespace latchkey::trash {
namespace {

using namespace std::chrono_literals;
using test::difference;
using test::tree_state;

/// A disk whose `site` is a mount of its own.
class TwoDevices final : public store::Files {
 public:
  explicit TwoDevices(store::Files& inner) : inner_(inner) {}
  Result<std::string> read(std::string_view path, std::size_t limit) const override {
    return inner_.read(path, limit);
  }
  Result<std::optional<store::Stamp>> stat(std::string_view path) const override {
    return inner_.stat(path);
  }
  Result<std::vector<store::Entry>> list(std::string_view path) const override {
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
    if (from.starts_with("site/") == to.starts_with("site/")) return inner_.rename(from, to);
    return fail(Kind::internal, std::string(store::other_device), "two devices");
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
};

Deleted const roses{.kind = Deleted::Kind::page,
                    .id = "garden/roses",
                    .title = "Roses",
                    .parent = "pages/garden",
                    .folder = "content/1_garden",
                    .items = {"2_roses", "missing"},
                    .by = "aadmin01"};

class TrashTest : public testing::Test {
 protected:
  TrashTest() {
    disk.put("content/1_garden/2_roses/plant.txt", "Title: Roses");
    disk.put("content/1_garden/2_roses/red.png", "PNG");
    disk.put("content/1_garden/1_ferns/plant.txt", "Title: Ferns");
    before = tree_state(disk);
  }
  Result<> take(Trash& into) {
    auto change = files.begin();
    LK_CHECK(into.take(roses));
    return change.commit();
  }

  test::MemoryFiles disk;
  test::FaultyFiles faulty{disk, test::Counting::changes};
  store::JournaledFiles files{faulty};
  test::ManualClock clock;
  test::SeededRandom random;
  Trash trash{files, clock, random, 30};
  test::TreeState before;
};

// Oracle: inverse; docs/formats/trash.md.
TEST_F(TrashTest, PutsBackWhatItTook) {
  ASSERT_TRUE(take(trash));
  EXPECT_FALSE(*disk.stat("content/1_garden/2_roses"));
  auto const entries = trash.list();
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 1U);
  auto const& entry = entries->front();
  EXPECT_EQ(entry.title, "Roses");
  EXPECT_EQ(entry.by, "aadmin01");
  EXPECT_EQ(entry.items, std::vector<std::string>{"2_roses"}) << "what was missing is not named";
  EXPECT_EQ(entry.when, clock.now());
  EXPECT_EQ(disk.read("site/latchkey/trash/" + entry.name + "/items/2_roses/red.png", 10), "PNG");
  ASSERT_TRUE(trash.put_back(entry, "content/1_garden"));
  EXPECT_EQ(difference(before, tree_state(disk)), "");
  EXPECT_TRUE(trash.list()->empty());
}

// Oracle: "restore refuses where something is in the way"; nothing is half put back.
TEST_F(TrashTest, RefusesWhereSomethingIsInTheWay) {
  ASSERT_TRUE(take(trash));
  auto const entry = trash.list()->front();
  disk.put("content/1_garden/2_roses/other.txt", "x");
  EXPECT_EQ(trash.put_back(entry, "content/1_garden").error().key, "error.trash.inTheWay");
  EXPECT_EQ(trash.put_back(entry, "content/none").error().key, "error.trash.noPlace");
  EXPECT_EQ(trash.find("none").error().key, "error.trash.notFound");
  EXPECT_EQ(trash.find("../trash").error().key, "error.trash.notFound");
  EXPECT_EQ(trash.list()->size(), 1U);
}

// Oracle: option trash.keep.
TEST_F(TrashTest, KeepsForItsDaysOnly) {
  ASSERT_TRUE(take(trash));
  clock.advance(30 * 24h - 1s);
  trash.tick();
  EXPECT_EQ(trash.list()->size(), 1U);
  clock.advance(2h);
  trash.tick();
  EXPECT_TRUE(trash.list()->empty());
  EXPECT_TRUE(disk.list("site/latchkey/trash")->empty());
}

TEST_F(TrashTest, EmptiesWhatIsOlder) {  // oracle: trash.h
  ASSERT_TRUE(take(trash));
  clock.advance(48h);
  EXPECT_EQ(trash.empty(3), 0U);
  EXPECT_EQ(trash.empty(2), 1U);
  EXPECT_EQ(trash.empty(), 0U);
}

// Oracle: option trash.keep: 0; and a delete that needs room works on a full disk.
TEST_F(TrashTest, DeletesAtOnceWithoutDaysOrRoom) {
  auto const saved = disk.save();
  trash.keep_for(0);
  ASSERT_TRUE(take(trash));
  EXPECT_FALSE(*disk.stat("content/1_garden/2_roses"));
  EXPECT_TRUE(trash.list()->empty());
  trash.keep_for(30);
  for (int n = 0; n < 5; ++n) {  // the last one is the commit
    disk.restore(*saved);
    faulty.fail_at(n, ENOSPC);
    auto const taken = take(trash);
    faulty.heal();
    EXPECT_TRUE(taken) << n;
    EXPECT_FALSE(*disk.stat("content/1_garden/2_roses")) << n;
    EXPECT_TRUE(trash.list()->empty()) << n;
  }
}

// Oracle: the same on one device: whole there, gone here, and back.
TEST_F(TrashTest, CopiesBetweenTwoDevices) {
  TwoDevices devices(disk);
  store::JournaledFiles journaled(devices);
  Trash far(journaled, clock, random, 30);
  auto change = journaled.begin();
  ASSERT_TRUE(far.take(roses));
  ASSERT_TRUE(change.commit());
  EXPECT_FALSE(*disk.stat("content/1_garden/2_roses"));
  auto const entry = far.list()->front();
  auto back = journaled.begin();
  ASSERT_TRUE(far.put_back(entry, "content/1_garden"));
  ASSERT_TRUE(back.commit());
  EXPECT_EQ(difference(before, tree_state(disk)), "");
}

// Oracle: issue 4 B, fault injection.
TEST_F(TrashTest, TakesAllOrNothing) {
  auto const saved = disk.save();
  ASSERT_TRUE(take(trash));
  auto const after = tree_state(disk);
  for (int n = 0;; ++n) {
    disk.restore(*saved);
    faulty.fail_at(n, EIO);
    auto const taken = take(trash);
    bool const reached = faulty.count() > n;
    faulty.heal();
    EXPECT_EQ(difference(taken ? after : before, tree_state(disk)), "") << n;
    EXPECT_EQ(trash.list()->size(), taken ? 1U : 0U) << n;
    if (!reached) break;
  }
}

// Oracle: inverse, and the paths that are refused.
TEST(TrashEntry, ReadsWhatItWrote) {
  rc::check([](std::string const& id, std::string const& title, std::uint16_t seconds) {
    Entry entry;
    static_cast<Deleted&>(entry) = roses;
    entry.id = std::string(json::text(id).get_string());
    entry.title = std::string(json::text(title).get_string());
    entry.when = Instant(std::chrono::seconds(seconds));
    auto const again = parse_entry("name", print_entry(entry));
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->id == entry.id && again->title == entry.title && again->when == entry.when);
    RC_ASSERT(again->items == entry.items && again->folder == entry.folder);
  });
}

TEST(TrashEntry, RefusesPathsThatLeadElsewhere) {  // oracle: security S17
  for (std::string const bad : {"..", "a/../..", "", "/etc", "a//b", "."}) {
    Entry entry;
    static_cast<Deleted&>(entry) = roses;
    entry.items = {bad};
    EXPECT_FALSE(parse_entry("name", print_entry(entry))) << bad;
    entry.items = {"fine"};
    entry.folder = bad;
    EXPECT_FALSE(parse_entry("name", print_entry(entry))) << bad;
  }
  for (std::string const bad : {"", "[]", "{}", "{\"kind\":\"page\"}", "no json"})
    EXPECT_FALSE(parse_entry("name", bad)) << bad;
}

}  // namespace
}  // namespace latchkey::trash
