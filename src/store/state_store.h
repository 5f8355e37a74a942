#pragma once
// Latchkey's own state (sessions, counters, remembered steps): rows of bytes that know no page and
// no user.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace latchkey::store {

/// `full` survives a power cut once the call returned (what a client was promised: logout,
/// revocation, login, password change); `normal` survives a crash of the process.
enum class Durability { normal, full };

struct Row {
  std::string key;           ///< bytes, unique in its table
  std::string value;         ///< bytes
  std::string owner;         ///< bytes; rows of one owner can be ended together; may be empty
  std::int64_t expires = 0;  ///< unix seconds; 0 never
};

struct Change {
  enum class What { put, erase } what = What::put;
  std::string table;
  Row row;  ///< for erase only the key matters
};

/// One process, one writer; a narrow interface so that Redis can follow. Tables are made on first
/// use; names are [a-z_]+. Safe from any thread. Errors: internal, with the cause named (a full
/// disk, a broken file).
class StateStore {
 public:
  virtual ~StateStore() = default;
  virtual Result<std::optional<Row>> get(std::string_view table, std::string_view key) = 0;
  virtual Result<std::vector<Row>> all(std::string_view table) = 0;
  virtual Result<std::vector<Row>> of_owner(std::string_view table, std::string_view owner) = 0;
  /// All or nothing, in order.
  virtual Result<> apply(std::vector<Change> const& changes, Durability durability) = 0;
  virtual Result<> erase_owner(std::string_view table, std::string_view owner,
                               Durability durability) = 0;
  virtual Result<std::size_t> erase_expired(std::string_view table, std::int64_t now) = 0;
  virtual Result<std::size_t> count(std::string_view table) = 0;
};

/// SQLite in WAL mode. A file that is no database or is broken is set aside as
/// `<name>.broken-<time>` with a warning in the log and a new one begun (`was_reset` tells);
/// sessions are lost, nothing else. Errors: internal otherwise.
struct OpenedState {
  std::unique_ptr<StateStore> store;
  bool is_new = false, was_reset = false;
};
Result<OpenedState> open_sqlite(std::filesystem::path const& file);
/// The same rules in memory, for tests and `--root` folders that cannot be written.
std::unique_ptr<StateStore> make_memory_state();

}  // namespace latchkey::store
