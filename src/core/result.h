#pragma once
// Expected failures as values: `Result<T>`, `Error`, and the two macros that pass them on.

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace latchkey {

/// What went wrong, without a word about HTTP; `api/reply.cpp` maps kinds to status codes, once.
enum class Kind {
  invalid,          ///< bad input of a client (400)
  unauthenticated,  ///< nobody, where somebody is needed (401)
  forbidden,        ///< known, but not allowed (403)
  not_found,        ///< missing, or hidden from the actor (404)
  locked,           ///< held by somebody else (423)
  unsupported,      ///< a method nobody knows (405)
  outdated,         ///< the client knows an older state only (412)
  too_large,        ///< over a limit (413)
  unavailable,      ///< a queue is full, try again later (503)
  internal,         ///< disk, database, or a bug (500)
};

/// A failure on its way to a client (`key`, `message`, `details`) and to the log (`cause`).
struct Error {
  Kind kind = Kind::internal;
  std::string key;        ///< stable, as "error.user.notFound"; empty is null on the wire
  std::string message;    ///< English, for the client; never holds secrets
  std::string details;    ///< JSON text of an object; empty for none
  std::string cause;      ///< private: for the log only
  char const* file = "";  ///< where it was raised, shown with `debug: true`
  int line = 0;
};

template <class T = void>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

inline Failure fail(Kind kind, std::string key, std::string message, std::string cause = {},
                    char const* file = __builtin_FILE(), int line = __builtin_LINE()) {
  return Failure(Error{kind, std::move(key), std::move(message), {}, std::move(cause), file, line});
}

/// A failure no client caused: key null, one fixed message; `cause` goes to the log.
inline Failure fail_internal(std::string cause, char const* file = __builtin_FILE(),
                             int line = __builtin_LINE()) {
  return fail(Kind::internal, "", "The server could not complete the request", std::move(cause),
              file, line);
}

}  // namespace latchkey

#define LK_CONCAT_(a, b) a##b
#define LK_CONCAT(a, b) LK_CONCAT_(a, b)

/// `LK_TRY(User user, find(id));` declares `user`, or returns the error to the caller.
#define LK_TRY(declaration, ...)                                                      \
  auto LK_CONCAT(lk_result_, __LINE__) = (__VA_ARGS__);                               \
  if (!LK_CONCAT(lk_result_, __LINE__))                                               \
    return ::tl::make_unexpected(std::move(LK_CONCAT(lk_result_, __LINE__)).error()); \
  declaration = std::move(*LK_CONCAT(lk_result_, __LINE__))

/// `LK_CHECK(save(user));` returns the error to the caller, if there is one.
#define LK_CHECK(...)                             \
  if (auto lk_check_ = (__VA_ARGS__); !lk_check_) \
  return ::tl::make_unexpected(std::move(lk_check_).error())

/// States what only a programmer can break; stays on in release builds.
#define LK_ASSERT(condition) \
  ((condition) ? void(0) : ::latchkey::assertion_failed(#condition, __FILE__, __LINE__))

namespace latchkey {
[[noreturn]] void assertion_failed(char const* condition, char const* file, int line);
}
