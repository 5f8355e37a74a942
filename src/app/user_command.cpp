#include "app/user_command.h"

#include <unistd.h>

#include <ostream>

#include "app/read_password.h"
#include "core/text.h"

namespace latchkey::app {
namespace {

json::object with_user(std::string_view command, UserArguments const& arguments) {
  return {{"command", command}, {"user", json::text(arguments.user)}};
}

void add_text(json::object& request, std::string_view name,
              std::optional<std::string> const& value) {
  if (value) request[name] = json::text(*value);
}

/// One line about a user, as "ada@example.com (ada, admin)".
std::string described(json::object const& answer) {
  auto const* user = answer.if_contains("user");
  if (user == nullptr || !user->is_object()) return "the account";
  auto const& object = user->get_object();
  auto const email = cell(object, "email"), id = cell(object, "id"), role = cell(object, "role");
  return email.empty() ? id + " (" + role + ")" : email + " (" + id + ", " + role + ")";
}

int show_result(json::object const& request, UserArguments const& arguments, Ask const& ask,
                Terminal const& terminal, std::string_view done) {
  return ask_and_show(ask, request, arguments.as_json, terminal, [&](json::object const& answer) {
    terminal.out << done << ' ' << described(answer) << '\n';
  });
}

/// Asks for the password and puts it into the request; false when none came, which is said.
bool add_password(json::object& request, Terminal const& terminal) {
  auto const password = read_new_password(terminal.in);
  if (!password) return print_error(terminal.err, password.error()), false;
  request["password"] = json::text(password->expose());
  return true;
}

int add(UserArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  json::object request{{"command", "user.add"}, {"email", json::text(arguments.user)}};
  add_text(request, "name", arguments.name);
  add_text(request, "role", arguments.role);
  add_text(request, "language", arguments.language);
  if (!arguments.without_password && !add_password(request, terminal)) return exit_usage;
  return show_result(request, arguments, ask, terminal, "Added");
}

int list(UserArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  auto const show = [&](json::object const& answer) {
    std::vector<std::vector<std::string>> rows{
        {"ID", "EMAIL", "NAME", "ROLE", "LANGUAGE", "PASSWORD", "TOTP"}};
    for (auto const& user : answer.at("users").as_array()) {
      rows.emplace_back();
      for (auto const* member : {"id", "email", "name", "role", "language", "password", "totp"})
        rows.back().push_back(cell(user.as_object(), member));
    }
    print_table(terminal.out, rows);
  };
  return ask_and_show(ask, {{"command", "user.list"}}, arguments.as_json, terminal, show);
}

int change_password(UserArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  auto request = with_user("user.password", arguments);
  if (!add_password(request, terminal)) return exit_usage;
  auto const show = [&](json::object const& answer) {
    terminal.out << "Changed the password of " << described(answer)
                 << "; sessions ended: " << cell(answer, "sessions") << '\n';
  };
  return ask_and_show(ask, request, arguments.as_json, terminal, show);
}

int change_role(UserArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  auto request = with_user("user.role", arguments);
  add_text(request, "role", arguments.role);
  return show_result(request, arguments, ask, terminal, "Changed the role of");
}

/// At a terminal the answer to a question; elsewhere only --yes is a yes.
bool is_sure(UserArguments const& arguments, Terminal const& terminal) {
  if (arguments.yes) return true;
  if (::isatty(terminal.in) == 0) {
    terminal.err << "latchkey: add --yes to delete an account without being asked\n";
    return false;
  }
  return is_confirmed(terminal, "Delete " + arguments.user + " and end its sessions?");
}

int remove(UserArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  if (!is_sure(arguments, terminal)) return exit_usage;
  return show_result(with_user("user.delete", arguments), arguments, ask, terminal, "Deleted");
}

}  // namespace

int user_command(UserArguments const& arguments, Ask const& ask, Terminal const& terminal) {
  switch (arguments.action) {
    case UserArguments::Action::add: return add(arguments, ask, terminal);
    case UserArguments::Action::list: return list(arguments, ask, terminal);
    case UserArguments::Action::password: return change_password(arguments, ask, terminal);
    case UserArguments::Action::role: return change_role(arguments, ask, terminal);
    case UserArguments::Action::remove: return remove(arguments, ask, terminal);
  }
  return exit_usage;
}

}  // namespace latchkey::app
