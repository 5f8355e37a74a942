#include "app/cli.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "app/config_command.h"
#include "app/doctor.h"
#include "app/init_command.h"
#include "app/inspect.h"
#include "app/serve.h"
#include "app/session_command.h"
#include "app/site_ask.h"
#include "app/trash_command.h"
#include "app/user_command.h"

namespace latchkey::app {
namespace {

constexpr char const* footer =
    "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.\nSee latchkey(1) for more.";

/// The options most commands share.
struct Common {
  std::string root = ".";
  std::vector<std::string> set;
  bool as_json = false;

  Source source() const {
    auto folder = std::filesystem::absolute(root).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();  // "." and "site/" end in a slash
    return {folder, process_environment(), set};
  }
};

/// What the commands run; one is chosen while parsing.
struct Line {
  explicit Line(Terminal const& to) : terminal(to) { describe(); }
  Line(Line const&) = delete;
  Line& operator=(Line const&) = delete;

  Terminal terminal;
  CLI::App program{"Serves Kirby-style flat-file sites: their REST API and pages.", "latchkey"};
  Common common;
  ServeArguments serving;
  std::string proxies;
  InitArguments beginning;
  UserArguments user;
  SessionArguments session;
  TrashArguments trash;
  DoctorArguments health;
  InspectArguments looked_at;
  std::string init_folder, shell;
  std::function<int()> chosen;

  CLI::App* add(CLI::App& to, char const* name, char const* what, std::function<int()> run) {
    auto* command = to.add_subcommand(name, what);
    command->callback([this, run = std::move(run)] { chosen = run; });
    return command;
  }
  CLI::App* add_group(char const* name, char const* what) {
    return program.add_subcommand(name, what);
  }
  void add_site(CLI::App& command) {
    command.add_option("--root", common.root, "The site's folder (default: the present one)")
        ->type_name("DIR");
    command.add_option("--set", common.set, "Sets an option, as auth.trials=5; may be repeated")
        ->type_name("OPTION=VALUE")
        ->allow_extra_args(false);
  }
  void add_json(CLI::App& command) {
    command.add_flag("--json", common.as_json, "Prints JSON for scripts");
  }

  void describe();
  void describe_serve();
  void describe_users();
  void describe_sessions();
  void describe_trash();
  void describe_checks();

