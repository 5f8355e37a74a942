#pragma once
// A change of title or slug that a pending version gets too. For the .cpp files of Content only.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "content/turn.h"

namespace latchkey::content {

/// Borrows all; within one turn.
class PendingChange {
 public:
  PendingChange(Turn& turn, TextPlace place, std::string_view language, Editor const& editor)
      : turn_(turn), place_(std::move(place)), language_(language), editor_(editor) {}

  /// To be asked before anything is written. Errors: what the editor refuses, those of the disk.
  Result<> ensure_free();
  /// After that: whether there is a pending version.
  bool exists() const { return found_.has_value(); }
  /// Into the pending version, where there is one. Errors: internal.
  Result<> write(std::vector<Change> const& changes);

 private:
  Turn& turn_;
  TextPlace const place_;
  std::string_view const language_;
  Editor const& editor_;
  std::optional<Pending> found_;
};

}  // namespace latchkey::content
