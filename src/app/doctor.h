#pragma once
// `latchkey doctor`: looks at a site and says what is wrong, what is risky, and what to do about
// it.

#include <filesystem>
#include <string>
#include <vector>

#include "app/terminal.h"

namespace latchkey::app {

struct DoctorArguments {
  std::filesystem::path root;
  std::vector<std::string> environment, flags;  ///< as Config::load takes them
  std::string certificate, key;                 ///< PEM files to look at; both or none
  bool as_json = false;
};

/// One thing seen. `problem`: something does not work or is open to strangers; `warning`: it works,
/// but is risky or surely not meant; `note`: good to know.
struct Finding {
  enum class Level { note, warning, problem } level;
  std::string area;    ///< "folders", "keys", "config", "address", …
  std::string text;    ///< what was seen
  std::string advice;  ///< what to do
};
using Findings = std::vector<Finding>;

/// Changes nothing, and works beside a running server. In the order of the checks.
Findings examine(DoctorArguments const& arguments);

/// Prints the findings. Exit code 0 without a problem, 1 with one, 2 where the configuration cannot
/// be read.
int doctor(DoctorArguments const& arguments, Terminal const& terminal);

}  // namespace latchkey::app
