#pragma once
// Keeps one request within what it may ask, and within its work. Source: security.md S15, ADR 24.

#include <atomic>
#include <chrono>
#include <cstdint>

#include "kql/access.h"
#include "query/guard.h"

namespace latchkey::kql {

/// How much one request may cost. A unit is one step, one item or 64 bytes of text: around a
/// microsecond.
struct Limits {
  std::size_t units = 5'000'000;
  std::size_t result_bytes = 32 << 20;  ///< of the answer, roughly
  std::chrono::milliseconds time{10'000};
  std::size_t heavy_units = 1'000'000;          ///< who needs more than that needs a place
  std::chrono::milliseconds heavy_time{1'000};  ///< or so long
  int heavy_places = 1;                         ///< for all requests together
};

/// How many requests are at hard work, of all there are. Safe from any thread.
class HeavyWork {
 public:
  /// False where `places` are taken.
  bool enter(int places) {
    if (running_.fetch_add(1) < places) return true;
    leave();
    return false;
  }
  void leave() { running_.fetch_sub(1); }

 private:
  std::atomic<int> running_{0};
};

/// Of one request, on one thread. Borrows `access` and `heavy`.
class Warden final : public query::Guard {
 public:
  Warden(Access const& access, HeavyWork& heavy, Limits const& limits = {});
  ~Warden() override;
  Warden(Warden const&) = delete;
  Warden& operator=(Warden const&) = delete;

  Result<std::string_view> admit(query::Object const& of, std::string_view name,
                                 query::Values const& arguments) override;
  Result<> reach(query::Value const& value) override;
  Result<> spend(std::size_t units) override;
  /// Takes what becomes part of the answer. Errors: as `spend`; unavailable where too many requests
  /// are at hard work.
  Result<> show(json::value const& value);
  Access const& access() const { return access_; }

 private:
  Result<> admit_attributes(query::Object const& of, std::string_view member,
                            query::Values const& arguments);

  Result<> ensure_place();

  Access const& access_;
  HeavyWork& heavy_;
  Limits const limits_;
  std::size_t left_, bytes_left_;
  bool is_late_ = false, is_heavy_ = false, has_place_ = false;
  std::chrono::steady_clock::time_point const end_;
};

}  // namespace latchkey::kql
