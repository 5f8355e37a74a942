#include "content/pending_change.h"

namespace latchkey::content {

Result<> PendingChange::ensure_free() {
  LK_TRY(found_, turn_.content.pending(place_, language_));
  bool const asks = found_ && found_->lock && editor_.ensure_free;
  return asks ? editor_.ensure_free(*found_->lock) : Result<>();
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
