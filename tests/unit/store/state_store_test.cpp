#include "store/state_store.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "store/state_store_sqlite.h"
#include "support/temp_site.h"

namespace latchkey::store {
namespace {

namespace fs = std::filesystem;

Change put(std::string table, std::string key, std::string value, std::string owner = "",
           std::int64_t expires = 0) {
  return {Change::What::put,
          std::move(table),
          {std::move(key), std::move(value), std::move(owner), expires}};
}
Change erase(std::string table, std::string key) {
  return {Change::What::erase, std::move(table), {std::move(key), {}, {}, 0}};
}

std::vector<std::string> keys(std::vector<Row> const& rows) {
  std::vector<std::string> out;
  for (auto const& row : rows) out.push_back(row.key);
  return out;
}

using Keys = std::vector<std::string>;

/// The same rules for both: the memory store is the slow and obvious twin.
class AnyState : public testing::TestWithParam<bool> {
 protected:
  test::TempDir dir_;
  std::unique_ptr<StateStore> store_ =
      GetParam() ? open_sqlite(dir_ / "state.db").value().store : make_memory_state();

  void apply(std::vector<Change> const& changes) {
    ASSERT_TRUE(store_->apply(changes, Durability::normal));
  }
  std::optional<std::string> value(std::string_view table, std::string_view key) {
    auto const row = store_->get(table, key).value();
    return row ? std::optional(row->value) : std::nullopt;
  }
};

INSTANTIATE_TEST_SUITE_P(Both, AnyState, testing::Bool(),
                         [](auto const& kind) { return kind.param ? "sqlite" : "memory"; });

TEST_P(AnyState, ReturnsTheBytesOfARow) {  // oracle: inverse
  std::string const bytes("\0\xff'\"\n", 5);
  apply({put("sessions", bytes, bytes, bytes, -5), put("sessions", "", "", "", 0)});
  auto const row = store_->get("sessions", bytes).value().value();
  EXPECT_EQ(row.key, bytes);
  EXPECT_EQ(row.value, bytes);
  EXPECT_EQ(row.owner, bytes);
  EXPECT_EQ(row.expires, -5);
  EXPECT_EQ(value("sessions", ""), "");
  EXPECT_EQ(value("sessions", "other"), std::nullopt);
  EXPECT_EQ(value("elsewhere", bytes), std::nullopt);
}

TEST_P(AnyState, AppliesChangesInOrder) {  // oracle: state_store.h
  apply({put("t", "a", "1"), put("t", "a", "2"), erase("t", "b"), put("t", "b", "1"),
         put("t", "c", "1"), erase("t", "c")});
  EXPECT_EQ(value("t", "a"), "2");
  EXPECT_EQ(keys(store_->all("t").value()), (Keys{"a", "b"}));
  EXPECT_EQ(store_->count("t"), 2U);
  EXPECT_EQ(store_->count("u"), 0U);
}

TEST_P(AnyState, FindsAndErasesRowsByOwnerWithinOneTable) {  // oracle: state_store.h
  apply({put("t", "a", "1", "ada"), put("t", "b", "1", "ben"), put("t", "c", "1", "ada"),
         put("t", "d", "1"), put("u", "a", "1", "ada")});
  EXPECT_EQ(keys(store_->of_owner("t", "ada").value()), (Keys{"a", "c"}));
  EXPECT_EQ(keys(store_->of_owner("t", "").value()), Keys{});
  apply({put("t", "a", "1", "ben")});  // a row changes its owner
  ASSERT_TRUE(store_->erase_owner("t", "ada", Durability::full));
  ASSERT_TRUE(store_->erase_owner("t", "", Durability::full));
  EXPECT_EQ(keys(store_->all("t").value()), (Keys{"a", "b", "d"}));
  EXPECT_EQ(store_->count("u"), 1U);
}

TEST_P(AnyState, ErasesExpiredRowsOnly) {  // oracle: state_store.h, 0 never
  apply({put("t", "a", "1", "", 99), put("t", "b", "1", "", 100), put("t", "c", "1", "", 101),
         put("t", "d", "1", "", 0), put("u", "a", "1", "", 1)});
  EXPECT_EQ(store_->erase_expired("t", 100), 2U);
  EXPECT_EQ(keys(store_->all("t").value()), (Keys{"c", "d"}));
  EXPECT_EQ(store_->erase_expired("t", 100), 0U);
  EXPECT_EQ(store_->count("u"), 1U);
}

// Oracle: the sum of what all threads wrote; run under ThreadSanitizer as well.
TEST_P(AnyState, TakesWritesOfManyThreadsAtOnce) {
  constexpr int threads = 8, each = 40;
  std::atomic<int> failures = 0;
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      for (int i = 0; i < each; ++i) {
        auto const key = std::to_string(t) + "-" + std::to_string(i);
        auto const durability = i % 8 == 0 ? Durability::full : Durability::normal;
        if (!store_->apply({put("t", key, key, std::to_string(t))}, durability)) ++failures;
        if (store_->get("t", key).value().value().value != key) ++failures;
      }
      if (t % 2 == 0 && !store_->erase_owner("t", std::to_string(t), Durability::full)) ++failures;
    });
  }
  for (auto& thread : running) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(store_->count("t"), static_cast<std::size_t>(threads / 2 * each));
}

