#pragma once
// The same work for many things on a few threads, for as long as it takes.

#include <atomic>
#include <cstddef>
#include <functional>

namespace latchkey {

/// Threads beside the caller's that calls of `each`, also nested ones, share.
class Crew {
 public:
  explicit Crew(std::size_t helpers) : free_(helpers) {}

  /// `work(i)` for each i below `count`, in any order, on the caller's thread and on helpers that
  /// are free; returns when all is done. What `work` throws is thrown again, the first of it.
  void each(std::size_t count, std::function<void(std::size_t)> const& work);

  /// The same in slices, for work that is too short to be shared one by one: `work(first, end)`.
  void each_slice(std::size_t count, std::size_t slice,
                  std::function<void(std::size_t, std::size_t)> const& work);

  /// One helper for each further core, shared by the whole process.
  static Crew& of_cores();

 private:
  bool take_helper();

  std::atomic<std::size_t> free_;
};

}  // namespace latchkey
