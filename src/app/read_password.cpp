#include "app/read_password.h"

#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "core/text.h"
#include "crypto/digest.h"

namespace latchkey::app {
namespace {

constexpr std::size_t max_line = 8192;
constexpr char cancel = 3;  // what Ctrl-C types

/// While it lives the terminal does not show what is typed, and signals from the keyboard wait.
class Hidden {
 public:
  explicit Hidden(int fd) : fd_(fd), is_terminal_(::tcgetattr(fd, &before_) == 0) {
    if (!is_terminal_) return;
    sigemptyset(&signals_);
    for (int const signal : {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGQUIT})
      sigaddset(&signals_, signal);
    pthread_sigmask(SIG_BLOCK, &signals_, &old_signals_);
    auto hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ISIG);
    hidden.c_lflag |= ICANON | ECHONL;
    hidden.c_cc[VEOL] = cancel;  // so that Ctrl-C ends the line at once
    ::tcsetattr(fd, TCSAFLUSH, &hidden);
  }
  Hidden(Hidden const&) = delete;
  Hidden& operator=(Hidden const&) = delete;
  ~Hidden() {
    if (!is_terminal_) return;
    ::tcsetattr(fd_, TCSAFLUSH, &before_);
    pthread_sigmask(SIG_SETMASK, &old_signals_, nullptr);
  }

 private:
  int fd_;
  termios before_{};
  bool is_terminal_;
  sigset_t signals_{}, old_signals_{};
};

Result<Secret> read_line(int fd) {
  std::string line;
  line.reserve(max_line);  // one buffer, so that Secret wipes all there was
  for (char c = 0; line.size() < max_line;) {
    auto const n = ::read(fd, &c, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0 || c == '\n') break;
    if (c == cancel) return fail(Kind::invalid, "", "Cancelled");
    line += c;
  }
  if (line.size() == max_line) return fail(Kind::invalid, "", "The password is too long");
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty()) return fail(Kind::invalid, "", "No password was given");
  return Secret(std::move(line));
}

}  // namespace

Result<Secret> read_secret_line(int fd, std::string_view prompt) {
  Hidden const hidden(fd);
  if (::isatty(fd) != 0 && ::write(fd, prompt.data(), prompt.size()) < 0)
    return fail_internal("the terminal is gone");
  return read_line(fd);
}

Result<Secret> read_new_password(int fd) {
  LK_TRY(auto password, read_secret_line(fd, "Password: "));
  if (::isatty(fd) == 0) return password;
  LK_TRY(auto const again, read_secret_line(fd, "Once more: "));
  if (!crypto::equal_constant_time(password.expose(), again.expose()))
    return fail(Kind::invalid, "", "The two passwords differ");
  return password;
}

}  // namespace latchkey::app
