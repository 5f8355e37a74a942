#pragma once
// The one place where objects are built and joined: everything about one site that server and
// command line share.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "api/api.h"
#include "auth/auth.h"
#include "blueprint/library.h"
#include "config/config.h"
#include "content/site.h"
#include "core/published.h"
#include "crypto/digest.h"
#include "mail/mailer.h"
#include "site/site.h"
#include "store/journaled_files.h"
#include "store/locks.h"
#include "store/spool.h"
#include "store/state_store.h"
#include "trash/trash.h"

namespace latchkey::app {

/// Where a site's configuration comes from.
struct Source {
  std::filesystem::path root;
  std::vector<std::string> environment;  ///< as "LATCHKEY_DEBUG=true"
  std::vector<std::string> flags;        ///< as "auth.trials=5"
};

/// LATCHKEY_ variables of this process.
std::vector<std::string> process_environment();

/// Paths of Latchkey's own folder below a site's root.
std::filesystem::path own_folder(std::filesystem::path const& root);
std::filesystem::path control_socket(std::filesystem::path const& root);

class Application {
 public:
  /// Reads the configuration, makes site/latchkey (0700) where it is missing, takes the instance
  /// lock, opens the state. Errors, each naming what, where and how to mend it: no site at `root`;
  /// a configuration that cannot be used; folders without permission; locked while a server runs on
  /// the folder.
  static Result<std::unique_ptr<Application>> open(Source source);
  ~Application();
  Application(Application const&) = delete;
  Application& operator=(Application const&) = delete;

  Source const& source() const { return source_; }
  std::shared_ptr<config::Config const> config() const { return config_.get(); }
  /// Reads the configuration again (SIGHUP); the old one stays on error.
  Result<> reload();

  store::Files& files() { return *files_; }
  store::StateStore& state() { return *state_; }
  accounts::Accounts& accounts() { return *accounts_; }
  content::Content& content() { return *content_; }
  trash::Trash& trash() { return *trash_; }
  auth::Auth& auth() { return *auth_; }
  site::Site& site() { return *site_; }
  api::Api& api() { return *api_; }
  Clock const& clock() const { return clock_; }
  Random& random() { return random_; }

  /// Reads the whole site and finds outside edits from now on, as the option `watch` says. For
  /// servers; without it whoever asks looks at the disk. Once. Errors: internal where `inotify` is
  /// asked for and not to be had.
  Result<> keep_fresh();

  /// Work of every second or so: stamps written behind, expired rows dropped.
  void tick();

 private:
  Application(Source source, store::FileLock lock)
      : source_(std::move(source)), lock_(std::move(lock)) {}
  Result<> build(config::Config loaded);
  void drop_old_uploads();

  Source source_;
  store::FileLock lock_;
  SystemClock clock_;
  crypto::SystemRandom random_;
  Published<config::Config> config_;
  std::unique_ptr<store::Files> disk_;
  std::unique_ptr<store::JournaledFiles> files_;
  std::unique_ptr<trash::Trash> trash_;
  std::unique_ptr<store::Spool> spool_;
  std::unique_ptr<store::StateStore> state_;
  std::unique_ptr<mail::Mailer> mailer_;
  std::unique_ptr<accounts::Accounts> accounts_;
  std::unique_ptr<content::Content> content_;
  std::unique_ptr<blueprint::Library> blueprints_;
  std::unique_ptr<auth::Auth> auth_;
  std::unique_ptr<site::Site> site_;
  std::unique_ptr<api::Api> api_;
  std::optional<std::chrono::steady_clock::time_point> next_drop_;  ///< of old uploads
};

}  // namespace latchkey::app
