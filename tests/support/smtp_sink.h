#pragma once
// A small SMTP server on the loopback that takes every mail, or refuses at the step it was told to.

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace latchkey::test {

class SmtpSink {
 public:
  struct Mail {
    std::string from, to, data;  ///< data without dot-stuffing and without the final dot
  };

  /// `features`: further lines of the EHLO answer, as "AUTH PLAIN". `refuse`: a command answered
  /// with 550.
  explicit SmtpSink(std::vector<std::string> features = {}, std::string refuse = {})
      : features_(std::move(features)), refuse_(std::move(refuse)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0) std::abort();
    ::listen(listener_, 8);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  SmtpSink(SmtpSink const&) = delete;
  SmtpSink& operator=(SmtpSink const&) = delete;
  ~SmtpSink() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  std::uint16_t port() const { return port_; }
  std::vector<Mail> mails() const {
    std::lock_guard const lock(mutex_);
    return mails_;
  }
  std::vector<std::string> commands() const {
    std::lock_guard const lock(mutex_);
    return commands_;
  }

 private:
  void serve() {
    for (int fd; (fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(fd)) {
      timeval const patience{5, 0};
      ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      talk(fd);
    }
  }

  void talk(int fd) {
    Mail mail;
    rest_.clear();
    say(fd, "220 sink");
    for (std::string line; read_line(fd, line);) {
      {
        std::lock_guard const lock(mutex_);
        commands_.push_back(line);
      }
      auto const verb = line.substr(0, 4);
      if (!refuse_.empty() && line.starts_with(refuse_)) {
        say(fd, "550 refused by order");
      } else if (verb == "EHLO") {
        for (auto const& feature : features_) say(fd, "250-" + feature);
        say(fd, "250 8BITMIME");
      } else if (verb == "AUTH") {
        if (line == "AUTH PLAIN") {  // without an initial response (RFC 4954, 4)
          say(fd, "334 ");
          if (!read_line(fd, line)) return;
          std::lock_guard const lock(mutex_);
          commands_.push_back("AUTH " + line);
        }
        say(fd, "235 welcome");
      } else if (verb == "DATA") {
        say(fd, "354 go on");
        mail.data = read_data(fd);
        say(fd, "250 taken");
        std::lock_guard const lock(mutex_);
        mails_.push_back(mail);
      } else if (verb == "QUIT") {
        say(fd, "221 bye");
        return;
      } else {
        if (verb == "MAIL") mail.from = between(line);
        if (verb == "RCPT") mail.to = between(line);
        say(fd, "250 ok");
      }
    }
  }

  std::string read_data(int fd) {
    std::string out;
    for (std::string line; read_line(fd, line) && line != ".";)
      out += (line.starts_with("..") ? line.substr(1) : line) + "\r\n";
    return out;
  }

  static std::string between(std::string const& line) {
    auto const start = line.find('<') + 1;
    return line.substr(start, line.find('>') - start);
  }

  bool read_line(int fd, std::string& line) {
    char buffer[1024];
    std::size_t end;
    while ((end = rest_.find("\r\n")) == std::string::npos) {
      auto const n = ::recv(fd, buffer, sizeof buffer, 0);
      if (n <= 0) return false;
      rest_.append(buffer, static_cast<std::size_t>(n));
    }
    line = rest_.substr(0, end);
    rest_.erase(0, end + 2);
    return true;
  }

  static void say(int fd, std::string line) {
    line += "\r\n";
    if (::send(fd, line.data(), line.size(), MSG_NOSIGNAL) < 0) return;
  }

  std::vector<std::string> features_;
  std::string refuse_, rest_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<Mail> mails_;
  std::vector<std::string> commands_;
  std::thread thread_;
};

}  // namespace latchkey::test
