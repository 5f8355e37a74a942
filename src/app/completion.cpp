#include "app/completion.h"

#include <fmt/format.h>

#include "core/text.h"

namespace latchkey::app {
namespace {

using Takes = CommandOption::Takes;

/// Every command with its path of names, the program itself with "".
void walk(CommandShape const& command, std::string const& path,
          std::vector<std::pair<std::string, CommandShape const*>>& out) {
  out.emplace_back(path, &command);
  for (auto const& child : command.commands)
    walk(child, path.empty() ? child.name : path + " " + child.name, out);
}

std::string words_of(CommandShape const& command) {
  std::string out;
  for (auto const& child : command.commands) out += (out.empty() ? "" : " ") + child.name;
  for (auto const& option : command.options) out += (out.empty() ? "" : " ") + option.name;
  return out;
}

std::string names_that_take(CommandShape const& program, Takes kind) {
  std::vector<std::pair<std::string, CommandShape const*>> all;
  std::vector<std::string> names;
  walk(program, "", all);
  for (auto const& [path, command] : all)
    for (auto const& option : command->options)
      if (option.takes == kind && std::ranges::find(names, option.name) == names.end())
        names.push_back(option.name);
  std::string out;
  for (auto const& name : names) out += (out.empty() ? "" : "|") + name;
  return out.empty() ? "--" : out;
}

/// Safe in single quotes and in zsh's brackets.
std::string zsh_text(std::string_view text) {
  auto out = replace_all(text, "'", "'\\''");
  for (auto const* special : {"[", "]", ":"})
    out = replace_all(out, special, std::string("\\") + special);
  return out;
}

std::string zsh_option(CommandOption const& option) {
  constexpr std::string_view after[] = {"", ":value:", ":folder:_files -/", ":file:_files"};
  return fmt::format("'{}[{}]{}'", option.name, zsh_text(option.description),
                     after[static_cast<std::size_t>(option.takes)]);
}

std::string zsh_cases(CommandShape const& program) {
  std::vector<std::pair<std::string, CommandShape const*>> all;
  walk(program, "", all);
  std::string out;
  for (auto const& [path, command] : all) {
    out += fmt::format("    '{}')\n", path);
    if (!command->commands.empty()) {
      out += "      commands=(";
      for (auto const& child : command->commands)
        out += fmt::format("\n        '{}:{}'", child.name, zsh_text(child.description));
      out += ")\n      _describe command commands\n";
    }
    out += "      _arguments";
    for (auto const& option : command->options) out += " \\\n        " + zsh_option(option);
    out += command->commands.empty() ? " \\\n        '*:file:_files'" : "";
    out += "\n      ;;\n";
  }
  return out;
}

/// Shell code that puts the names of commands typed so far into `path`; the same in both shells.
std::string known_paths(CommandShape const& program) {
  std::vector<std::pair<std::string, CommandShape const*>> all;
  walk(program, "", all);
  std::string out;
  for (auto const& [path, command] : all)
    if (!path.empty()) out += (out.empty() ? "'" : "|'") + path + "'";
  return out;
}

}  // namespace

std::string bash_completion(CommandShape const& program) {
  std::vector<std::pair<std::string, CommandShape const*>> all;
  walk(program, "", all);
  std::string cases;
  for (auto const& [path, command] : all)
    cases += fmt::format("    '{}') words='{}' ;;\n", path, words_of(*command));
  return fmt::format(R"(# bash completion for {0}; made by `{0} completion bash`
_{0}() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} path='' words='' i next
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="${{path:+$path }}${{COMP_WORDS[i]}}"
    case $next in {1}) path=$next ;; esac
  done
  COMPREPLY=()
  case $previous in
    {2}) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    {3}) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    {4}) return ;;
  esac
  case $path in
{5}  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}}
complete -o filenames -o bashdefault -F _{0} {0}
)",
                     program.name, known_paths(program), names_that_take(program, Takes::folder),
                     names_that_take(program, Takes::file), names_that_take(program, Takes::text),
                     cases);
}

std::string zsh_completion(CommandShape const& program) {
  return fmt::format(R"(#compdef {0}
# zsh completion for {0}; made by `{0} completion zsh`
_{0}() {{
  local path_so_far='' next word
  local -a commands
  for word in "${{(@)words[2,CURRENT-1]}}"; do
    next="${{path_so_far:+$path_so_far }}$word"
    case $next in {1}) path_so_far=$next ;; esac
  done
  case $path_so_far in
{2}  esac
}}
_{0} "$@"
)",
                     program.name, known_paths(program), zsh_cases(program));
}

}  // namespace latchkey::app