// Oracle: the memory twin, after any series of changes.
TEST(SqliteState, AgreesWithItsTwin) {
  test::TempDir dir;
  auto const sqlite = open_sqlite(dir / "state.db").value().store;
  std::string table;
  EXPECT_TRUE(rc::check([&] {
    table += 't';  // an empty one for each series
    auto const memory = make_memory_state();
    auto const steps = *rc::gen::container<std::vector<std::tuple<int, int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 5), rc::gen::inRange(0, 4), rc::gen::inRange(0, 3),
                       rc::gen::inRange(0, 5)));
    for (auto const& [what, key, owner, expires] : steps) {
      auto const change = what == 0
                              ? erase(table, std::to_string(key))
                              : put(table, std::to_string(key), std::to_string(what),
                                    std::string(static_cast<std::size_t>(owner), 'o'), expires);
      for (auto* store : {sqlite.get(), memory.get()}) {
        if (what == 4) {
          RC_ASSERT(store->erase_owner(table, change.row.owner, Durability::normal).has_value());
        } else if (what == 3) {
          RC_ASSERT(store->erase_expired(table, expires).has_value());
        } else {
          RC_ASSERT(store->apply({change}, Durability::normal).has_value());
        }
      }
    }
    auto const a = sqlite->all(table).value(), b = memory->all(table).value();
    RC_ASSERT(keys(a) == keys(b));
    for (std::size_t i = 0; i < a.size(); ++i)
      RC_ASSERT(a[i].value == b[i].value && a[i].owner == b[i].owner &&
                a[i].expires == b[i].expires);
  }));
}

TEST(OpenSqlite, KeepsRowsAndSaysWhetherItIsNew) {  // oracle: state_store.h
  test::TempDir dir;
  {
    auto opened = open_sqlite(dir / "state.db").value();
    EXPECT_TRUE(opened.is_new);
    EXPECT_FALSE(opened.was_reset);
    ASSERT_TRUE(opened.store->apply({put("t", "a", "1")}, Durability::full));
  }
  auto opened = open_sqlite(dir / "state.db").value();
  EXPECT_FALSE(opened.is_new);
  EXPECT_FALSE(opened.was_reset);
  EXPECT_EQ(opened.store->count("t"), 1U);
}

TEST(OpenSqlite, LetsNobodyElseReadItsFiles) {  // oracle: spec/auth 17, "files 0600"
  test::TempDir dir;
  auto const opened = open_sqlite(dir / "latchkey/state.db").value();
  ASSERT_TRUE(opened.store->apply({put("t", "a", "1")}, Durability::full));
  for (auto const* name : {"latchkey/state.db", "latchkey/state.db-wal", "latchkey/state.db-shm"})
    EXPECT_EQ(fs::status(dir / name).permissions(), fs::perms(0600)) << name;
  EXPECT_EQ(fs::status(dir / "latchkey").permissions(), fs::perms(0700));
}

// Oracle: state_store.h: set aside, not deleted, and a new one begun.
TEST(OpenSqlite, SetsABrokenFileAside) {
  std::string const not_a_database(8192, 'x');
  test::TempDir dir;
  dir.write("state.db", not_a_database);
  auto opened = open_sqlite(dir / "state.db").value();
  EXPECT_TRUE(opened.is_new);
  EXPECT_TRUE(opened.was_reset);
  ASSERT_TRUE(opened.store->apply({put("t", "a", "1")}, Durability::full));
  int kept = 0;
  for (auto const& entry : fs::directory_iterator(dir.path())) {
    auto const name = entry.path().filename().string();
    if (!name.starts_with("state.db.broken-")) continue;
    ++kept;
    EXPECT_EQ(dir.read(name), not_a_database);
  }
  EXPECT_EQ(kept, 1);
}

TEST(OpenSqlite, SetsADatabaseWithADamagedPageAside) {  // oracle: PRAGMA quick_check finds it
  test::TempDir dir;
  {
    auto opened = open_sqlite(dir / "state.db").value();
    std::vector<Change> many;
    for (int i = 0; i < 2000; ++i)
      many.push_back(put("t", std::to_string(i), std::string(100, 'v'), "o", i));
    ASSERT_TRUE(opened.store->apply(many, Durability::full));
  }  // closing moves the WAL into the file
  auto bytes = dir.read("state.db");
  ASSERT_GT(bytes.size(), 100'000U);
  for (std::size_t at = 3 * 4096; at < bytes.size(); at += 4096)
    bytes.replace(at, 600, 600, '\xEE');
  dir.write("state.db", bytes);
  auto opened = open_sqlite(dir / "state.db").value();
  EXPECT_TRUE(opened.was_reset);
  EXPECT_EQ(opened.store->count("t"), 0U);
}

TEST(OpenSqlite, NamesAFolderThatCannotBeUsed) {  // oracle: state_store.h
  EXPECT_FALSE(open_sqlite("/no/such/folder/state.db"));
  test::TempDir dir;
  fs::create_directory(dir / "state.db");
  auto const opened = open_sqlite(dir / "state.db");
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().cause.find("state.db"), std::string::npos) << opened.error().cause;
}

// Oracle: state_store.h: all or nothing, and the cause is named. A limit on pages is SQLite's full
// disk.
TEST(SqliteState, SaysThatTheDiskIsFullAndKeepsWhatWasThere) {
  test::TempDir dir;
  auto const store = open_sqlite(dir / "state.db", {.max_pages = 40}).value().store;
  ASSERT_TRUE(store->apply({put("t", "kept", "1")}, Durability::full));
  auto const result = store->apply(
      {put("t", "small", "1"), put("t", "huge", std::string(400'000, 'x'))}, Durability::full);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, Kind::internal);
  EXPECT_EQ(result.error().message, "The disk is full");
  EXPECT_EQ(keys(store->all("t").value()), Keys{"kept"});
  EXPECT_TRUE(store->apply({erase("t", "kept")}, Durability::full));  // and it works again
  EXPECT_EQ(store->count("t"), 0U);
}

}  // namespace
}  // namespace latchkey::store
