#pragma once
// One writer at a time: who holds the turn sees what is on the disk now and may change it.

#include <functional>
#include <mutex>

#include "content/site.h"

namespace latchkey::content {

/// Made by Content::begin(); nobody else writes the content while it lives. Borrows from Content.
struct Turn {
  std::unique_lock<std::mutex> lock;
  store::Files& files;
  Random& random;
  Snapshot const& content;
  std::function<void()> expire;  ///< to be called after writing: every reader looks again
};

}  // namespace latchkey::content