  int run_user(UserArguments::Action action) {
    user.action = action;
    user.as_json = common.as_json;
    return user_command(user, make_ask(common.source()), terminal);
  }
  int run_session(SessionArguments::Action action) {
    session.action = action;
    session.as_json = common.as_json;
    return session_command(session, make_ask(common.source()), terminal);
  }
  int run_trash(TrashArguments::Action action) {
    trash.action = action;
    trash.as_json = common.as_json;
    return trash_command(trash, make_ask(common.source()), terminal);
  }
};

void Line::describe_serve() {
  auto const port = CLI::Range(0, 65535).description("");
  auto* command = add(program, "serve", "Serves a site until it is told to stop", [this] {
    serving.source = common.source();
    if (!proxies.empty()) serving.source.flags.push_back("proxies=" + proxies);
    return serve(serving);
  });
  add_site(*command);
  command->add_option("--host", serving.host, "The address to listen at")
      ->type_name("HOST")
      ->capture_default_str();
  command->add_option("--port", serving.port, "The port for HTTP; 0 lets the system choose")
      ->type_name("N")
      ->check(port)
      ->capture_default_str();
  command->add_option("--tls-port", serving.tls_port, "The port for HTTPS")
      ->type_name("N")
      ->check(port);
  auto* certificate =
      command->add_option("--cert", serving.certificate, "The certificate with its chain, PEM")
          ->type_name("FILE");
  auto* key =
      command->add_option("--key", serving.key, "The certificate's key, PEM")->type_name("FILE");
  certificate->needs(key);
  key->needs(certificate);
  command
      ->add_flag("--tls-self-signed", serving.tls_self_signed,
                 "HTTPS with a certificate made at the start, for trying out")
      ->excludes(certificate);
  command->add_option("--proxy", proxies, "Believes the forwarding headers of this many proxies")
      ->type_name("N");
  command->add_option("--loops", serving.loops, "Event loops; 0 is one per core")->type_name("N");
  command->add_flag("--log-json", serving.log_json, "Logs JSON lines instead of text");
  command->add_flag("--log-requests", serving.log_requests, "Logs one line per request");
  command->add_flag("--quiet", serving.quiet, "Prints no addresses at the start");
}

void Line::describe_users() {
  using Action = UserArguments::Action;
  auto* group = add_group("user", "Manages accounts, beside a running server or without");
  auto* adding =
      add(*group, "add", "Makes an account; asks for its password, or reads it from the input",
          [this] { return run_user(Action::add); });
  adding->add_option("email", user.user, "The new account's address")->required();
  adding->add_option("--name", user.name, "The name shown")->type_name("NAME");
  adding->add_option("--role", user.role, "The role; the first account is an admin")
      ->type_name("ROLE");
  adding->add_option("--language", user.language, "The language of messages, as en")
      ->type_name("CODE");
  adding->add_flag("--no-password", user.without_password,
                   "Makes an account that cannot log in with a password");
  auto* listing =
      add(*group, "list", "Lists all accounts", [this] { return run_user(Action::list); });
  auto* password = add(*group, "password", "Changes a password and ends the account's sessions",
                       [this] { return run_user(Action::password); });
  password->add_option("user", user.user, "Address or id")->required();
  auto* role =
      add(*group, "role", "Changes an account's role", [this] { return run_user(Action::role); });
  role->add_option("user", user.user, "Address or id")->required();
  role->add_option("role", user.role, "The new role")->required();
  auto* deleting = add(*group, "delete", "Deletes an account and ends its sessions",
                       [this] { return run_user(Action::remove); });
  deleting->add_option("user", user.user, "Address or id")->required();
  deleting->add_flag("--yes", user.yes, "Does not ask");
  for (auto* command : {adding, listing, password, role, deleting})
    add_site(*command), add_json(*command);
}

void Line::describe_sessions() {
  using Action = SessionArguments::Action;
  auto* group = add_group("session", "Shows and ends sessions, beside a running server or without");
  auto* listing =
      add(*group, "list", "Lists sessions", [this] { return run_session(Action::list); });
  listing->add_option("--user", session.user, "Only those of this account")->type_name("USER");
  auto* ending = add(*group, "end", "Ends a session, those of an account, or all",
                     [this] { return run_session(Action::end); });
  ending->add_option("session", session.session, "The id that list shows");
  ending->add_option("--user", session.user, "All of this account")->type_name("USER");
  ending->add_flag("--all", session.all, "Everybody's");
  for (auto* command : {listing, ending}) add_site(*command), add_json(*command);
}

void Line::describe_trash() {
  using Action = TrashArguments::Action;
  auto* group = add_group("trash", "Shows, puts back and removes what was deleted");
  auto* listing = add(*group, "list", "Lists what was deleted, oldest first",
                      [this] { return run_trash(Action::list); });
  auto* restoring = add(*group, "restore", "Puts one thing back where it was",
                        [this] { return run_trash(Action::restore); });
  restoring->add_option("entry", trash.entry, "The name that list shows")->required();
  auto* emptying = add(*group, "empty", "Deletes what is in the trash for good",
                       [this] { return run_trash(Action::empty); });
  emptying
      ->add_option("--older", trash.older, "Only what was deleted that many days ago, or earlier")
      ->type_name("DAYS")
      ->check(CLI::Range(0, 36'500));
  emptying->add_flag("--yes", trash.yes, "Does not ask");
  for (auto* command : {listing, restoring, emptying}) add_site(*command), add_json(*command);
}

void Line::describe_checks() {
  auto* group = add_group("config", "Checks and shows the configuration");
  auto const with_source = [this](ConfigArguments::Action action) {
    auto const source = common.source();
    return config_command({action, source.root, source.environment, source.flags, common.as_json},
                          terminal.out, terminal.err);
  };
  auto* checking = add(*group, "check", "Names every mistake; exit code 2 where there is one",
                       [=] { return with_source(ConfigArguments::Action::check); });
  auto* showing = add(*group, "show",
                      "Prints every option, its value and where it came from; secrets are masked",
                      [=] { return with_source(ConfigArguments::Action::show); });
  for (auto* command : {checking, showing}) add_site(*command), add_json(*command);

  auto* inspecting =
      add(program, "inspect", "Prints as JSON what Latchkey reads from a file of a site",
          [this] { return inspect_command(looked_at, terminal.out, terminal.err); });
  inspecting
      ->add_option("file", looked_at.file,
                   "A content, blueprint, account or configuration file; - is the input")
      ->required();
  inspecting
      ->add_option(
          "--as", looked_at.as,
          "Reads it as txt, php, yaml or blueprint, whatever its name; blueprint: with all "
          "it extends")
      ->type_name("KIND")
      ->check(CLI::IsMember({"txt", "php", "yaml", "blueprint"}));
  inspecting
      ->add_option("--handler", looked_at.handler,
                   "How YAML is read: spyc or symfony, as by option yaml.handler")
      ->type_name("HANDLER")
      ->check(CLI::IsMember({"spyc", "symfony"}));

  auto* examining =
      add(program, "doctor", "Finds what is wrong or risky in a site's set-up, and says what to do",
          [this] {
            auto const source = common.source();
            health.root = source.root;
            health.environment = source.environment;
            health.flags = source.flags;
            health.as_json = common.as_json;
            return doctor(health, terminal);
          });
  examining->add_option("--cert", health.certificate, "A certificate to look at, PEM")
      ->type_name("FILE");
  examining->add_option("--key", health.key, "Its key, PEM")->type_name("FILE");
  add_site(*examining);
  add_json(*examining);
}

void Line::describe() {
  program.set_version_flag("--version", "latchkey " LATCHKEY_VERSION, "Prints the version");
  program.footer(footer);
  describe_serve();
  auto* beginning_command = add(program, "init", "Makes a small site in an empty folder", [this] {
    return init_command({init_folder, common.as_json}, terminal);
  });
  beginning_command->add_option("dir", init_folder, "The folder; it is made if it is missing")
      ->required();
  add_json(*beginning_command);
  describe_users();
  describe_sessions();
  describe_trash();
  describe_checks();
  auto* version = add(program, "version", "Prints the version", [this] {
    if (common.as_json) {
      terminal.out << json::print(json::object{{"version", LATCHKEY_VERSION}}) << '\n';
    } else {
      terminal.out << "latchkey " LATCHKEY_VERSION "\n";
    }
    return exit_ok;
  });
  add_json(*version);
  auto* completing = add(program, "completion", "Prints a completion script", [this] {
    auto const shape = command_shape();
    terminal.out << (shell == "bash" ? bash_completion(shape) : zsh_completion(shape));
    return exit_ok;
  });
  completing->add_option("shell", shell, "bash or zsh")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
  completing->group("");  // hidden
}

CommandShape shape_of(CLI::App const& command) {
  using Takes = CommandOption::Takes;
  CommandShape out{command.get_name(), command.get_description(), {}, {}};
  for (auto const* option : command.get_options()) {
    if (option->get_lnames().empty()) continue;
    auto const type = option->get_type_name();
    auto const takes = option->get_items_expected_max() == 0 ? Takes::nothing
                       : type == "DIR"                       ? Takes::folder
                       : type == "FILE"                      ? Takes::file
                                                             : Takes::text;
    out.options.push_back({"--" + option->get_lnames().front(), option->get_description(), takes});
  }
  for (auto const* child :
       command.get_subcommands([](CLI::App const* app) { return !app->get_group().empty(); }))
    out.commands.push_back(shape_of(*child));
  return out;
}

}  // namespace

int run_cli(int argc, char const* const* argv, Terminal const& terminal) {
  Line line(terminal);
  try {
    line.program.parse(argc, argv);
  } catch (CLI::ParseError const& error) {  // CLI11 says everything by exceptions, help too
    return line.program.exit(error, terminal.out, terminal.err) == 0 ? exit_ok : exit_usage;
  }
  if (line.chosen) return line.chosen();
  auto const* named = &line.program;
  while (!named->get_subcommands().empty()) named = named->get_subcommands().front();
  terminal.err << named->help();
  return exit_usage;
}

CommandShape command_shape() {
  std::ostream nowhere(nullptr);
  Line const line(Terminal{0, nowhere, nowhere});
  return shape_of(line.program);
}

}  // namespace latchkey::app
