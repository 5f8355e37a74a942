#include "app/application.h"

#include <fmt/format.h>
#include <unistd.h>

#include "content/chunks.h"
#include "core/log.h"
#include "formats/yaml.h"
#include "store/private_folder.h"
#include "store/secret_file.h"
#include "store/watch.h"

namespace latchkey::app {
namespace {

namespace fs = std::filesystem;

/// A command that works without a server holds the lock for a moment.
constexpr int lock_patience_ms = 2000;

Result<> ensure_site(fs::path const& root) {
  std::error_code failed;
  if (fs::exists(root, failed) && !fs::is_directory(root, failed))
    return fail(
        Kind::invalid, "",
        fmt::format("{} is no folder. Name the folder of a site with --root.", root.string()));
  if (!fs::is_directory(root, failed))
    return fail(
        Kind::invalid, "",
        fmt::format(
            "There is no folder {0}. Name the folder of a site with --root, or make one with "
            "`latchkey init {0}`.",
            root.string()));
  if (::access(root.c_str(), R_OK | X_OK) != 0)
    return fail(Kind::invalid, "",
                fmt::format("{} cannot be read by user {}. Give this user the folder (chown), or "
                            "run Latchkey as the user who owns the site.",
                            root.string(), ::geteuid()));
  if (!fs::is_directory(root / "content", failed) && !fs::is_directory(root / "site", failed))
    return fail(
        Kind::invalid, "",
        fmt::format(
            "{} holds no site: neither content/ nor site/ is there. Name the folder that holds "
            "both, or make a new site with `latchkey init DIR`.",
            root.string()));
  return {};
}

Result<> ensure_own_folder(fs::path const& root) {
  std::error_code ignored;
  auto const folder = own_folder(root);
  fs::create_directories(folder.parent_path(), ignored);
  if (!store::ensure_private_folder(folder) || ::access(folder.c_str(), W_OK | X_OK) != 0)
    return fail(
        Kind::internal, "",
        fmt::format(
            "{} cannot be written by user {}. Latchkey keeps its sessions and its key there: "
            "give this user the folder (chown), or run Latchkey as the user who owns the site.",
            folder.string(), ::geteuid()));
  return {};
}

/// Errors: locked while another process works on the site; those of the disk.
Result<store::FileLock> lock_site(fs::path const& root) {
  auto lock = store::FileLock::acquire(own_folder(root) / "server.lock", lock_patience_ms);
  if (lock || lock.error().kind != Kind::locked) return lock;
  return fail(Kind::locked, "",
              fmt::format("A server works on this site already: {}. End it first, or name another "
                          "site with --root.",
                          lock.error().message));
}

void log_warnings(config::Config const& loaded) {
  for (auto const& warning : loaded.warnings())
    log::warn("config.warning", {{"file", warning.file},
                                 {"line", std::to_string(warning.line)},
                                 {"column", std::to_string(warning.column)},
                                 {"text", warning.text}});
}

/// What a killed program left half done is undone before anything is read. Where that fails, reads
/// go on, and writes try it again first.
void recover(store::JournaledFiles& files) {
  if (auto const done = files.recover(); !done)
    log::error("journal.not_recovered", {{"cause", done.error().cause}});
}

/// A key of its own for the tokens in public addresses.
std::string media_key(Secret const& site_key) {
  auto const digest = crypto::hmac_sha256(site_key.expose(), "media");
  return std::string(crypto::as_bytes(digest));
}

content::Settings content_settings(config::Options const& options) {
  content::Settings settings;
  settings.extension = options.content_extension;
  settings.ignore = options.content_ignore;
  settings.uuid = options.content_uuid;
  settings.uuid_v4 = options.content_uuid_v4;
  settings.home = options.home;
  settings.error = options.error;
  settings.slug_length = options.slug_max_length;
  return settings;
}

}  // namespace

fs::path own_folder(fs::path const& root) { return root / "site" / "latchkey"; }
fs::path control_socket(fs::path const& root) { return own_folder(root) / "control.sock"; }

std::vector<std::string> process_environment() {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry)
    if (std::string_view(*entry).starts_with("LATCHKEY_")) out.emplace_back(*entry);
  return out;
}

Result<std::unique_ptr<Application>> Application::open(Source source) {
  crypto::initialise();
  LK_CHECK(ensure_site(source.root));
  LK_TRY(auto loaded, config::Config::load(source.root, source.environment, source.flags));
  LK_CHECK(ensure_own_folder(source.root));
  LK_TRY(auto lock, lock_site(source.root));
  std::unique_ptr<Application> made(new Application(std::move(source), std::move(lock)));
  LK_CHECK(made->build(std::move(loaded)));
  return made;
}

