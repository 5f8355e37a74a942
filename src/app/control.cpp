#include "app/control.h"

#include <fmt/format.h>
#include <poll.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cerrno>
#include <thread>

#include "app/unix_socket.h"
#include "core/log.h"
#include "store/disk_error.h"
#include "store/private_folder.h"

namespace latchkey::app {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using store::Descriptor;

constexpr std::size_t max_answer = 64 << 20;
constexpr milliseconds request_patience{5000}, answer_patience{10'000};

Deadline in(milliseconds patience) { return std::chrono::steady_clock::now() + patience; }

json::object refusal(std::string_view message) {
  return {{"ok", false}, {"error", {{"key", nullptr}, {"message", message}}}};
}

/// Passwords may be in a request.
void wipe(std::string& text) {
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

class RealControlServer final : public ControlServer {
 public:
  RealControlServer(fs::path socket, Descriptor listener, Descriptor stop, Handler handler)
      : socket_(std::move(socket)),
        listener_(std::move(listener)),
        stop_(std::move(stop)),
        handler_(std::move(handler)) {
    thread_ = std::thread([this] { run(); });
  }
  RealControlServer(RealControlServer const&) = delete;
  RealControlServer& operator=(RealControlServer const&) = delete;
  ~RealControlServer() override {
    ::eventfd_write(stop_.get(), 1);
    thread_.join();
    std::error_code ignored;
    fs::remove(socket_, ignored);
  }

 private:
  void run() {
    while (true) {
      pollfd wanted[] = {{stop_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
      if (::poll(wanted, 2, -1) < 0 && errno != EINTR) return;
      if (wanted[0].revents != 0) return;
      Descriptor const peer(
          ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
      if (peer) serve(peer.get());
    }
  }

  void serve(int peer) const {
    if (!is_trusted_peer(peer))
      return log::warn("control.refused", {{"reason", "another user's process"}});
    auto line = read_line(peer, max_control_request, in(request_patience));
    if (line.outcome == LineOutcome::closed || line.outcome == LineOutcome::late) return;
    auto const answer = line.outcome == LineOutcome::too_long ? refusal("The request is too long")
                                                              : answer_to(line.text);
    wipe(line.text);
    write_all(peer, json::print(answer) + "\n", in(answer_patience));
  }

  json::object answer_to(std::string_view text) const {
    auto const request = json::parse(text);
    auto const* object = request ? request->if_object() : nullptr;
    if (object == nullptr || !object->contains("command") || !object->at("command").is_string())
      return refusal("The request is no JSON object with a command");
    try {
      return handler_(*object);
    } catch (std::exception const& bug) {  // a bug must not end the server
      log::error("control.failed", {{"cause", bug.what()}});
      return refusal("The server could not complete the request");
    }
  }

  fs::path socket_;
  Descriptor listener_, stop_;
  Handler handler_;
  std::thread thread_;
};

/// Removes a socket nobody listens at.
Result<> clear_stale(fs::path const& socket) {
  struct stat s {};
  if (::lstat(socket.c_str(), &s) != 0) {
    if (errno == ENOENT) return {};
    return store::disk_failure("look at", socket.string(), errno);
  }
  if (!S_ISSOCK(s.st_mode))
    return fail_internal(socket.string() + " is there and no socket; remove it");
  if (connect_to(socket))
    return fail(Kind::locked, "", "A server already listens at " + socket.string());
  if (errno != ECONNREFUSED) return store::disk_failure("connect to", socket.string(), errno);
  if (::unlink(socket.c_str()) != 0 && errno != ENOENT)
    return store::disk_failure("remove", socket.string(), errno);
  return {};
}

Result<json::object> read_answer(int fd, milliseconds patience) {
  auto line = read_line(fd, max_answer, in(patience));
  if (line.outcome == LineOutcome::late)
    return fail(Kind::unavailable, "", "The server did not answer in time");
  if (line.outcome != LineOutcome::complete)
    return fail(Kind::internal, "", "The server ended the conversation without an answer");
  auto answer = json::parse(line.text);
  wipe(line.text);
  if (!answer || !answer->is_object())
    return fail(Kind::internal, "", "The server's answer is no JSON object");
  return std::move(answer->as_object());
}

}  // namespace

Result<std::unique_ptr<ControlServer>> ControlServer::open(fs::path const& socket,
                                                           Handler handler) {
  LK_CHECK(store::ensure_private_folder(socket.parent_path()));
  LK_CHECK(clear_stale(socket));
  auto listener = listen_at(socket);
  if (!listener) return store::disk_failure("listen at", socket.string(), errno);
  Descriptor stop(::eventfd(0, EFD_CLOEXEC));
  if (!stop) return fail_internal("eventfd");
  return std::make_unique<RealControlServer>(socket, std::move(listener), std::move(stop),
                                             std::move(handler));
}

Result<std::optional<json::object>> control_call(fs::path const& socket,
                                                 json::object const& request,
                                                 milliseconds patience) {
  auto const fd = connect_to(socket);
  if (!fd && (errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR)) return std::nullopt;
  if (!fd && (errno == EACCES || errno == EPERM)) {
    return fail(
        Kind::forbidden, "",
        fmt::format("{} cannot be reached: it, or a folder above it, belongs to another user; run "
                    "this as that user or as root",
                    socket.string()));
  }
  if (!fd) return store::disk_failure("connect to", socket.string(), errno);
  auto text = json::print(request) + "\n";
  if (text.size() > max_control_request)
    return fail(Kind::too_large, "", "The request is too long");
  bool const sent = write_all(fd.get(), text, in(request_patience));
  wipe(text);
  if (!sent) return fail(Kind::unavailable, "", "The server did not take the request");
  LK_TRY(auto answer, read_answer(fd.get(), patience));
  return answer;
}

}  // namespace latchkey::app
