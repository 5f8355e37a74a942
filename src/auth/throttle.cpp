#include "auth/throttle.h"

#include <algorithm>
#include <cstdlib>

#include "auth/bytes.h"
#include "auth/network.h"
#include "crypto/digest.h"
#include "formats/json.h"

namespace latchkey::auth {
namespace {

constexpr std::string_view counter_table = "login_counters", known_table = "login_known";
using What = store::Change::What;

std::string own(std::string_view kind, std::string_view account, std::string_view of) {
  std::string out(kind);
  append_text(out, account);
  out += of;
  return out;
}

std::string account_key(std::string_view account) { return own("a", account, ""); }
std::string hundred_key(std::string_view account) { return own("h", account, ""); }
std::string device_key(Attempt const& a) { return own("d", a.account, a.device); }
std::string known_network_key(Attempt const& a, std::string const& network) {
  return own("k", a.account, network);
}

std::string encode(std::int64_t time, std::int64_t trials, std::int64_t timeout) {
  std::string out;
  for (auto const number : {time, trials, timeout})
    append_number(out, static_cast<std::uint64_t>(number));
  return out;
}

}  // namespace

std::string LoginThrottle::network_key(std::string_view network) {
  // The form of the original's `.logins`, so that an imported entry meets the addresses it was made
  // for.
  return "n" + crypto::to_hex(crypto::sha256(network)).substr(0, 50);
}

LoginThrottle::LoginThrottle(store::StateStore& state, Clock const& clock)
    : state_(state), clock_(clock) {
  if (auto const rows = state_.all(counter_table))
    for (auto const& row : *rows) {
      if (row.value.size() != 24) continue;
      std::string_view const v = row.value;
      counters_[row.key] = {static_cast<std::int64_t>(read_number(v)),
                            static_cast<int>(read_number(v.substr(8))),
                            static_cast<std::int64_t>(read_number(v.substr(16)))};
    }
  if (auto const rows = state_.all(known_table))
    for (auto const& row : *rows) known_[row.key] = row.expires;
  counter_count_ = counters_.size();
}

std::vector<LoginThrottle::Import> LoginThrottle::read_logins(std::string_view text) {
  std::vector<Import> out;
  auto const file = json::parse(text);
  if (!file || !file->is_object()) return out;
  for (std::string_view const part : {"by-ip", "by-email"}) {
    auto const* entries = file->as_object().if_contains(part);
    if (entries == nullptr || !entries->is_object()) continue;
    for (auto const& [name, value] : entries->as_object()) {
      auto const* entry = value.if_object();
      auto const* time = entry ? entry->if_contains("time") : nullptr;
      auto const* trials = entry ? entry->if_contains("trials") : nullptr;
      if (!time || !trials || !time->is_int64() || !trials->is_int64()) continue;
      auto const count =
          static_cast<int>(std::clamp<std::int64_t>(trials->as_int64(), 0, account_limit - 1));
      out.push_back({part == "by-ip", std::string(name), {time->as_int64(), count, 0}});
    }
  }
  return out;
}

void LoginThrottle::import_one(Import const& entry, std::vector<store::Change>& changes) {
  auto const key = entry.is_network ? "n" + entry.name : account_key(entry.name);
  auto& counter = counters_[key];
  auto const time = std::min(entry.counter.time, now());
  // Several names of one account: the later one counts, and those of the same hour add up.
  bool const together = std::abs(time - counter.time) < 3600;
  if (together)
    counter.trials += entry.counter.trials;
  else if (time > counter.time)
    counter.trials = entry.counter.trials;
  counter.time = std::max(counter.time, time);
  changes.push_back({What::put,
                     std::string(counter_table),
                     {key, encode(counter.time, counter.trials, 0),
                      entry.is_network ? "" : entry.name, counter.time + known_for.count()}});
  counter_count_ = counters_.size();
}

bool LoginThrottle::has_reached(std::string const& key, ThrottleLimits const& limits) const {
  auto const work = in_work_.find(key);
  int const surplus = work == in_work_.end() ? 0 : std::max(0, work->second - slack + 1);
  auto const it = counters_.find(key);
  bool const counts = it != counters_.end() && now() - it->second.time < limits.timeout.count();
  int const trials = counts ? it->second.trials : 0;
  return trials >= limits.trials || (surplus > 0 && trials + surplus >= limits.trials);
}

bool LoginThrottle::has_reached_hundred(std::string_view account,
                                        ThrottleLimits const& limits) const {
  auto const it = counters_.find(hundred_key(account));
  return it != counters_.end() && it->second.trials >= account_limit &&
         now() - it->second.time < limits.timeout.count();
}

bool LoginThrottle::is_known_locked(Attempt const& attempt) const {
  auto const is_alive = [&](std::string const& key) {
    auto const it = known_.find(key);
    return it != known_.end() && now() < it->second;
  };
  if (attempt.account.empty()) return false;
  return (!attempt.device.empty() && is_alive(device_key(attempt))) ||
         is_alive(known_network_key(attempt, attempt.network));
}

/// The counters a failure of this attempt adds to, but for the hundred.
std::vector<std::string> LoginThrottle::counted_keys(Attempt const& attempt) const {
  std::vector<std::string> out;
  if (attempt.counts_network) out.push_back(network_key(attempt.network));
  if (attempt.account.empty()) return out;
  auto const device = known_.find(device_key(attempt));
  if (!attempt.device.empty() && device != known_.end() && now() < device->second)
    out.push_back(device->first);
  else if (is_known_locked(attempt))
    out.push_back(known_network_key(attempt, attempt.network));
  else
    out.push_back(account_key(attempt.account));
  return out;
}

bool LoginThrottle::is_blocked_locked(Attempt const& attempt, ThrottleLimits const& limits) const {
  if (!attempt.account.empty() && has_reached_hundred(attempt.account, limits)) return true;
  auto const keys = counted_keys(attempt);
  return std::ranges::any_of(keys, [&](auto const& key) { return has_reached(key, limits); });
}

bool LoginThrottle::is_blocked(Attempt const& attempt, ThrottleLimits const& limits) const {
  if (counter_count_.load(std::memory_order_acquire) == 0 && limits.trials > 0) return false;
  std::lock_guard const lock(mutex_);
  return is_blocked_locked(attempt, limits);
}

std::optional<LoginThrottle::Ticket> LoginThrottle::admit(Attempt attempt,
                                                          ThrottleLimits const& limits) {
  std::lock_guard const lock(mutex_);
  if (is_blocked_locked(attempt, limits)) return std::nullopt;
  ++in_work_[network_key(attempt.network)];
  if (!attempt.account.empty()) ++in_work_[account_key(attempt.account)];
  return Ticket(*this, std::move(attempt));
}

void LoginThrottle::release(Attempt const& attempt) {
  std::lock_guard const lock(mutex_);
  auto const leave = [&](std::string const& key) {
    auto const it = in_work_.find(key);
    if (it != in_work_.end() && --it->second <= 0) in_work_.erase(it);
  };
  leave(network_key(attempt.network));
  if (!attempt.account.empty()) leave(account_key(attempt.account));
}

store::Change LoginThrottle::count_one(std::string const& key, std::string_view owner,
                                       std::int64_t timeout, std::int64_t kept) {
  auto& counter = counters_[key];
  if (now() - counter.time >= timeout) counter.trials = 0;
  counter = {now(), counter.trials + 1, timeout};
  return {What::put,
          std::string(counter_table),
          {key, encode(counter.time, counter.trials, timeout), std::string(owner), now() + kept}};
}

Result<> LoginThrottle::count(Attempt const& attempt, ThrottleLimits const& limits,
                              bool is_failure) {
  std::lock_guard const lock(mutex_);
  std::vector<store::Change> changes;
  auto const timeout = limits.timeout.count();
  for (auto const& key : counted_keys(attempt))
    changes.push_back(count_one(key, key.front() == 'n' ? "" : attempt.account, timeout, timeout));
  if (is_failure && !attempt.account.empty()) {
    auto const key = hundred_key(attempt.account);
    // A block that was served starts over; below it, the count lives until a success.
    bool const served =
        counters_[key].trials >= account_limit && !has_reached_hundred(attempt.account, limits);
    if (served) counters_.erase(key);
    changes.push_back(count_one(key, attempt.account, known_for.count(), known_for.count()));
  }
  counter_count_.store(counters_.size(), std::memory_order_release);
  return state_.apply(changes, store::Durability::normal);
}

Result<> LoginThrottle::fail(Ticket ticket, ThrottleLimits const& limits) {
  return count(ticket.attempt_, limits, true);
}

Result<> LoginThrottle::count_request(Ticket ticket, ThrottleLimits const& limits) {
  return count(ticket.attempt_, limits, false);
}

/// Forgets the one that ends first where there are as many as there may be.
void LoginThrottle::make_room(char kind, std::string_view account,
                              std::vector<store::Change>& changes) {
  auto const prefix = own({&kind, 1}, account, "");
  auto oldest = known_.end();
  std::size_t count = 0;
  for (auto it = known_.lower_bound(prefix); it != known_.end() && it->first.starts_with(prefix);
       ++it, ++count)
    if (oldest == known_.end() || it->second < oldest->second) oldest = it;
  if (count < most_known) return;
  changes.push_back({What::erase, std::string(known_table), {oldest->first, "", "", 0}});
  known_.erase(oldest);
}

/// Written anew when a day of its 180 is gone.
void LoginThrottle::remember(std::string key, std::string_view owner,
                             std::vector<store::Change>& changes) {
  auto const end = now() + known_for.count();
  auto const it = known_.find(key);
  if (it != known_.end() && end - it->second < 86400) return;
  if (it == known_.end()) make_room(key.front(), owner, changes);
  known_[key] = end;
  changes.push_back(
      {What::put, std::string(known_table), {std::move(key), "", std::string(owner), end}});
}

Result<> LoginThrottle::succeed(Attempt const& attempt) {
  std::lock_guard const lock(mutex_);
  std::vector<store::Change> changes;
  if (counters_.erase(hundred_key(attempt.account)) > 0)
    changes.push_back(
        {What::erase, std::string(counter_table), {hundred_key(attempt.account), "", "", 0}});
  remember(known_network_key(attempt, attempt.network), attempt.account, changes);
  if (!attempt.device.empty()) remember(device_key(attempt), attempt.account, changes);
  counter_count_.store(counters_.size(), std::memory_order_release);
  return changes.empty() ? Result<>{} : state_.apply(changes, store::Durability::normal);
}

bool LoginThrottle::is_known(Attempt const& attempt) const {
  std::lock_guard const lock(mutex_);
  return is_known_locked(attempt);
}

Result<> LoginThrottle::forget_account(std::string_view account) {
  std::lock_guard const lock(mutex_);
  std::string prefix;
  append_text(prefix, account);
  auto const belongs = [&](auto const& item) {
    return item.first.front() != 'n' && std::string_view(item.first).substr(1).starts_with(prefix);
  };
  std::erase_if(counters_, belongs);
  std::erase_if(known_, belongs);
  counter_count_.store(counters_.size(), std::memory_order_release);
  LK_CHECK(state_.erase_owner(counter_table, account, store::Durability::full));
  return state_.erase_owner(known_table, account, store::Durability::full);
}

void LoginThrottle::tick() {
  if (ticks_.fetch_add(1) % 60 != 59) return;
  {
    std::lock_guard const lock(mutex_);
    auto const seconds = now();
    std::erase_if(counters_, [&](auto const& item) {
      auto const& counter = item.second;
      return seconds - counter.time >= (counter.timeout > 0 ? counter.timeout : known_for.count());
    });
    std::erase_if(known_, [&](auto const& item) { return seconds >= item.second; });
    counter_count_.store(counters_.size(), std::memory_order_release);
  }
  for (auto const table : {counter_table, known_table}) (void)state_.erase_expired(table, now());
}

std::size_t LoginThrottle::size() const { return counter_count_.load(); }

}  // namespace latchkey::auth
