#pragma once
// What must hold before a model is changed: the state a client knows (If-Match), and with option
// `content.lockWrites` that nobody else holds it. Source: spec/content-api 20; RFC 9110, 13.1.1.

#include <shared_mutex>

#include "api/route.h"

namespace latchkey::api {

/// Between the answer to such a question and the write it allows nobody else writes: requests that
/// ask go alone, other writes side by side. Safe from any thread.
class WriteGate {
 public:
  /// Held while a request is handled. Reads hold nothing.
  struct Turn {
    std::shared_lock<std::shared_mutex> shared;
    std::unique_lock<std::shared_mutex> exclusive;
    bool alone = false;
  };
  Turn enter(Route const& row, http::Request const& request, config::Options const& options);

 private:
  std::shared_mutex mutex_;
};

/// Whether a row changes the site, a page, a file or a user, or something of theirs.
bool changes_a_model(Route const& row);

/// Nothing for rows that change no model, and where the handler will refuse anyway. Errors: locked
/// error.content.lock.update or .delete, outdated error.content.outdated.
Result<> ensure_writable(Call& call, Route const& row);

}  // namespace latchkey::api
