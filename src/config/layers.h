#pragma once
// The texts a configuration is made of, and the trees they become, lowest first.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/reader.h"
#include "config/tree.h"

namespace latchkey::config {

/// Everything `Config::load` finds, unread.
struct Texts {
  std::optional<std::string> main;  ///< config.php
  std::vector<std::pair<std::string, std::string>>
      hosts;                        ///< lower-case host, text of config.<host>.php
  std::optional<std::string> yaml;  ///< config.yml
  std::vector<std::string> environment, flags;
  bool has_dot_env = false;  ///< a file .env beside the site, which PHP helpers read and we do not
};

struct Layers {
  Tree main;
  std::vector<std::pair<std::string, Tree>> hosts;
  Tree yaml, environment, flags;

  /// All layers on top of each other; `host` is null without a host file.
  Tree joined(Tree const* host) const;
};

/// Errors: invalid, "file:line:column: what, and how to mend it".
Result<Layers> read_layers(Texts const& texts, Report& report);

/// config.yml as a tree (yaml_layer.cpp). Errors: invalid with file, line and column.
Result<Tree> read_yaml_layer(std::string const& text);
/// `{"line 3, column 5: x"}` becomes "file:3:5: x".
Failure in_file(std::string const& file, Error const& error);

/// LATCHKEY_… of an option: LATCHKEY_API_BASIC_AUTH for api.basicAuth.
std::string environment_name(std::string_view option);

}  // namespace latchkey::config
