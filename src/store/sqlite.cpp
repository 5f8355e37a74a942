#include "store/sqlite.h"

#include <fmt/format.h>
#include <string.h>

namespace latchkey::store {
namespace {

std::string_view hint_for(int code) {
  switch (code & 0xFF) {
    case SQLITE_FULL: return "The disk is full";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: return "The server may not write its state file";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return "The server's state file is broken; a restart sets it aside";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "The server's state file is in use by another program";
    default: return "The server could not complete the request";
  }
}

}  // namespace

Failure sqlite_failure(sqlite3* db, std::string_view action, int code, char const* file, int line) {
  auto const system_error = db != nullptr ? sqlite3_system_errno(db) : 0;
  auto cause =
      fmt::format("state store, {}: {} ({}{}{})", action, sqlite3_errstr(code),
                  db != nullptr ? sqlite3_errmsg(db) : "no memory", system_error != 0 ? "; " : "",
                  system_error != 0 ? strerrordesc_np(system_error) : "");
  return fail(Kind::internal, "", std::string(hint_for(code)), std::move(cause), file, line);
}

Result<> execute(sqlite3* db, char const* sql) {
  if (auto const code = sqlite3_exec(db, sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
    return sqlite_failure(db, sql, code);
  return {};
}

Result<Statement> Statement::prepare(sqlite3* db, std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  auto const code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()),
                                       SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (code != SQLITE_OK) return sqlite_failure(db, "prepare", code);
  return Statement(handle);
}

Statement& Statement::bind(int index, std::string_view bytes) {
  // A null pointer would be NULL instead of an empty blob.
  sqlite3_bind_blob64(handle_.get(), index, bytes.empty() ? "" : bytes.data(), bytes.size(),
                      SQLITE_STATIC);
  return *this;
}

Statement& Statement::bind(int index, std::int64_t number) {
  sqlite3_bind_int64(handle_.get(), index, number);
  return *this;
}

Result<bool> Statement::step() {
  auto const code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_failure(sqlite3_db_handle(handle_.get()), "step", code);
}

std::string Statement::bytes(int column) const {
  auto const* data = static_cast<char const*>(sqlite3_column_blob(handle_.get(), column));
  auto const size = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
  return data == nullptr ? std::string() : std::string(data, size);
}

}  // namespace latchkey::store
