#pragma once
// Several steps on the disk that are done as a whole or not at all.

#include <utility>

#include "core/result.h"

namespace latchkey::store {

/// From Files::begin() to commit(); destroyed without one, all that its thread changed since is
/// undone. Changes may lie inside each other: the outermost decides, and one that was given up
/// inside gives up the whole. Belongs to the thread that began it.
class FileChange {
 public:
  /// Who keeps the journal.
  class Keeper {
   public:
    /// The end of the innermost change, for good or undone.
    virtual Result<> end(bool committed) = 0;

   protected:
    ~Keeper() = default;
  };

  FileChange() = default;  ///< of files that keep no journal: nothing is undone
  explicit FileChange(Keeper& keeper) : keeper_(&keeper) {}
  FileChange(FileChange&& other) noexcept : keeper_(std::exchange(other.keeper_, nullptr)) {}
  FileChange& operator=(FileChange&& other) noexcept {
    std::swap(keeper_, other.keeper_);
    return *this;
  }
  ~FileChange() {
    if (keeper_) (void)keeper_->end(false);
  }

  /// All steps stay, whatever comes. Errors: those of the disk; then everything is undone.
  Result<> commit() {
    auto* const keeper = std::exchange(keeper_, nullptr);
    return keeper ? keeper->end(true) : Result<>();
  }

 private:
  Keeper* keeper_ = nullptr;
};

}  // namespace latchkey::store
