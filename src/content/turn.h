#pragma once
// One writer at a time: who holds the turn sees what is on the disk now and may change it.

#include <functional>
#include <mutex>

#include "content/site.h"

namespace latchkey::content {

/// Made by Content::begin(); nobody else writes the content while it lives. Borrows from Content.
struct Turn {
  std::unique_lock<std::recursive_mutex> lock;
  store::Files& files;
  Random& random;
  Snapshot const& content;
  std::function<void()> expire;  ///< to be called after writing: every reader looks again
  trash::Trash* trash;           ///< none: what is deleted is gone
};

/// A change of several steps, done as a whole or undone; at its end, whatever that is, every reader
/// looks again.
class Steps {
 public:
  /// `needed`: false where the change turns out to be one step, which is whole by itself.
  explicit Steps(Turn const& turn, bool needed = true)
      : turn_(turn), change_(needed ? turn.files.begin() : store::FileChange()) {}
  Steps(Steps const&) = delete;
  Steps& operator=(Steps const&) = delete;
  ~Steps() {
    change_ = {};
    turn_.expire();
  }

  Result<> commit() {
    auto done = change_.commit();
    turn_.expire();
    return done;
  }

 private:
  Turn const& turn_;
  store::FileChange change_;
};

}  // namespace latchkey::content
