#pragma once
// The log: one line per event, text on a terminal, JSON otherwise. Values are escaped; secrets
// never get here.

#include <initializer_list>
#include <string>
#include <string_view>

namespace latchkey::log {

enum class Level { debug, info, warning, error, off };

struct Field {
  std::string_view name;
  std::string value;
};

/// Once, at the start; before it everything of level warning and above goes to stderr as text.
void configure(bool json, Level least);

/// `event` is a stable name as "login.failed"; fields follow in the given order. Control characters
/// in values are escaped (no line of a log can be forged). Safe from any thread.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::info, event, fields);
}
inline void warn(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::error, event, fields);
}

}  // namespace latchkey::log
