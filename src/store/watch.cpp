#include "store/watch.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <mutex>
#include <thread>

#include "core/log.h"
#include "store/beneath.h"
#include "store/disk_error.h"
#include "store/disk_events.h"
#include "store/remote_disk.h"

namespace latchkey::store {
namespace {

using Moment = DiskEvents::Moment;

/// Bytes, entries, rights and the folder itself; nothing that reading causes. Files that are open
/// but have no name any more are nobody's business (IN_EXCL_UNLINK).
constexpr std::uint32_t watched_events = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                         IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF |
                                         IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;

Moment moment() { return std::chrono::steady_clock::now(); }

std::int64_t unix_ns() {
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

/// For poll: -1 waits for ever; rounded up, so that the moment has come when it returns.
int milliseconds_until(std::optional<Moment> then) {
  if (!then) return -1;
  auto const left = std::chrono::ceil<std::chrono::milliseconds>(*then - moment());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
}

/// Writing sets both times of a file to the same moment; utimensat(2) sets the one it is given, and
/// is reported as a modification (rsync does that after it closed the file).
bool is_being_written(int root, std::string const& path, bool is_new) {
  struct stat s {};
  if (::fstatat(root, path.c_str(), &s, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(s.st_mode))
    return false;
  if (is_new) return s.st_nlink == 1 && s.st_size == 0;
  return s.st_mtim.tv_sec == s.st_ctim.tv_sec && s.st_mtim.tv_nsec == s.st_ctim.tv_nsec;
}

class InotifyWatch final : public Watch {
 public:
  InotifyWatch(Descriptor root, Descriptor queue, Descriptor bell, std::function<void()> wake,
               WatchTimes times)
      : root_(std::move(root)),
        queue_(std::move(queue)),
        bell_(std::move(bell)),
        resolver_(best_resolver(root_.get())),
        wake_(std::move(wake)),
        hot_(times.hot),
        events_(folders_, times,
                [this](std::string const& path, bool is_new) {
                  return is_being_written(root_.get(), path, is_new);
                }),
        thread_([this] { run(); }) {}
  InotifyWatch(InotifyWatch const&) = delete;
  InotifyWatch& operator=(InotifyWatch const&) = delete;

  ~InotifyWatch() override {
    {
      std::lock_guard const lock(mutex_);
      ending_ = true;
    }
    ring();
    thread_.join();
  }

  bool add(std::string const& folder) override {
    std::lock_guard const lock(mutex_);  // no event of the new watch before its path is known
    Descriptor const fd = open_beneath(root_.get(), folder, O_PATH | O_DIRECTORY, resolver_);
    if (!fd && !means_missing(errno)) return false;
    if (!fd) {
      remove_watches(folders_.remove(folder));
      return true;
    }
    if (!remote_kind_of(fd.get()).empty()) return false;
    auto const self = "/proc/self/fd/" + std::to_string(fd.get());
    auto const watch = ::inotify_add_watch(queue_.get(), self.c_str(), watched_events);
    if (watch < 0) return refuse(errno);
    remove_watches(folders_.assign(folder, watch));
    ++mark_;  // what happened there before was not told
    return true;
  }

  void forget(std::string const& folder) override {
    std::lock_guard const lock(mutex_);
    remove_watches(folders_.remove(folder));
  }

  DiskChanges take() override {
    std::lock_guard const lock(mutex_);
    read_events();
    events_.expire(moment());
    auto out = events_.take();
    if (hot_ > std::chrono::milliseconds(0))
      out.hot_since_ns = unix_ns() - std::chrono::nanoseconds(hot_).count();
    if (events_.next()) ring();  // the thread may sleep longer than a writer is waited for
    return out;
  }

  std::vector<std::string> touched() override {
    std::lock_guard const lock(mutex_);
    read_events();
    if (events_.next()) ring();  // the thread must not wait for events that are not in the queue
    return events_.touched();
  }

  std::optional<std::uint64_t> mark(std::string const& folder) const override {
    std::unique_lock const lock(mutex_, std::try_to_lock);
    if (!lock) return std::nullopt;  // events are being read: something happened
    int waiting = 0;
    if (::ioctl(queue_.get(), FIONREAD, &waiting) != 0 || waiting > 0) return std::nullopt;
    return folders_.leads_anywhere(folder) ? std::optional(mark_) : std::nullopt;
  }

 private:
  void ring() const { ::eventfd_write(bell_.get(), 1); }

  bool refuse(int error) {
    if (error != ENOSPC || ran_out_) return false;
    ran_out_ = true;
    events_.lose_everything(moment());
    log::warn("watch.limit",
              {{"effect", "changes of some folders by others are seen by polling only"},
               {"mend", "raise the limit: sysctl fs.inotify.max_user_watches=1048576"}});
    return false;
  }

  void remove_watches(std::vector<int> const& orphans) const {
    for (auto const watch : orphans) ::inotify_rm_watch(queue_.get(), watch);
  }

  void run() {
    while (true) {
      pollfd wanted[] = {{bell_.get(), POLLIN, 0}, {queue_.get(), POLLIN, 0}};
      ::poll(wanted, 2, milliseconds_until(next()));
      if (wanted[0].revents != 0) silence();
      auto const duty = look();
      if (duty == Duty::end) return;
      if (duty == Duty::wake) wake_();  // without the lock: it may call us
    }
  }

  std::optional<Moment> next() {
    std::lock_guard const lock(mutex_);
    return events_.next();
  }

  void silence() const {
    eventfd_t ignored = 0;
    ::eventfd_read(bell_.get(), &ignored);
  }

  enum class Duty { sleep, wake, end };
  Duty look() {
    std::lock_guard const lock(mutex_);
    if (ending_) return Duty::end;
    read_events();
    auto const now = moment();
    events_.expire(now);
    return events_.tell(now) ? Duty::wake : Duty::sleep;
  }

  /// What the queue holds at the beginning: a busy writer must not hold us.
  void read_events() {
    int left = 0;
    if (::ioctl(queue_.get(), FIONREAD, &left) != 0 || left <= 0) return;
    ++mark_;
    while (left > 0) {
      auto const n = ::read(queue_.get(), buffer_.data(), buffer_.size());
      if (n <= 0) return;
      apply_events(static_cast<std::size_t>(n));
      left -= static_cast<int>(n);
    }
  }

  void apply_events(std::size_t size) {
    auto const now = moment();
    for (std::size_t at = 0; at < size;) {
      inotify_event head{};
      std::memcpy(&head, buffer_.data() + at, sizeof head);
      auto const* const name = buffer_.data() + at + sizeof head;  // padded with NULs
      events_.apply(head.wd, head.mask, {name, ::strnlen(name, head.len)}, now);
      at += sizeof head + head.len;
    }
  }

  Descriptor const root_, queue_, bell_;
  Resolver const resolver_;
  std::function<void()> const wake_;
  std::chrono::milliseconds const hot_;
  std::mutex mutable mutex_;  ///< guards all below
  WatchedFolders folders_;
  std::uint64_t mark_ = 0;
  DiskEvents events_;
  std::array<char, 64 * 1024> buffer_;
  bool ran_out_ = false, ending_ = false;
  std::thread thread_;  ///< last, as it uses all above
};

Failure cannot_watch(std::filesystem::path const& root, int error) {
  if (error == EMFILE)
    return fail_internal("watch " + root.string() +
                         ": no more inotify instances (sysctl fs.inotify.max_user_instances) or "
                         "file descriptors");
  return disk_failure("watch", root.string(), error);
}

}  // namespace

Result<std::unique_ptr<Watch>> open_watch(std::filesystem::path const& root,
                                          std::function<void()> wake, WatchTimes times) {
  Descriptor folder(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return disk_failure("open the site's folder", root.string(), errno);
  if (auto const kind = remote_kind_of(folder.get()); !kind.empty())
    return fail_internal("watch " + root.string() + ": it lies on " + std::string(kind) +
                         ", where the kernel does not see what others write");
  Descriptor queue(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (!queue) return cannot_watch(root, errno);
  Descriptor bell(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (!bell) return cannot_watch(root, errno);
  return std::make_unique<InotifyWatch>(std::move(folder), std::move(queue), std::move(bell),
                                        std::move(wake), times);
}

}  // namespace latchkey::store
