#include "auth/session_store.h"

#include <algorithm>
#include <cstring>

#include "auth/bytes.h"
#include "auth/origin.h"
#include "auth/session_rows.h"
#include "core/log.h"

namespace latchkey::auth {
namespace {

constexpr std::size_t agent_size = 200;

/// Stamps are written at most this often: a fifteenth of the idle limit, five minutes where there
/// is none.
std::int64_t stamp_step(Session const& session) {
  if (session.is_long || session.idle_limit == 0) return 300;
  return std::max<std::int64_t>(1, session.idle_limit / 15);
}

void report(std::string_view event, Result<> const& result) {
  if (!result) log::error(event, {{"cause", result.error().cause}});
}

}  // namespace

std::size_t SessionStore::KeyHash::operator()(crypto::Digest const& key) const noexcept {
  std::size_t out;
  std::memcpy(&out, key.data(), sizeof out);
  return out;
}

SessionStore::SessionStore(store::StateStore& state, Clock const& clock, Random& random,
                           Secret csrf_key)
    : state_(state), clock_(clock), random_(random), csrf_key_(std::move(csrf_key)) {
  load();
}

std::shared_ptr<Session const> SessionStore::finished(Session session) const {
  if (session.csrf.empty()) session.csrf = make_csrf_token(csrf_key_, session.seed);
  if (session.agent.size() > agent_size) session.agent.resize(agent_size);
  session.agent.shrink_to_fit();
  return std::make_shared<Session const>(std::move(session));
}

Secret SessionStore::make_token() const {
  return Secret(crypto::to_base64url(crypto::random_bytes(random_, 32)));
}

void SessionStore::load() {
  auto rows = state_.all(session_rows::table);
  if (!rows) return log::error("sessions.unreadable", {{"cause", rows.error().cause}});
  for (auto const& row : *rows) {
    auto stored = from_row(row);
    if (!stored || is_over(stored->session, stored->last_seen, now())) continue;
    auto session = finished(std::move(stored->session));
    put({session, stored->last_seen, stored->last_seen, false});
    if (session->is_pending()) limit_pending(*session);
  }
  auto forwards = state_.all(session_rows::forward_table);
  if (!forwards) return;
  for (auto const& row : *forwards) {
    auto const from = session_rows::read_key(row.key), to = session_rows::read_key(row.value);
    if (!from || !to || row.value.size() != to->size() + 8) continue;
    auto const until =
        static_cast<std::int64_t>(read_number(std::string_view(row.value).substr(to->size())));
    shard_of(*from).forwards[*from] = {*to, until};
  }
}

SessionStore::Entry* SessionStore::find_alive(Shard& shard, crypto::Digest const& key) const {
  auto const it = shard.sessions.find(key);
  if (it == shard.sessions.end()) return nullptr;
  if (!is_over(*it->second.session, it->second.last_seen, now())) return &it->second;
  shard.sessions.erase(it);  // what was over once must not live again when the clock is set back
  return nullptr;
}

std::optional<SessionStore::Entry> SessionStore::copy_alive(crypto::Digest const& key) const {
  auto& shard = shard_of(key);
  std::lock_guard const lock(shard.mutex);
  auto const* const entry = find_alive(shard, key);
  return entry ? std::optional(*entry) : std::nullopt;
}

void SessionStore::touch(Shard& shard, Entry& entry) const {
  entry.last_seen = std::max(entry.last_seen, now());
  if (entry.is_queued || entry.last_seen - entry.stored_seen < stamp_step(*entry.session)) return;
  entry.is_queued = true;
  shard.dirty.push_back(entry.session->key);
}

std::optional<SessionStore::Found> SessionStore::find(std::string_view token, Carrier carrier) {
  if (token.empty() || token.size() > 128) return std::nullopt;
  auto const key = crypto::sha256(token);
  if (auto found = find_direct(key, carrier)) return found;
  auto const to = forward_of(key);
  if (!to) return std::nullopt;
  auto& shard = shard_of(*to);
  std::lock_guard const lock(shard.mutex);
  auto* const entry = find_alive(shard, *to);
  if (entry == nullptr) return std::nullopt;
  touch(shard, *entry);
  return Found{entry->session, true, std::nullopt};
}

/// A renewal keeps everything but the key.
std::shared_ptr<Session const> SessionStore::find_again(Session const& known) {
  auto key = known.key;
  if (!touched(key))
    for (auto const& [session, last_seen] : list(known.user))
      if (session->created == known.created && session->seed == known.seed) key = session->key;
  return touched(key);
}

std::shared_ptr<Session const> SessionStore::touched(crypto::Digest const& key) {
  auto& shard = shard_of(key);
  std::lock_guard const lock(shard.mutex);
  auto* const entry = find_alive(shard, key);
  if (entry == nullptr) return nullptr;
  touch(shard, *entry);
  return entry->session;
}

std::optional<crypto::Digest> SessionStore::forward_of(crypto::Digest const& key) const {
  auto& shard = shard_of(key);
  std::lock_guard const lock(shard.mutex);
  auto const it = shard.forwards.find(key);
  if (it == shard.forwards.end()) return std::nullopt;
  if (clock_.now().time_since_epoch().count() > it->second.until_ms) return std::nullopt;
  return it->second.to;
}

std::optional<SessionStore::Found> SessionStore::find_direct(crypto::Digest const& key,
                                                             Carrier carrier) {
  {
    auto& shard = shard_of(key);
    std::lock_guard const lock(shard.mutex);
    auto* const entry = find_alive(shard, key);
    if (entry == nullptr) return std::nullopt;
    touch(shard, *entry);
    if (!renewal_due(*entry->session, now())) return Found{entry->session, false, std::nullopt};
  }
  return carrier == Carrier::header ? extend(key) : renew(key);
}

/// The whole duration again under the same token. Where the row cannot be written, the session goes
/// on as it was.
std::optional<SessionStore::Found> SessionStore::extend(crypto::Digest const& key) {
  auto const extended = change(key, [this](Session& session) {
    if (renewal_due(session, now())) session.expires = now() + session.duration;
  });
  if (extended && !*extended) return std::nullopt;
  if (extended) return Found{*extended, false, std::nullopt};
  log::error("session.renewal_failed", {{"cause", extended.error().cause}});
  auto const as_it_was = copy_alive(key);
  return as_it_was ? std::optional(Found{as_it_was->session, false, std::nullopt}) : std::nullopt;
}

/// A new token for a session whose renewal is due; asks again under the locks, for another request
/// may have been faster, and then its token in grace leads to the new session.
std::optional<SessionStore::Found> SessionStore::renew(crypto::Digest const& key) {
  auto token = make_token();
  auto const new_key = crypto::sha256(token.expose());
  auto &from = shard_of(key), &to = shard_of(new_key);
  std::unique_lock<std::mutex> first((&from < &to ? from : to).writing), second;
  if (&from != &to) second = std::unique_lock((&from < &to ? to : from).writing);

  auto const entry = copy_alive(key);
  if (!entry) return std::nullopt;
  if (!renewal_due(*entry->session, now())) return Found{entry->session, false, std::nullopt};
  Session next = *entry->session;
  next.key = new_key;
  next.expires = now() + next.duration;
  auto const until = clock_.now().time_since_epoch().count() + grace_ms;
  auto const written =
      state_.apply({session_rows::put(next, entry->last_seen), session_rows::erase(key),
                    session_rows::put_forward(key, new_key, next.user, until)},
                   store::Durability::normal);
  if (!written) {
    report("session.renewal_failed", written);
    return Found{entry->session, false, std::nullopt};
  }
  auto const session = finished(std::move(next));
  move(key, {session, entry->last_seen, entry->last_seen, false}, until);
  first.unlock();
  if (second.owns_lock()) second.unlock();
  if (session->is_pending()) limit_pending(*session);  // its old key no longer counts
  return Found{session, false, std::move(token)};
}

/// Into its place first, so that whoever comes with the old token meanwhile finds the one or the
/// other.
void SessionStore::move(crypto::Digest const& from, Entry renewed, std::int64_t grace_until_ms) {
  auto const to = renewed.session->key;
  put(std::move(renewed));
  auto& shard = shard_of(from);
  std::lock_guard const lock(shard.mutex);
  shard.sessions.erase(from);
  shard.forwards[from] = {to, grace_until_ms};
}

std::optional<SessionStore::Entry> SessionStore::take(crypto::Digest const& key) {
  auto& shard = shard_of(key);
  std::lock_guard const lock(shard.mutex);
  auto const node = shard.sessions.extract(key);
  return node ? std::optional(std::move(node.mapped())) : std::nullopt;
}

void SessionStore::put(Entry entry) {
  auto& shard = shard_of(entry.session->key);
  std::lock_guard const lock(shard.mutex);
  shard.sessions[entry.session->key] = std::move(entry);
}

Result<SessionStore::Begun> SessionStore::begin(Session session,
                                                std::optional<crypto::Digest> replaces,
                                                bool must_be_there) {
  auto token = make_token();
  session.key = crypto::sha256(token.expose());
  if (session.created == 0) session.created = now();
  auto const made = finished(std::move(session));
  std::unique_lock<std::mutex> writing;
  if (replaces) writing = std::unique_lock(shard_of(*replaces).writing);
  // The old one leaves memory first: from here on its token names nobody.
  auto old = replaces ? take(*replaces) : std::nullopt;
  if (must_be_there && !old) return fail(Kind::not_found, "", "The session is gone");
  std::vector<store::Change> changes{session_rows::put(*made, now())};
  if (replaces) changes.push_back(session_rows::erase(*replaces));
  if (auto const stored = state_.apply(changes, store::Durability::full); !stored) {
    if (old) put(*std::move(old));
    return tl::make_unexpected(stored.error());
  }
  put({made, now(), now(), false});
  if (writing.owns_lock()) writing.unlock();
  if (made->is_pending()) limit_pending(*made);
  return Begun{made, std::move(token)};
}

Result<std::shared_ptr<Session const>> SessionStore::change(
    crypto::Digest const& key, std::function<void(Session&)> const& edit) {
  auto& shard = shard_of(key);
  std::lock_guard const writing(shard.writing);
  auto const found = copy_alive(key);
  if (!found) return nullptr;
  Session next = *found->session;
  edit(next);
  LK_CHECK(state_.apply({session_rows::put(next, found->last_seen)}, store::Durability::normal));
  std::lock_guard const lock(shard.mutex);
  auto* const entry = find_alive(shard, key);
  if (entry == nullptr) return nullptr;
  entry->session = finished(std::move(next));
  return entry->session;
}

Result<bool> SessionStore::end(crypto::Digest const& key) {
  std::lock_guard const writing(shard_of(key).writing);
  auto const old = take(key);
  LK_CHECK(state_.apply({session_rows::erase(key)}, store::Durability::full));
  return old.has_value();
}

/// Takes the sessions of `user` out of memory, and challenges for that account off the others; adds
/// what must be written. How many were taken.
std::size_t SessionStore::take_user(std::string_view user,
                                    std::optional<crypto::Digest> const& except,
                                    std::vector<store::Change>& changes) {
  std::size_t ended = 0;
  for (auto& shard : shards_) {
    std::lock_guard const lock(shard.mutex);
    for (auto it = shard.sessions.begin(); it != shard.sessions.end();) {
      auto const& session = *it->second.session;
      if (session.user == user && (!except || session.key != *except)) {
        changes.push_back(session_rows::erase(session.key));
        it = shard.sessions.erase(it);
        ++ended;
        continue;
      }
      if (session.challenge && session.challenge->account_id == user) {
        Session next = session;
        next.challenge = nullptr;
        changes.push_back(session_rows::put(next, it->second.last_seen));
        it->second.session = finished(std::move(next));
      }
      ++it;
    }
  }
  return ended;
}

Result<std::size_t> SessionStore::end_user(std::string_view user,
                                           std::optional<crypto::Digest> except) {
  // The rows of all shards: a renewal must not carry a session from one not yet searched to one
  // already searched, nor an end in between be undone by a row that is put again.
  std::vector<std::unique_lock<std::mutex>> writing;
  for (auto& shard : shards_) writing.emplace_back(shard.writing);
  std::vector<store::Change> changes;
  auto const ended = take_user(user, except, changes);
  if (!changes.empty()) LK_CHECK(state_.apply(changes, store::Durability::full));
  return ended;
}

std::vector<SessionStore::Listed> SessionStore::list(std::string_view user) const {
  std::vector<Listed> out;
  for (auto const& shard : shards_) {
    std::lock_guard const lock(shard.mutex);
    for (auto const& [key, entry] : shard.sessions)
      if ((user.empty() || entry.session->user == user) &&
          !is_over(*entry.session, entry.last_seen, now()))
        out.push_back({entry.session, entry.last_seen});
  }
  std::ranges::sort(out, {},
                    [](Listed const& l) { return std::pair(l.session->created, l.session->key); });
  return out;
}

bool SessionStore::is_pending(crypto::Digest const& key) const {
  auto& shard = shard_of(key);
  std::lock_guard const lock(shard.mutex);
  auto const it = shard.sessions.find(key);
  return it != shard.sessions.end() && it->second.session->is_pending();
}

void SessionStore::limit_pending(Session const& added) {
  std::vector<crypto::Digest> surplus;
  {
    std::lock_guard const lock(pending_mutex_);
    auto& queue = pending_[network_of(added.address)];
    queue.push_back(added.key);
    if (queue.size() > pending_per_network)
      std::erase_if(queue, [this](auto const& key) { return !is_pending(key); });
    for (; queue.size() > pending_per_network; queue.pop_front()) surplus.push_back(queue.front());
  }
  for (auto const& key : surplus) {
    std::lock_guard const writing(shard_of(key).writing);
    if (!take(key)) continue;
    report("session.end_failed",
           state_.apply({session_rows::erase(key)}, store::Durability::normal));
  }
}

/// Rows of the sessions whose stamp waits, or of all that were seen since theirs was written; they
/// count as written.
std::vector<store::Change> SessionStore::take_stamps(Shard& shard, bool all) {
  std::lock_guard const lock(shard.mutex);
  std::vector<store::Change> changes;
  auto const take_stamp = [&](Entry& entry) {
    entry.is_queued = false;
    entry.stored_seen = entry.last_seen;
    changes.push_back(session_rows::put(*entry.session, entry.last_seen));
  };
  for (auto const& key : std::exchange(shard.dirty, {}))
    if (auto const it = shard.sessions.find(key); it != shard.sessions.end())
      take_stamp(it->second);
  if (!all) return changes;
  for (auto& [key, entry] : shard.sessions)
    if (entry.last_seen != entry.stored_seen) take_stamp(entry);
  return changes;
}

void SessionStore::write_dirty(Shard& shard) {
  std::lock_guard const writing(shard.writing);
  auto const changes = take_stamps(shard, false);
  if (!changes.empty())
    report("session.stamp_failed", state_.apply(changes, store::Durability::normal));
}

void SessionStore::purge(Shard& shard) {
  std::lock_guard const lock(shard.mutex);
  auto const seconds = now();
  auto const ms = clock_.now().time_since_epoch().count();
  std::erase_if(shard.sessions, [&](auto const& item) {
    return is_over(*item.second.session, item.second.last_seen, seconds);
  });
  std::erase_if(shard.forwards, [&](auto const& item) { return ms > item.second.until_ms; });
}

void SessionStore::purge_pending() {
  std::lock_guard const lock(pending_mutex_);
  for (auto& [network, queue] : pending_)
    std::erase_if(queue, [this](auto const& key) { return !is_pending(key); });
  std::erase_if(pending_, [](auto const& item) { return item.second.empty(); });
}

void SessionStore::tick() {
  auto const tick = ticks_.fetch_add(1);
  for (auto& shard : shards_) write_dirty(shard);
  purge(shards_[tick % shard_count]);
  if (tick % 60 != 59) return;
  purge_pending();
  for (auto const name : {session_rows::table, session_rows::forward_table})
    if (auto const erased = state_.erase_expired(name, now()); !erased)
      log::error("session.purge_failed", {{"cause", erased.error().cause}});
}

void SessionStore::flush() {
  for (auto& shard : shards_) {
    std::lock_guard const writing(shard.writing);
    auto const changes = take_stamps(shard, true);
    if (!changes.empty())
      report("session.flush_failed", state_.apply(changes, store::Durability::full));
  }
}

std::size_t SessionStore::size() const {
  std::size_t out = 0;
  for (auto const& shard : shards_) {
    std::lock_guard const lock(shard.mutex);
    out += shard.sessions.size();
  }
  return out;
}

}  // namespace latchkey::auth
