#pragma once
// What watches over an evaluation: which members may be asked, and how much work is left.

#include <cstddef>
#include <string_view>
#include <utility>

#include "core/result.h"
#include "query/value.h"

namespace latchkey::query {

/// Of one request, on one thread. Objects behind a guarded scope may be told work by `spend` too.
class Guard {
 public:
  virtual ~Guard() = default;
  /// Before `of` is asked: the member's name as `of` knows it. Takes the work of the call. Errors:
  /// forbidden error.permission, those of `spend`.
  virtual Result<std::string_view> admit(Object const& of, std::string_view name,
                                         Values const& arguments) = 0;
  /// Before `value`, which a member gave, is used. Takes what it weighs. Errors: as `admit`.
  virtual Result<> reach(Value const& value) = 0;
  /// Takes units of work; once they are used up every further call fails. Errors: invalid
  /// error.invalidArgument.
  virtual Result<> spend(std::size_t units) = 0;
};

/// While it lives, the guard of what this thread evaluates, for loops that no member call ends. One
/// at a time.
class Watch {
 public:
  explicit Watch(Guard* guard) : before_(std::exchange(current(), guard)) {}
  Watch(Watch const&) = delete;
  Watch& operator=(Watch const&) = delete;
  ~Watch() { current() = before_; }

  /// Nothing to take without a guard. Errors: as Guard::spend.
  static Result<> spend(std::size_t units) {
    return current() ? current()->spend(units) : Result<>();
  }

 private:
  static Guard*& current() {
    thread_local Guard* guard = nullptr;
    return guard;
  }
  Guard* const before_;
};

}  // namespace latchkey::query