Application::~Application() {
  if (content_) content_->let_go();
  if (auth_) auth_->flush();
  api_.reset();
  auth_.reset();  // its mail thread asks the site for templates
}

Result<> Application::build(config::Config loaded) {
  log_warnings(loaded);
  auto const base = loaded.base();
  config_.publish(std::make_shared<config::Config const>(std::move(loaded)));
  auto const own = own_folder(source_.root);
  LK_TRY(disk_, store::open_files(source_.root));
  files_ = std::make_unique<store::JournaledFiles>(*disk_);
  recover(*files_);
  trash_ = std::make_unique<trash::Trash>(*files_, clock_, random_, base->trash_keep);
  spool_ = std::make_unique<store::Spool>(own / "spool");
  LK_CHECK(spool_->prepare());
  LK_TRY(auto opened, store::open_sqlite(own / "state.db"));
  LK_TRY(auto key, store::load_or_make_secret(own / "secret", random_));
  state_ = std::move(opened.store);
  mailer_ = mail::make_mailer(own / "outbox", clock_, random_);
  accounts_ = std::make_unique<accounts::Accounts>(*files_, clock_, random_, base->panel_language);
  accounts_->use_writer_lock(own / "writer.lock");
  accounts_->use_trash(*trash_);
  auto const read_yaml = yaml::parser_of(base->yaml_handler);
  accounts_->use_yaml(read_yaml);
  auto settings = content_settings(*base);
  settings.read_yaml = read_yaml;
  settings.media_key = media_key(key);
  content_ = std::make_unique<content::Content>(*files_, clock_, random_, std::move(settings));
  content_->use_trash(*trash_);
  accounts_->use_marks([this](std::string const& folder) { return content_->disk_mark(folder); });
  accounts_->use_text_names([this] { return content::user_text_names(*content_->snapshot()); });
  auth_ = std::make_unique<auth::Auth>(auth::Auth::Parts{
      .accounts = *accounts_,
      .state = *state_,
      .mailer = *mailer_,
      .files = *files_,
      .clock = clock_,
      .random = random_,
      .site_key = std::move(key),
      .state_is_new = opened.is_new,
      .site_title = [this] { return content_->snapshot()->site()->title(); },
      .mail_template =
          [this](std::string_view name, json::object const& variables) {
            return site_->mail("emails/auth/" + std::string(name), variables);
          },
  });
  site_ = std::make_unique<site::Site>(*files_, *content_, *auth_, clock_);
  blueprints_ = std::make_unique<blueprint::Library>(*files_, clock_, read_yaml);
  api_ = std::make_unique<api::Api>(api::Services{
      *auth_, *accounts_, *content_, *files_, clock_,
      fields::Tools{*blueprints_, random_, clock_, read_yaml, files_.get()}, *spool_});
  return {};
}

Result<> Application::reload() {
  LK_TRY(auto loaded, config::Config::load(source_.root, source_.environment, source_.flags));
  log_warnings(loaded);
  if (content_settings(*loaded.base()) != content_settings(*config()->base()))
    log::warn("reload.needs_restart", {{"what", "home, error, slugs and content options"}});
  trash_->keep_for(loaded.base()->trash_keep);
  config_.publish(std::make_shared<config::Config const>(std::move(loaded)));
  return {};
}

Result<> Application::keep_fresh() {
  content_->also_watch("site/accounts", [this] { accounts_->refresh(); });
  content_->also_watch("site/blueprints", [this] {
    blueprints_->expire();
    accounts_->refresh();  // roles lie there
  });
  auto const how = config()->base()->watch;
  auto const open = [this](std::function<void()> wake) {
    return store::open_watch(source_.root, std::move(wake));
  };
  content_->keep_fresh(how == "poll" ? content::Content::OpenWatch() : open);
  if (how == "inotify" && !content_->is_watched())
    return fail(Kind::invalid, "",
                "The option watch is `inotify`, and the kernel cannot watch this folder; see the "
                "warning above, or leave the option out.");
  return {};
}

/// At the start and every hour.
void Application::drop_old_uploads() {
  auto const now = std::chrono::steady_clock::now();
  if (next_drop_ && now < *next_drop_) return;
  content::drop_old_chunks(*content_, clock_.now(), !next_drop_);
  next_drop_ = now + std::chrono::hours(1);
}

void Application::tick() {
  accounts_->keep();
  trash_->tick();
  auth_->tick();
  drop_old_uploads();
}

}  // namespace latchkey::app
