#pragma once
// Stream sockets in the file system, with deadlines and without the limit on the length of their
// paths.

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "store/descriptor.h"

namespace latchkey::app {

using Deadline = std::chrono::steady_clock::time_point;

/// Bound with mode 0600 and listening; empty with errno.
store::Descriptor listen_at(std::filesystem::path const& path);

/// Connected; empty with errno: ENOENT and ECONNREFUSED where nobody listens.
store::Descriptor connect_to(std::filesystem::path const& path);

/// Whether the other end runs as our user or as root.
bool is_trusted_peer(int fd);

/// Whether `fd` has something to read before the deadline.
bool wait_readable(int fd, Deadline end);

enum class LineOutcome { complete, closed, too_long, late };
struct Line {
  LineOutcome outcome = LineOutcome::closed;
  std::string text;  ///< without the newline
};
/// The bytes up to the first newline, `limit` at most with it.
Line read_line(int fd, std::size_t limit, Deadline end);

/// Whether all of `bytes` was taken before the deadline.
bool write_all(int fd, std::string_view bytes, Deadline end);

}  // namespace latchkey::app
