#include "app/session_command.h"

#include <ostream>

namespace latchkey::app {
namespace {

int list(SessionArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  json::object request{{"command", "session.list"}};
  if (arguments.user) request["user"] = json::text(*arguments.user);
  auto const show = [&](json::object const& answer) {
    std::vector<std::vector<std::string>> rows{
        {"ID", "USER", "CREATED", "LAST SEEN", "EXPIRES", "ADDRESS", "AGENT"}};
    for (auto const& session : answer.at("sessions").as_array()) {
      auto const& object = session.as_object();
      rows.push_back({cell(object, "id"), cell(object, "user"), time_cell(object, "created"),
                      time_cell(object, "last_seen"), time_cell(object, "expires"),
                      cell(object, "address"), cell(object, "agent").substr(0, 60)});
    }
    print_table(terminal.out, rows);
  };
  return ask_and_show(ask, request, arguments.as_json, terminal, show);
}

int end(SessionArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  json::object request{{"command", "session.end"}};
  if (arguments.user) request["user"] = json::text(*arguments.user);
  if (arguments.session) request["session"] = json::text(*arguments.session);
  if (arguments.all) request["all"] = true;
  auto const show = [&](json::object const& answer) {
    terminal.out << "Sessions ended: " << cell(answer, "sessions") << '\n';
  };
  return ask_and_show(ask, request, arguments.as_json, terminal, show);
}

}  // namespace

int session_command(SessionArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  if (arguments.action == SessionArguments::Action::list) return list(arguments, ask, terminal);
  if (!arguments.user && !arguments.session && !arguments.all) {
    terminal.err << "latchkey: name a session, --user or --all\n";
    return exit_usage;
  }
  return end(arguments, ask, terminal);
}

}  // namespace latchkey::app
