#include "store/state_store_sqlite.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <condition_variable>
#include <ctime>

#include "core/log.h"
#include "store/descriptor.h"
#include "store/disk_error.h"
#include "store/private_folder.h"
#include "store/sqlite.h"

namespace latchkey::store {
namespace {

namespace fs = std::filesystem;

constexpr int schema_version = 1, application_id = 0x4C61746B;  // "Latk"
constexpr int busy_milliseconds = 5000;
constexpr std::size_t max_batch = 128;

constexpr char const* schema = R"(
  CREATE TABLE rows (tab TEXT, key BLOB, value BLOB, owner BLOB, expires INTEGER, PRIMARY KEY (tab, key)) WITHOUT ROWID;
  CREATE INDEX rows_by_owner ON rows (tab, owner) WHERE owner <> x'';
  CREATE INDEX rows_by_expiry ON rows (tab, expires) WHERE expires <> 0;
)";

void assert_table_name(std::string_view table) {
  LK_ASSERT(!table.empty() && table.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == table.npos);
}

/// The connection that writes, with its statements. Used by one thread at a time.
struct Writer {
  Database db;
  Statement put, erase, erase_owner, erase_expired;
};

/// The connection that reads.
struct Reader {
  Database db;
  Statement get, all, of_owner, count;
};

Row row_of(Statement const& statement) {
  return {statement.bytes(0), statement.bytes(1), statement.bytes(2), statement.number(3)};
}

Result<> run(Use statement) {
  LK_TRY(bool const row, statement->step());
  LK_ASSERT(!row);
  return {};
}

Result<> apply_change(Writer& writer, Change const& change) {
  auto const& row = change.row;
  assert_table_name(change.table);
  if (change.what == Change::What::erase) {
    writer.erase.bind(1, change.table).bind(2, row.key);
    return run(Use(writer.erase));
  }
  writer.put.bind(1, change.table)
      .bind(2, row.key)
      .bind(3, row.value)
      .bind(4, row.owner)
      .bind(5, row.expires);
  return run(Use(writer.put));
}

/// What one caller wants written; several share a transaction, and so an fsync.
struct Job {
  std::function<Result<>(Writer&)> work;
  Durability durability = Durability::normal;
  Result<> result;
  bool done = false;
};

class SqliteState final : public StateStore {
 public:
  SqliteState(Writer writer, Reader reader)
      : writer_(std::move(writer)), reader_(std::move(reader)) {}

  Result<std::optional<Row>> get(std::string_view table, std::string_view key) override {
    std::lock_guard const lock(reading_);
    assert_table_name(table);
    Use const use(reader_.get);
    use->bind(1, table).bind(2, key);
    LK_TRY(bool const found, use->step());
    if (!found) return std::nullopt;
    return row_of(reader_.get);
  }

  Result<std::vector<Row>> all(std::string_view table) override {
    std::lock_guard const lock(reading_);
    assert_table_name(table);
    reader_.all.bind(1, table);
    return collect(reader_.all);
  }

  Result<std::vector<Row>> of_owner(std::string_view table, std::string_view owner) override {
    std::lock_guard const lock(reading_);
    assert_table_name(table);
    if (owner.empty()) return std::vector<Row>();
    reader_.of_owner.bind(1, table).bind(2, owner);
    return collect(reader_.of_owner);
  }

  Result<std::size_t> count(std::string_view table) override {
    std::lock_guard const lock(reading_);
    assert_table_name(table);
    Use const use(reader_.count);
    use->bind(1, table);
    LK_CHECK(use->step());
    return static_cast<std::size_t>(reader_.count.number(0));
  }

  Result<> apply(std::vector<Change> const& changes, Durability durability) override {
    if (changes.empty()) return {};
    return write(durability, [&](Writer& writer) -> Result<> {
      for (auto const& change : changes) LK_CHECK(apply_change(writer, change));
      return {};
    });
  }

  Result<> erase_owner(std::string_view table, std::string_view owner,
                       Durability durability) override {
    assert_table_name(table);
    if (owner.empty()) return {};
    return write(durability, [&](Writer& writer) {
      writer.erase_owner.bind(1, table).bind(2, owner);
      return run(Use(writer.erase_owner));
    });
  }

  Result<std::size_t> erase_expired(std::string_view table, std::int64_t now) override {
    assert_table_name(table);
    std::size_t erased = 0;
    auto const work = [&](Writer& writer) {
      writer.erase_expired.bind(1, table).bind(2, now);
      auto outcome = run(Use(writer.erase_expired));
      if (outcome) erased = static_cast<std::size_t>(sqlite3_changes64(writer.db.get()));
      return outcome;
    };
    LK_CHECK(write(Durability::normal, work));
    return erased;
  }

