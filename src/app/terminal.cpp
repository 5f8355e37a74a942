#include "app/terminal.h"

#include <fmt/chrono.h>
#include <unistd.h>

#include <ostream>

#include "core/text.h"

namespace latchkey::app {
namespace {

std::vector<std::size_t> widths_of(std::vector<std::vector<std::string>> const& rows) {
  std::vector<std::size_t> out;
  for (auto const& row : rows) {
    out.resize(std::max(out.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      out[i] = std::max(out[i], count_characters(row[i]));
  }
  return out;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7F') c = '?';
  return out;
}

void print_table(std::ostream& out, std::vector<std::vector<std::string>> const& rows) {
  auto const widths = widths_of(rows);
  for (auto const& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += printable(row[i]) + std::string(widths[i] - count_characters(row[i]) + 2, ' ');
    out << trim_right(line) << '\n';
  }
}

void print_error(std::ostream& err, Error const& error) {
  for (auto const line : split(error.message, '\n')) err << "latchkey: " << printable(line) << '\n';
  if (!error.cause.empty() && error.kind == Kind::internal)
    err << "  cause: " << printable(error.cause) << '\n';
}

int exit_code_of(Error const& error) {
  return error.kind == Kind::invalid ? exit_usage : exit_failed;
}

int ask_and_show(Ask const& ask, json::object const& request, bool as_json,
                 Terminal const& terminal,
                 std::function<void(json::object const& answer)> const& show) {
  auto const answer = ask(request);
  if (!answer) {
    print_error(terminal.err, answer.error());
    return exit_code_of(answer.error());
  }
  auto const* ok = answer->if_contains("ok");
  bool const is_ok = ok != nullptr && ok->is_bool() && ok->get_bool();
  if (as_json) {
    terminal.out << json::print(*answer, true) << '\n';
  } else if (is_ok) {
    show(*answer);
  } else {
    auto const* error = answer->if_contains("error");
    auto const message =
        error != nullptr && error->is_object() ? cell(error->get_object(), "message") : "";
    terminal.err << "latchkey: " << printable(message.empty() ? "The server refused" : message)
                 << '\n';
  }
  return is_ok ? exit_ok : exit_failed;
}

bool is_confirmed(Terminal const& terminal, std::string_view question) {
  if (::isatty(terminal.in) == 0) return true;
  terminal.err << question << " [y/N] " << std::flush;
  char answer = 'n';
  return ::read(terminal.in, &answer, 1) == 1 && to_lower(answer) == 'y';
}

std::string cell(json::object const& object, std::string_view member) {
  auto const* value = object.if_contains(member);
  if (value == nullptr || value->is_null()) return "";
  if (auto const* text = value->if_string()) return std::string(*text);
  if (auto const* yes = value->if_bool()) return *yes ? "yes" : "no";
  return json::print(*value);
}

std::string time_cell(json::object const& object, std::string_view member) {
  auto const* value = object.if_contains(member);
  if (value == nullptr || !value->is_number()) return cell(object, member);
  auto const seconds = value->to_number<std::int64_t>();
  return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

}  // namespace latchkey::app
