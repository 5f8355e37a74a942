#pragma once
// What only tests say to the SQLite store.

#include "store/state_store.h"

namespace latchkey::store {

struct SqliteOptions {
  int max_pages = 0;  ///< 0 unlimited; the file is "full" beyond, as on a full disk
};

Result<OpenedState> open_sqlite(std::filesystem::path const& file, SqliteOptions const& options);

}  // namespace latchkey::store