 private:
  static Result<std::vector<Row>> collect(Statement& statement) {
    Use const use(statement);
    std::vector<Row> out;
    while (true) {
      LK_TRY(bool const found, use->step());
      if (!found) return out;
      out.push_back(row_of(statement));
    }
  }

  /// Queues the work. Whoever finds no writer at work takes all that waits into one transaction.
  Result<> write(Durability durability, std::function<Result<>(Writer&)> work) {
    Job job{std::move(work), durability, {}, false};
    std::unique_lock lock(queueing_);
    queue_.push_back(&job);
    turn_.wait(lock, [&] { return job.done || !writing_; });
    if (job.done) return job.result;
    while (!job.done) {
      std::vector<Job*> batch(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                   queue_.size(), max_batch)));
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(batch.size()));
      writing_ = true;
      lock.unlock();
      run_batch(batch);
      lock.lock();
      writing_ = false;
      for (auto* finished : batch) finished->done = true;
      turn_.notify_all();
    }
    return job.result;
  }

  void run_batch(std::vector<Job*> const& batch) {
    auto const wants_full = [](Job const* job) { return job->durability == Durability::full; };
    auto const outcome = transact(batch, std::ranges::any_of(batch, wants_full));
    if (outcome) return;
    for (auto* job : batch) job->result = outcome;
  }

  /// An error of one job undoes that job only; an error of the whole is an error of everybody.
  Result<> transact(std::vector<Job*> const& batch, bool full) {
    auto* const db = writer_.db.get();
    LK_CHECK(set_synchronous(full));
    LK_CHECK(execute(db, "BEGIN IMMEDIATE"));
    auto outcome = run_jobs(batch);
    if (outcome) outcome = execute(db, "COMMIT");
    if (!outcome && sqlite3_get_autocommit(db) == 0) execute(db, "ROLLBACK");
    return outcome;
  }

  /// FULL waits for the disk at the commit, for itself and for everything before.
  Result<> set_synchronous(bool full) {
    if (full != is_full_)
      LK_CHECK(execute(writer_.db.get(),
                       full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL"));
    is_full_ = full;
    return {};
  }

  Result<> run_jobs(std::vector<Job*> const& batch) {
    auto* const db = writer_.db.get();
    if (batch.size() == 1) return batch.front()->result = batch.front()->work(writer_);
    for (auto* job : batch) {
      LK_CHECK(execute(db, "SAVEPOINT job"));
      job->result = job->work(writer_);
      if (sqlite3_get_autocommit(db) != 0)
        return job->result;  // a full disk ends the whole transaction
      if (!job->result) LK_CHECK(execute(db, "ROLLBACK TO job"));
      LK_CHECK(execute(db, "RELEASE job"));
    }
    return {};
  }

  Writer writer_;  ///< of the thread that set writing_, as is_full_
  bool is_full_ = true;
  Reader reader_;
  std::mutex reading_, queueing_;
  std::condition_variable turn_;
  std::vector<Job*> queue_;
  bool writing_ = false;
};

Result<Database> connect(fs::path const& file) {
  sqlite3* handle = nullptr;
  auto const code =
      sqlite3_open_v2(file.c_str(), &handle,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database db(handle);
  if (code != SQLITE_OK) return sqlite_failure(handle, "open " + file.string(), code);
  sqlite3_busy_timeout(handle, busy_milliseconds);
  return db;
}

Result<std::int64_t> ask_number(sqlite3* db, char const* sql) {
  LK_TRY(Statement statement, Statement::prepare(db, sql));
  LK_TRY(bool const row, statement.step());
  return row ? statement.number(0) : 0;
}

Failure broken(std::string cause) { return fail(Kind::invalid, "", "broken", std::move(cause)); }

/// Makes the schema where there is none. Errors: invalid for a file that is broken or not ours (to
/// be set aside), internal for one of a newer Latchkey.
Result<> ensure_schema(sqlite3* db) {
  LK_TRY(auto const version, ask_number(db, "PRAGMA user_version"));
  LK_TRY(auto const application, ask_number(db, "PRAGMA application_id"));
  LK_TRY(auto const objects, ask_number(db, "SELECT count(*) FROM sqlite_master"));
  if (objects == 0 && version == 0) {
    auto const setup =
        fmt::format("BEGIN IMMEDIATE; {} PRAGMA application_id={}; PRAGMA user_version={}; COMMIT;",
                    schema, application_id, schema_version);
    return execute(db, setup.c_str());
  }
  if (application != application_id) return broken("it is another program's database");
  if (version > schema_version) {
    return fail_internal(fmt::format(
        "the state file was made by a newer Latchkey (version {} of its format, this one knows {})",
        version, schema_version));
  }
  LK_TRY(Statement check, Statement::prepare(db, "PRAGMA quick_check(1)"));
  LK_CHECK(check.step());
  if (check.bytes(0) != "ok") return broken(check.bytes(0));
  return {};
}

Result<Writer> open_writer(fs::path const& file, SqliteOptions const& options) {
  LK_TRY(Database db, connect(file));
  LK_CHECK(execute(db.get(), "PRAGMA journal_mode=WAL"));
  LK_CHECK(execute(db.get(), "PRAGMA journal_size_limit=67108864; PRAGMA synchronous=FULL"));
  LK_CHECK(ensure_schema(db.get()));
  if (options.max_pages > 0)
    LK_CHECK(execute(db.get(), fmt::format("PRAGMA max_page_count={}", options.max_pages).c_str()));
  LK_TRY(auto put,
         Statement::prepare(db.get(), "INSERT OR REPLACE INTO rows VALUES (?1, ?2, ?3, ?4, ?5)"));
  LK_TRY(auto erase, Statement::prepare(db.get(), "DELETE FROM rows WHERE tab = ?1 AND key = ?2"));
  LK_TRY(auto owner,
         Statement::prepare(db.get(),
                            "DELETE FROM rows WHERE tab = ?1 AND owner = ?2 AND owner <> x''"));
  LK_TRY(auto expired,
         Statement::prepare(db.get(),
                            "DELETE FROM rows WHERE tab = ?1 AND expires <= ?2 AND expires <> 0"));
  return Writer{std::move(db), std::move(put), std::move(erase), std::move(owner),
                std::move(expired)};
}

Result<Reader> open_reader(fs::path const& file) {
  LK_TRY(Database db, connect(file));
  LK_CHECK(execute(db.get(), "PRAGMA query_only=ON"));
  constexpr std::string_view select = "SELECT key, value, owner, expires FROM rows WHERE tab = ?1 ";
  auto const rows = [&](std::string_view rest) {
    return Statement::prepare(db.get(), fmt::format("{}{}", select, rest));
  };
  LK_TRY(auto get, rows("AND key = ?2"));
  LK_TRY(auto all, rows("ORDER BY key"));
  LK_TRY(auto of_owner, rows("AND owner = ?2 AND owner <> x'' ORDER BY key"));
  LK_TRY(auto count, Statement::prepare(db.get(), "SELECT count(*) FROM rows WHERE tab = ?1"));
  return Reader{std::move(db), std::move(get), std::move(all), std::move(of_owner),
                std::move(count)};
}

Result<std::unique_ptr<StateStore>> open_at(fs::path const& file, SqliteOptions const& options) {
  LK_TRY(Writer writer, open_writer(file, options));
  LK_TRY(Reader reader, open_reader(file));
  return std::make_unique<SqliteState>(std::move(writer), std::move(reader));
}

/// Makes the file, 0600, so that SQLite's own files beside it get the same mode. Whether it is new
/// or empty.
Result<bool> prepare_file(fs::path const& file) {
  struct stat s {};
  Descriptor const fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd || ::fstat(fd.get(), &s) != 0) return disk_failure("open", file.string(), errno);
  if (s.st_size == 0) LK_CHECK(adopt_parent_owner(fd.get(), file));
  return s.st_size == 0;
}

bool should_set_aside(Error const& error) {
  return error.kind == Kind::invalid ||
         error.message.find("state file is broken") != std::string::npos;
}

Result<> set_aside(fs::path const& file, std::string const& reason) {
  auto const stamp = std::to_string(std::time(nullptr));
  auto target = file.string() + ".broken-" + stamp;
  for (int n = 2; fs::exists(target); ++n)
    target = file.string() + ".broken-" + stamp + "-" + std::to_string(n);
  for (auto const* suffix : {"-wal", "-shm"}) {
    std::error_code missing;
    fs::rename(file.string() + suffix, target + suffix, missing);
  }
  std::error_code failed;
  fs::rename(file, target, failed);
  if (failed) return disk_failure("set aside", file.string(), failed.value());
  log::warn("state.reset", {{"file", file.string()}, {"kept_as", target}, {"reason", reason}});
  return {};
}

}  // namespace

Result<OpenedState> open_sqlite(fs::path const& file, SqliteOptions const& options) {
  LK_CHECK(ensure_private_folder(file.parent_path()));
  OpenedState out;
  LK_TRY(out.is_new, prepare_file(file));
  auto store = open_at(file, options);
  if (!store && should_set_aside(store.error())) {
    LK_CHECK(set_aside(file, store.error().cause));
    LK_CHECK(prepare_file(file));
    out.is_new = out.was_reset = true;
    store = open_at(file, options);
  }
  if (!store) return tl::make_unexpected(std::move(store).error());
  out.store = std::move(*store);
  return out;
}

Result<OpenedState> open_sqlite(fs::path const& file) { return open_sqlite(file, {}); }

}  // namespace latchkey::store
