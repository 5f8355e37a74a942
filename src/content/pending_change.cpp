#include "content/pending_change.h"

namespace latchkey::content {

Result<> PendingChange::ensure_free() {
  LK_TRY(found_, turn_.content.pending(place_, language_));
  if (!editor_.ensure_free) return {};
  LK_TRY(auto const locks, read_locks(turn_.files, turn_.content.settings(), place_));
  for (auto const& lock : locks)
    if (!lock.is_legacy) LK_CHECK(editor_.ensure_free(lock));
  return {};
}

Result<> PendingChange::write(std::vector<Change> const& changes) {
  if (!found_) return {};
  for (auto const& [name, value] : changes) {
    if (value)
      found_->fields.set(name, *value);
    else
      found_->fields.erase(name);
  }
  return write_pending(turn_, place_, language_, found_->fields, editor_.user_id);
}

}  // namespace latchkey::content
