// What doctor sees on the disk: folders, Latchkey's own files, links, a running server.
#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/control.h"
#include "app/doctor_checks.h"
#include "crypto/digest.h"
#include "store/secret_file.h"

namespace latchkey::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_entries = 200'000;

std::string user_name(unsigned uid) {
  auto const* entry = ::getpwuid(uid);
  return entry != nullptr ? entry->pw_name : std::to_string(uid);
}

/// Type and permission bits; none where nothing is there.
std::optional<struct stat> look(fs::path const& path) {
  struct stat s {};
  if (::lstat(path.c_str(), &s) != 0) return std::nullopt;
  return s;
}

bool open_to(std::optional<struct stat> const& s, unsigned bits) {
  return s && (s->st_mode & bits) != 0;
}

void check_writable(Patient const& site, std::string_view path, Findings& out) {
  if (site.files.writable(path)) return;
  auto const there = look(site.root / path);
  auto const owner = there ? fmt::format(" (it belongs to {}, mode {:o})", user_name(there->st_uid),
                                         there->st_mode & 07777)
                           : "";
  add_problem(out, "folders",
              fmt::format("{} cannot be written by {}{}", path, user_name(::geteuid()), owner),
              fmt::format("chown -R {} {}, or run Latchkey as the user who owns the site",
                          user_name(::geteuid()), (site.root / path).string()));
}

void check_mode(fs::path const& path, unsigned forbidden, unsigned wanted, Findings& out) {
  auto const there = look(path);
  if (!open_to(there, forbidden)) return;
  add_warning(out, "keys",
              fmt::format("{} can be used by other users (mode {:o})", path.string(),
                          there->st_mode & 07777),
              fmt::format("chmod {:o} {}", wanted, path.string()));
}

/// Whether a link leads out of the site, which Latchkey never follows.
bool leads_outside(fs::path const& root, fs::path const& link) {
  std::error_code failed;
  auto const target = fs::read_symlink(link, failed);
  if (failed || target.is_absolute()) return !failed;
  auto const relative =
      (link.parent_path() / target).lexically_normal().lexically_relative(root.lexically_normal());
  return !relative.empty() && *relative.begin() == "..";
}

/// Links that Latchkey treats as missing: relative paths, by reason.
struct OddLinks {
  std::vector<std::string> outside, nowhere, upwards;

  void report(Findings& out) const {
    if (!outside.empty())
      add_warning(out, "folders",
                  "these links lead out of the site and are treated as missing: " + listed(outside),
                  "replace them by folders or bind mounts; absolute links are never followed");
    if (!nowhere.empty())
      add_warning(out, "folders", "these links lead nowhere: " + listed(nowhere), "remove them");
    if (!upwards.empty())
      add_warning(out, "folders",
                  "these links lead to a folder they are in and are left out: " + listed(upwards),
                  "remove them");
  }
};

void sort_link(fs::path const& root, fs::path const& link, OddLinks& odd) {
  std::error_code failed;
  auto const name = link.lexically_relative(root).string();
  if (leads_outside(root, link)) return odd.outside.push_back(name);
  auto const target = fs::canonical(link, failed);
  if (failed) return odd.nowhere.push_back(name);  // nothing there, or a link to itself
  auto const above = fs::canonical(link.parent_path(), failed).lexically_relative(target);
  if (!above.empty() && *above.begin() != "..") odd.upwards.push_back(name);
}

}  // namespace

void check_folders(Patient const& site, Findings& out) {
  if (!site.files.stat("content").value_or(std::nullopt))
    add_problem(out, "folders", "there is no folder content",
                "name the folder that holds content and site with --root");
  for (auto const* path : {"content", "media", "site/accounts", "site/latchkey"})
    check_writable(site, path, out);
  auto const root = look(site.root);
  if (::geteuid() == 0 && root && root->st_uid != 0) {
    add_note(out, "folders",
             fmt::format("you are root; the site belongs to {}", user_name(root->st_uid)),
             fmt::format("run doctor as the server's user to see what it may write, e.g. runuser "
                         "-u {} -- latchkey doctor …",
                         user_name(root->st_uid)));
  }
}

void check_own_files(Patient const& site, Findings& out) {
  auto const own = site.root / "site/latchkey";
  check_mode(own, 077, 0700, out);
  for (auto const* name : {"state.db", "state.db-wal", "state.db-shm", "outbox"})
    check_mode(own / name, 077, std::string_view(name) == "outbox" ? 0700 : 0600, out);
  if (!look(own / "secret")) return;
  crypto::SystemRandom random;
  auto const secret = store::load_or_make_secret(own / "secret", random);
  if (!secret) add_problem(out, "keys", secret.error().message, "");
}

void check_links(Patient const& site, Findings& out) {
  OddLinks odd;
  std::size_t seen = 0;
  for (auto const* folder : {"content", "site", "media"}) {
    std::error_code failed;
    for (fs::recursive_directory_iterator
             it(site.root / folder, fs::directory_options::skip_permission_denied, failed),
         end;
         it != end && !failed && seen < max_entries; it.increment(failed), ++seen)
      if (it->is_symlink(failed)) sort_link(site.root, it->path(), odd);
  }
  odd.report(out);
}

void check_server(Patient const& site, Findings& out) {
  auto const answer = control_call(site.root / "site/latchkey/control.sock", {{"command", "ping"}},
                                   std::chrono::seconds(3));
  if (!answer) {
    add_warning(out, "server", answer.error().message,
                "see the server's log; restart it if it hangs");
  } else {
    add_note(out, "server",
             *answer ? "a server is running on this site" : "no server is running on this site",
             "");
  }
}

}  // namespace latchkey::app
