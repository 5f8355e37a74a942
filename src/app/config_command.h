#pragma once
// `latchkey config check|show`.

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace latchkey::app {

struct ConfigArguments {
  enum class Action { check, show } action = Action::check;
  std::filesystem::path root;
  std::vector<std::string> environment, flags;  ///< as Config::load takes them
  bool as_json = false;
};

/// `check` names every mistake: exit code 0 for none, 2 for warnings and errors. `show` prints
/// every option with its value, secrets masked, and where it came from: 0, or 2 where the
/// configuration cannot be read.
int config_command(ConfigArguments const& arguments, std::ostream& out, std::ostream& err);

}  // namespace latchkey::app
