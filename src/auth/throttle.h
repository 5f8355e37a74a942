#pragma once
// The one owner of the counters against guessing; its truth in the state store, a front in memory.
// States and transitions: docs/login-throttle.md. Source: security.md 3, spec/auth 10.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "store/state_store.h"

namespace latchkey::auth {

/// Who tries what: the network always counts, the account only where the name meant one.
struct Attempt {
  std::string network;  ///< of network_of
  std::string account;  ///< id; empty for unknown names
  std::string device;   ///< id of a valid device cookie for this account, else empty
  bool counts_network = true;
};

struct ThrottleLimits {
  int trials = 10;
  std::chrono::seconds timeout{3600};
};

/// Safe from any thread. An attempt is admitted before its work and settled after it, so that
/// parallel failures are neither lost nor able to overrun the limit by more than `slack`.
class LoginThrottle {
 public:
  static constexpr int slack = 8;  ///< attempts in work beyond the failures counted
  static constexpr int account_limit =
      100;  ///< failures since the last success (NIST SP 800-63B-4, 3.2.2)
  static constexpr std::chrono::seconds known_for{180 * 86400};
  static constexpr std::size_t most_known = 50;  ///< devices, and networks, of one account

  LoginThrottle(store::StateStore& state, Clock const& clock);

  /// Entries of the original's `.logins` file, once. `account_of` maps a name as sent to an account
  /// id, empty for none. A broken file counts as empty.
  template <class AccountOf>
  Result<> import(std::string_view logins, AccountOf account_of) {
    return import_counters(read_logins(logins), account_of);
  }

  /// An admitted attempt; counted as in work until it is settled. Movable, settles nothing by
  /// itself: a lost one would only free its place.
  class Ticket {
   public:
    Ticket(Ticket&& other) noexcept
        : throttle_(std::exchange(other.throttle_, nullptr)), attempt_(std::move(other.attempt_)) {}
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket() {
      if (throttle_) throttle_->release(attempt_);
    }

   private:
    friend class LoginThrottle;
    Ticket(LoginThrottle& throttle, Attempt attempt)
        : throttle_(&throttle), attempt_(std::move(attempt)) {}
    LoginThrottle* throttle_;
    Attempt attempt_;
  };

  /// Whether a limit is reached. Reserves nothing.
  bool is_blocked(Attempt const& attempt, ThrottleLimits const& limits) const;
  /// None where a limit is reached.
  std::optional<Ticket> admit(Attempt attempt, ThrottleLimits const& limits);

  /// Counts a failure. Errors: internal when it could not be stored; it counts in memory all the
  /// same.
  Result<> fail(Ticket ticket, ThrottleLimits const& limits);
  /// A trial that is no failure: a code asked for. Counts but for the hundred.
  Result<> count_request(Ticket ticket, ThrottleLimits const& limits);
  /// A whole login (not a first step of two). Resets nothing but the hundred; remembers the network
  /// of `attempt`, and its device if it has one, for 180 days.
  Result<> succeed(Attempt const& attempt);

  /// Whether network or device have logged in to the account before.
  bool is_known(Attempt const& attempt) const;
  Result<> forget_account(std::string_view account);

  void tick();
  std::size_t size() const;

 private:
  struct Counter {
    std::int64_t time = 0;  ///< of the last failure, unix seconds
    int trials = 0;
    std::int64_t timeout = 0;  ///< it falls so many seconds after `time`
  };
  struct Import {
    bool is_network = false;
    std::string name;
    Counter counter;
  };

  static std::vector<Import> read_logins(std::string_view text);
  static std::string network_key(std::string_view network);
  template <class AccountOf>
  Result<> import_counters(std::vector<Import> entries, AccountOf account_of) {
    std::vector<store::Change> changes;
    std::lock_guard const lock(mutex_);
    for (auto& entry : entries) {
      if (!entry.is_network) entry.name = account_of(entry.name);
      if (!entry.name.empty()) import_one(entry, changes);
    }
    return state_.apply(changes, store::Durability::normal);
  }

  std::int64_t now() const { return unix_seconds(clock_.now()); }
  void import_one(Import const& entry, std::vector<store::Change>& changes);
  bool is_known_locked(Attempt const& attempt) const;
  std::vector<std::string> counted_keys(Attempt const& attempt) const;
  bool is_blocked_locked(Attempt const& attempt, ThrottleLimits const& limits) const;
  bool has_reached(std::string const& key, ThrottleLimits const& limits) const;
  bool has_reached_hundred(std::string_view account, ThrottleLimits const& limits) const;
  Result<> count(Attempt const& attempt, ThrottleLimits const& limits, bool is_failure);
  store::Change count_one(std::string const& key, std::string_view owner, std::int64_t timeout,
                          std::int64_t kept);
  void remember(std::string key, std::string_view owner, std::vector<store::Change>& changes);
  void make_room(char kind, std::string_view account, std::vector<store::Change>& changes);
  void release(Attempt const& attempt);

  store::StateStore& state_;
  Clock const& clock_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Counter> counters_;
  std::unordered_map<std::string, int> in_work_;
  std::map<std::string, std::int64_t> known_;  ///< key -> end, unix seconds; by kind and account
  std::atomic<std::size_t> counter_count_{0};
  std::atomic<std::uint64_t> ticks_{0};
};

}  // namespace latchkey::auth
