#pragma once
// What every command writes to and reads from, and how it shows results.

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::app {

/// Exit codes of every command, documented in docs/latchkey.1.
inline constexpr int exit_ok = 0, exit_failed = 1, exit_usage = 2;

struct Terminal {
  int in;  ///< descriptor, for passwords and questions
  std::ostream& out;
  std::ostream& err;
};

/// Asks the site: a running server, else the site's folder. The answer has "ok", and "error" where
/// that is false.
using Ask = std::function<Result<json::object>(json::object const& request)>;

/// The first row is the heading. Columns are as wide as their longest cell, counted in characters;
/// control characters are shown as '?'.
void print_table(std::ostream& out, std::vector<std::vector<std::string>> const& rows);

/// Control characters become '?', so that no text can play with the terminal.
std::string printable(std::string_view text);

/// "latchkey: <message>" for each line of it, with the cause below it where there is one.
void print_error(std::ostream& err, Error const& error);

/// exit_usage for invalid input or configuration, else exit_failed.
int exit_code_of(Error const& error);

/// Asks, prints what went wrong (or everything as JSON), and leaves the rest to `show`. Returns the
/// exit code.
int ask_and_show(Ask const& ask, json::object const& request, bool as_json,
                 Terminal const& terminal,
                 std::function<void(json::object const& answer)> const& show);

/// Asks at a terminal; elsewhere nobody can be asked, and scripts mean what they say: true.
bool is_confirmed(Terminal const& terminal, std::string_view question);

/// A member as text for people: null is "", numbers and booleans in words.
std::string cell(json::object const& object, std::string_view member);

/// Unix seconds as "2026-11-24 04:28 UTC"; text stays as it is.
std::string time_cell(json::object const& object, std::string_view member);

}  // namespace latchkey::app
