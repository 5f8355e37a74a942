// docs/options.md from the table of options.
#include "config/config.h"
#include "config/layers.h"
#include "config/table.h"

namespace latchkey::config {
namespace {

constexpr std::string_view head = R"(# Options

Latchkey reads, each on top of the one before:

1. `site/config/config.php`: a literal `return [ … ];`, read and never run. Nested arrays and dots are the same:
   `'api.basicAuth' => true` equals `'api' => ['basicAuth' => true]`. `env('NAME', 'default')` is answered from the
   environment. Closures and other expressions are skipped; where Latchkey needs such an option, it refuses to start and
   names file, line and column.
2. `site/config/config.<host>.php` for requests to that host (lower case, without port). The files for `localhost` and
   `127.0.0.1` count only for clients on the same machine.
3. `site/config/config.yml`: plain YAML.
4. Environment variables: `LATCHKEY_AUTH_TRIALS=5` sets `auth.trials`; case and underscores do not matter. `true`,
   `false`, `null`, numbers and JSON lists or maps are read as such, all else as text.
5. The command line, as `auth.trials=5`.

Maps are merged, everything else is replaced. A value of a wrong type is reported with file, line and column, and the
default is used. `latchkey config check` prints these warnings, `latchkey config show` every value and where it came
from (secrets masked).

| Option | Type | Default | Meaning |
|---|---|---|---|
)";

void append_row(std::string& out, Row const& row) {
  bool const words =
      row.fallback.find(' ') != row.fallback.npos && row.fallback.find(',') == row.fallback.npos;
  bool const plain = words || row.fallback == "none";
  out += "| `" + std::string(row.name) + "` | " + std::string(row.type) + " | ";
  out += plain ? std::string(row.fallback) : '`' + std::string(row.fallback) + '`';
  out += " | " + std::string(row.meaning) + " |\n";
}

}  // namespace

std::string options_markdown() {
  std::string out(head);
  for (auto const& row : option_table()) append_row(out, row);
  return out;
}

}  // namespace latchkey::config
