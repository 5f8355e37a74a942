#pragma once
// The configuration of one site: config.php, config.<host>.php, config.yml, LATCHKEY_ variables,
// flags.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/options.h"
#include "core/result.h"

namespace latchkey::config {

/// A mistake that does not stop the start: where, and what to do about it.
struct Warning {
  std::string file;  ///< relative to the site's root, "environment" or "flag"
  int line = 0, column = 0;
  std::string text;
};

/// One value and where it came from, for `config show`. Secrets are already masked.
struct Origin {
  std::string option, value,
      source;  ///< source: "site/config/config.php:7", "default", "LATCHKEY_DEBUG", "flag"
};

class Config {
 public:
  /// Reads everything below `root`/site/config. `environment` has entries as
  /// "LATCHKEY_AUTH_TRIALS=5" (other names are skipped), `flags` entries as "auth.trials=5".
  /// Errors: invalid with file, line, column and a suggestion in `message`: syntax errors,
  /// version-2 files, an option we need that is opaque, a contradiction that cannot work
  /// (credentials with `*`, a prefix that can't).
  static Result<Config> load(std::filesystem::path const& root,
                             std::vector<std::string> const& environment,
                             std::vector<std::string> const& flags);

  /// Options for a request to `host` (with or without port). `loopback_peer`: config.localhost.php
  /// and config.127.0.0.1.php count only then. Never null; the same object for the same answer. Any
  /// thread.
  std::shared_ptr<Options const> for_host(std::string_view host, bool loopback_peer) const;
  /// Options without any host file.
  std::shared_ptr<Options const> base() const;

  std::vector<Warning> const& warnings() const;
  std::vector<Origin> origins() const;

  struct State;
  explicit Config(std::shared_ptr<State const> state) : state_(std::move(state)) {}

 private:
  std::shared_ptr<State const> state_;
};

/// docs/options.md, made from the table of options.
std::string options_markdown();

}  // namespace latchkey::config
