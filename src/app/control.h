#pragma once
// The control socket: how the command line asks a running server. One JSON line there, one JSON
// line back.

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::app {

/// A request, newline included.
inline constexpr std::size_t max_control_request = 64 * 1024;

/// Listens at `site/latchkey/control.sock` (mode 0600) for peers with our user id or root's, one at
/// a time, on a thread of its own. A request is an object with the string "command"; what is none
/// gets {"ok":false,"error":{…}}.
class ControlServer {
 public:
  using Handler = std::function<json::object(json::object const& request)>;

  /// Replaces a socket nobody listens at. Errors: locked where somebody does; internal with the
  /// cause otherwise. The path may be longer than the 107 bytes of a socket's address.
  static Result<std::unique_ptr<ControlServer>> open(std::filesystem::path const& socket,
                                                     Handler handler);

  /// Ends after the request in work, and removes the socket.
  virtual ~ControlServer() = default;
};

/// The answer of the server at `socket`; none where no server listens. Errors: forbidden where we
/// may not ask, too_large for the request, unavailable when no answer came within `patience`,
/// internal for a broken one.
Result<std::optional<json::object>> control_call(
    std::filesystem::path const& socket, json::object const& request,
    std::chrono::milliseconds patience = std::chrono::seconds(30));

}  // namespace latchkey::app
