#pragma once
// What was deleted waits in `site/latchkey/trash` until it is put back or its days are over.

#include <atomic>
#include <optional>

#include "core/random.h"
#include "core/result.h"
#include "store/files.h"
#include "trash/entry.h"

namespace latchkey::trash {

/// Safe from any thread. Borrows all it is given.
class Trash {
 public:
  Trash(store::Files& files, Clock const& clock, Random& random, int days)
      : files_(files), clock_(clock), random_(random), days_(days) {}

  /// Days that entries are kept; 0: what is deleted is gone at once. Source: option trash.keep.
  void keep_for(int days) { days_ = days; }

  /// Moves the items of `deleted` into a new entry, as a part of the caller's change. Where the
  /// disk has no room for that, they are removed. Errors: internal.
  Result<> take(Deleted const& deleted);

  /// Oldest first; folders that are no entries are left out. Errors: internal.
  Result<std::vector<Entry>> list() const;
  /// Errors: not_found error.trash.notFound.
  Result<Entry> find(std::string_view name) const;
  /// Moves what is in the entry to the same places below `folder`, as a part of the caller's
  /// change. Errors: invalid error.trash.inTheWay where one is taken; not_found error.trash.noPlace
  /// where `folder` is missing; internal.
  Result<> put_back(Entry const& entry, std::string const& folder);
  /// Removes entries that are `days` old or older; all without it. How many. Errors: internal.
  Result<std::size_t> empty(std::optional<int> days = {});
  /// Removes what was kept long enough, looking once an hour.
  void tick();

 private:
  Result<> move_in(Entry const& entry);
  Result<> remove_items(Deleted const& deleted);
  Result<> move(std::string const& from, std::string const& to);

  store::Files& files_;
  Clock const& clock_;
  Random& random_;
  std::atomic<int> days_;
  std::atomic<std::int64_t> next_look_ = 0;  ///< Unix seconds
};

}  // namespace latchkey::trash
