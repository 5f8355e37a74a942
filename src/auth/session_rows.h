#pragma once
// The rows of sessions in the state store, and of old tokens in their grace. Private to auth;
// format: docs/session-store.md.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "auth/bytes.h"
#include "auth/session.h"
#include "store/state_store.h"

namespace latchkey::auth::session_rows {

constexpr std::string_view table = "sessions", forward_table = "session_forwards";

inline store::Change put(Session const& session, std::int64_t last_seen) {
  return {store::Change::What::put, std::string(table), to_row(session, last_seen)};
}

inline store::Change erase(crypto::Digest const& key) {
  return {store::Change::What::erase,
          std::string(table),
          {std::string(crypto::as_bytes(key)), "", "", 0}};
}

/// From an old token to the session that was renewed.
inline store::Change put_forward(crypto::Digest const& from, crypto::Digest const& to,
                                 std::string const& user, std::int64_t until_ms) {
  std::string value(crypto::as_bytes(to));
  append_number(value, static_cast<std::uint64_t>(until_ms));
  return {store::Change::What::put,
          std::string(forward_table),
          {std::string(crypto::as_bytes(from)), value, user, until_ms / 1000 + 1}};
}

/// The key that `bytes` begin with; none where they are too few.
inline std::optional<crypto::Digest> read_key(std::string_view bytes) {
  crypto::Digest out;
  if (bytes.size() < out.size()) return std::nullopt;
  std::copy_n(bytes.begin(), out.size(), reinterpret_cast<char*>(out.data()));
  return out;
}

}  // namespace latchkey::auth::session_rows
