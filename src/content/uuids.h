#pragma once
// Ids for what has none: made at the first read, remembered at once, written by a thread of its
// own, so that no reader waits for the disk. Source: spec/content-api 3, 19.1, 20.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "content/listing.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"

namespace latchkey::content {

/// 16 characters of a-z and 0-9, or a UUID of version 4 where the site wants those.
std::string make_uuid(Settings const& settings, Random& random);

/// Safe from any thread.
class Uuids {
 public:
  /// Stores `uuid` in the text file at `path` unless that has one by then; on the writing thread.
  using Write = std::function<Result<>(std::string const& path, std::string const& uuid)>;

  Uuids(Settings const& settings, Random& random, Clock const& clock, Write write);
  ~Uuids();  ///< writes what is waiting

  /// `stored` unless empty; else the id remembered for the text file at `path`, a new one the first
  /// time. Where the disk cannot be written it stays remembered until the end of the process.
  /// Empty where the site has no uuids.
  std::string get(std::string_view stored, std::string const& path);
  /// How many were ever made.
  std::uint64_t made() const { return made_.load(std::memory_order_relaxed); }

 private:
  struct Kept {
    std::string uuid;
    Instant written{};  ///< the epoch: not yet
  };
  void work();

  Settings const settings_;
  Random& random_;
  Clock const& clock_;
  Write const write_;
  std::atomic<std::uint64_t> made_{0};
  std::mutex mutex_;
  std::condition_variable ready_;
  std::unordered_map<std::string, Kept> kept_;
  std::deque<std::string> waiting_;
  bool ending_ = false;
  std::thread thread_;  ///< started with the first id
};

}  // namespace latchkey::content
