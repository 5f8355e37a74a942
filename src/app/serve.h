#pragma once
// `latchkey serve`: opens a site, listens, and ends gracefully.

#include <optional>
#include <string>

#include "app/application.h"

namespace latchkey::app {

struct ServeArguments {
  Source source;
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  std::optional<std::uint16_t> tls_port;
  std::string certificate, key;
  bool tls_self_signed = false;
  unsigned loops = 0;  ///< 0: one per core
  bool log_json = false;
  bool log_requests = false;
  bool quiet = false;  ///< no addresses on standard output
};

/// Blocks until SIGTERM or SIGINT. Exit codes: 0 ended gracefully, 1 could not serve, 2 wrong
/// configuration.
int serve(ServeArguments const& arguments);

}  // namespace latchkey::app
