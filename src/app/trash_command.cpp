#include "app/trash_command.h"

#include <ostream>

namespace latchkey::app {
namespace {

int list_entries(TrashArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  auto const show = [&](json::object const& answer) {
    std::vector<std::vector<std::string>> rows{{"ENTRY", "KIND", "ID", "TITLE", "DELETED", "BY"}};
    for (auto const& entry : answer.at("trash").as_array()) {
      auto const& object = entry.as_object();
      rows.push_back({cell(object, "entry"), cell(object, "kind"), cell(object, "id"),
                      cell(object, "title"), time_cell(object, "time"), cell(object, "by")});
    }
    print_table(terminal.out, rows);
  };
  return ask_and_show(ask, {{"command", "trash.list"}}, arguments.as_json, terminal, show);
}

int restore_entry(TrashArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  json::object const request{{"command", "trash.restore"}, {"entry", json::text(arguments.entry)}};
  auto const show = [&](json::object const& answer) {
    auto const& restored = answer.at("restored").as_object();
    terminal.out << "Put back the " << cell(restored, "kind") << ' ' << cell(restored, "id")
                 << '\n';
  };
  return ask_and_show(ask, request, arguments.as_json, terminal, show);
}

int empty_all(TrashArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  if (!arguments.yes && !is_confirmed(terminal, "Delete what is in the trash for good?"))
    return exit_usage;
  json::object request{{"command", "trash.empty"}};
  if (arguments.older) request["older"] = *arguments.older;
  auto const show = [&](json::object const& answer) {
    terminal.out << "Deleted for good: " << cell(answer, "removed") << '\n';
  };
  return ask_and_show(ask, request, arguments.as_json, terminal, show);
}

}  // namespace

int trash_command(TrashArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  switch (arguments.action) {
    case TrashArguments::Action::list: return list_entries(arguments, ask, terminal);
    case TrashArguments::Action::restore: return restore_entry(arguments, ask, terminal);
    case TrashArguments::Action::empty: return empty_all(arguments, ask, terminal);
  }
  return exit_usage;
}

}  // namespace latchkey::app
