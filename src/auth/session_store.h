#pragma once
// The one owner of sessions: a sharded map in memory in front of the state store. States and
// transitions: docs/session-store.md. Source: spec/auth 6.

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "auth/session.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "store/state_store.h"

namespace latchkey::auth {

/// Safe from any thread. Reading a session touches memory only and waits for no disk: each shard
/// has one lock for its map, held for moments, and one for its rows, held by whoever changes a
/// session from the look to the row. The latter is taken first; of several shards in their order.
class SessionStore {
 public:
  static constexpr std::size_t pending_per_network = 100;
  static constexpr std::int64_t grace_ms = 30'000;

  /// Loads all rows that are still alive. A store that cannot be read is logged and counts as
  /// empty.
  SessionStore(store::StateStore& state, Clock const& clock, Random& random, Secret csrf_key);

  struct Found {
    std::shared_ptr<Session const> session;
    bool by_old_token = false;        ///< the token was renewed less than 30 s ago
    std::optional<Secret> new_token;  ///< renewed just now: the cookie must change
  };
  enum class Carrier { cookie, header };

  /// The session of `token`, counted as active now and renewed if due (a header's token stays the
  /// same).
  std::optional<Found> find(std::string_view token, Carrier carrier);

  /// What became of a session that was found some time ago: itself as it is now, or what it was
  /// renewed to; null where it ended. Counts as active now.
  std::shared_ptr<Session const> find_again(Session const& known);

  struct Begun {
    std::shared_ptr<Session const> session;
    Secret token;
  };
  /// Stores `session` under a new token, durably; its key, csrf, and created, if 0, are filled in.
  /// `replaces` dies at once, without grace; it lives on where the new one cannot be stored. A
  /// session nobody is logged in to counts for the network of its address: beyond 100 the oldest
  /// such one ends. Errors: internal; not_found with `must_be_there` when `replaces` is gone, so
  /// that of several requests exactly one goes on.
  Result<Begun> begin(Session session, std::optional<crypto::Digest> replaces,
                      bool must_be_there = false);

  /// Replaces a session by `edit(it)` under the same token. None if it ended meanwhile. Errors:
  /// internal.
  Result<std::shared_ptr<Session const>> change(crypto::Digest const& key,
                                                std::function<void(Session&)> const& edit);

  /// Whether it was there. Errors: internal when the row may come back after a restart.
  Result<bool> end(crypto::Digest const& key);
  /// All sessions of `user` but `except`, and every challenge for that account. How many ended.
  Result<std::size_t> end_user(std::string_view user,
                               std::optional<crypto::Digest> except = std::nullopt);

  struct Listed {
    std::shared_ptr<Session const> session;
    std::int64_t last_seen = 0;
  };
  /// Live sessions of one user, or of all with "". Oldest first.
  std::vector<Listed> list(std::string_view user) const;

  /// Writes last-seen stamps behind and drops what is over. About once a second.
  void tick();
  /// Writes every last-seen stamp, durably.
  void flush();
  std::size_t size() const;

 private:
  struct Entry {
    std::shared_ptr<Session const> session;
    std::int64_t last_seen = 0, stored_seen = 0;
    bool is_queued = false;
  };
  /// An old token in its grace.
  struct Forward {
    crypto::Digest to{};
    std::int64_t until_ms = 0;
  };
  struct KeyHash {
    std::size_t operator()(crypto::Digest const& key) const noexcept;
  };
  struct Shard {
    std::mutex writing;
    mutable std::mutex mutex;
    std::unordered_map<crypto::Digest, Entry, KeyHash> sessions;
    std::unordered_map<crypto::Digest, Forward, KeyHash> forwards;
    std::vector<crypto::Digest> dirty;
  };
  static constexpr std::size_t shard_count = 32;

  Shard& shard_of(crypto::Digest const& key) const { return shards_[key[31] % shard_count]; }
  std::int64_t now() const { return unix_seconds(clock_.now()); }
  std::shared_ptr<Session const> finished(Session session) const;
  Secret make_token() const;
  void load();
  Entry* find_alive(Shard& shard, crypto::Digest const& key) const;
  std::optional<Entry> copy_alive(crypto::Digest const& key) const;
  void touch(Shard& shard, Entry& entry) const;
  std::shared_ptr<Session const> touched(crypto::Digest const& key);
  std::optional<crypto::Digest> forward_of(crypto::Digest const& key) const;
  std::optional<Found> find_direct(crypto::Digest const& key, Carrier carrier);
  std::optional<Found> renew(crypto::Digest const& key);
  std::optional<Found> extend(crypto::Digest const& key);
  std::optional<Entry> take(crypto::Digest const& key);
  void put(Entry entry);
  void move(crypto::Digest const& from, Entry renewed, std::int64_t grace_until_ms);
  std::size_t take_user(std::string_view user, std::optional<crypto::Digest> const& except,
                        std::vector<store::Change>& changes);
  std::vector<store::Change> take_stamps(Shard& shard, bool all);
  void limit_pending(Session const& added);
  bool is_pending(crypto::Digest const& key) const;
  void write_dirty(Shard& shard);
  void purge(Shard& shard);
  void purge_pending();

  store::StateStore& state_;
  Clock const& clock_;
  Random& random_;
  Secret csrf_key_;
  mutable std::array<Shard, shard_count> shards_;
  std::mutex pending_mutex_;
  std::unordered_map<std::string, std::deque<crypto::Digest>> pending_;
  std::atomic<std::uint64_t> ticks_{0};
};

}  // namespace latchkey::auth
