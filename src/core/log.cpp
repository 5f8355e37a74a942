#include "core/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace latchkey::log {
namespace {

struct State {
  std::shared_ptr<spdlog::logger> logger = spdlog::stderr_logger_mt("latchkey");
  bool json = false;
};

State& state() {
  static State the_state = [] {
    State made;
    made.logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    made.logger->set_level(spdlog::level::warn);
    return made;
  }();
  return the_state;
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
    case Level::off: return spdlog::level::off;
  }
  return spdlog::level::info;
}

void append_escaped(std::string& out, std::string_view text) {
  for (char const c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
}

}  // namespace

void configure(bool json, Level least) {
  state().json = json;
  state().logger->set_pattern(json ? "%v" : "%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  state().logger->set_level(to_spdlog(least));
  state().logger->flush_on(spdlog::level::info);
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  auto& [logger, json] = state();
  auto const at = to_spdlog(level);
  if (!logger->should_log(at)) return;
  std::string line;
  if (json) {
    auto const now = std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    auto const name = spdlog::level::to_string_view(at);
    line = fmt::format(R"({{"time":{}.{:03},"level":"{}","event":"{}")", now / 1000, now % 1000,
                       std::string_view(name.data(), name.size()), event);
    for (auto const& [key, value] : fields) {
      line += fmt::format(R"(,"{}":")", key);
      append_escaped(line, value);
      line += '"';
    }
    line += '}';
  } else {
    line = event;
    for (auto const& [key, value] : fields) {
      line += fmt::format(" {}=\"", key);
      append_escaped(line, value);
      line += '"';
    }
  }
  logger->log(at, "{}", line);
}

}  // namespace latchkey::log
