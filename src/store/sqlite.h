#pragma once
// The few calls of SQLite we need, with closed handles and named errors. Home of the library:
// store/sqlite*.cpp.

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"

namespace latchkey::store {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

/// internal, with a hint in `message` for a full disk, a read-only or a broken file, and SQLite's
/// words as the cause.
Failure sqlite_failure(sqlite3* db, std::string_view action, int code,
                       char const* file = __builtin_FILE(), int line = __builtin_LINE());

/// SQL without arguments and rows.
Result<> execute(sqlite3* db, char const* sql);

/// One prepared statement, used again and again. Arguments are borrowed until `reset`.
class Statement {
 public:
  static Result<Statement> prepare(sqlite3* db, std::string_view sql);

  Statement& bind(int index, std::string_view bytes);
  Statement& bind(int index, std::int64_t number);
  /// Whether there is a row.
  Result<bool> step();
  std::string bytes(int column) const;
  std::int64_t number(int column) const { return sqlite3_column_int64(handle_.get(), column); }
  void reset() {
    sqlite3_reset(handle_.get());
    sqlite3_clear_bindings(handle_.get());
  }

 private:
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
  std::unique_ptr<sqlite3_stmt, FinalizeStatement> handle_;
};

/// Resets its statement at the end of a scope, so that no read lock stays.
class Use {
 public:
  explicit Use(Statement& statement) : statement_(statement) {}
  Use(Use const&) = delete;
  Use& operator=(Use const&) = delete;
  ~Use() { statement_.reset(); }
  Statement* operator->() const { return &statement_; }

 private:
  Statement& statement_;
};

}  // namespace latchkey::store
