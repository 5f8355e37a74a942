#include "app/config_command.h"

#include <fmt/format.h>

#include <ostream>

#include "app/terminal.h"
#include "config/config.h"

namespace latchkey::app {
namespace {

std::string place_of(config::Warning const& warning) {
  if (warning.line == 0) return warning.file;
  return fmt::format("{}:{}:{}", warning.file, warning.line, warning.column);
}

json::array warnings_as_json(std::vector<config::Warning> const& warnings) {
  json::array out;
  for (auto const& warning : warnings) {
    out.push_back(json::object{{"file", json::text(warning.file)},
                               {"line", warning.line},
                               {"column", warning.column},
                               {"text", json::text(warning.text)}});
  }
  return out;
}

int check(config::Config const& loaded, bool as_json, std::ostream& out) {
  auto const& warnings = loaded.warnings();
  if (as_json) {
    out << json::print(
               json::object{{"ok", warnings.empty()}, {"warnings", warnings_as_json(warnings)}},
               true)
        << '\n';
  } else {
    for (auto const& warning : warnings)
      out << printable(place_of(warning) + ": " + warning.text) << '\n';
    if (warnings.empty()) out << "The configuration is fine.\n";
  }
  return warnings.empty() ? exit_ok : exit_usage;
}

int show(config::Config const& loaded, bool as_json, std::ostream& out) {
  std::vector<std::vector<std::string>> rows{{"OPTION", "VALUE", "FROM"}};
  json::array list;
  for (auto const& origin : loaded.origins()) {
    rows.push_back({origin.option, origin.value, origin.source});
    list.push_back(json::object{{"option", json::text(origin.option)},
                                {"value", json::text(origin.value)},
                                {"source", json::text(origin.source)}});
  }
  if (as_json) {
    out << json::print(json::object{{"ok", true}, {"options", std::move(list)}}, true) << '\n';
  } else {
    print_table(out, rows);
  }
  return exit_ok;
}

int report(Error const& error, bool as_json, std::ostream& out, std::ostream& err) {
  if (as_json) {
    out << json::print(
               json::object{{"ok", false}, {"error", {{"message", json::text(error.message)}}}},
               true)
        << '\n';
  } else {
    print_error(err, error);
  }
  return exit_usage;
}

}  // namespace

int config_command(ConfigArguments const& arguments, std::ostream& out, std::ostream& err) {
  auto const loaded = config::Config::load(arguments.root, arguments.environment, arguments.flags);
  if (!loaded) return report(loaded.error(), arguments.as_json, out, err);
  if (arguments.action == ConfigArguments::Action::show)
    return show(*loaded, arguments.as_json, out);
  return check(*loaded, arguments.as_json, out);
}

}  // namespace latchkey::app
