#include "app/serve.h"

#include <fmt/format.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <thread>

#include "app/control.h"
#include "app/operations.h"
#include "app/progress.h"
#include "app/site_service.h"
#include "core/log.h"

namespace latchkey::app {
namespace {

/// Blocks the signals we act on in every thread made from now on.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int const signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return set;
}

int refuse(Error const& error) {
  std::fputs(fmt::format("latchkey: {}\n", error.message).c_str(), stderr);
  if (!error.cause.empty()) std::fputs(fmt::format("  cause: {}\n", error.cause).c_str(), stderr);
  return error.kind == Kind::invalid ? 2 : 1;
}

net::Settings settings_of(ServeArguments const& arguments, config::Options const& options) {
  net::Settings settings;
  settings.host = arguments.host;
  settings.port = arguments.port;
  settings.tls_port = arguments.tls_port;
  settings.tls = {arguments.certificate, arguments.key, arguments.tls_self_signed};
  settings.limits = options.limits;
  settings.loops = arguments.loops;
  return settings;
}

/// HTTPS needs a port and a certificate; one without the other would leave the site without it.
Result<> ensure_tls(ServeArguments const& arguments) {
  bool const has_certificate = !arguments.certificate.empty() || arguments.tls_self_signed;
  if (has_certificate && !arguments.tls_port)
    return fail(Kind::invalid, "", "HTTPS needs a port too: add --tls-port, as --tls-port 8443.");
  if (!has_certificate && arguments.tls_port)
    return fail(Kind::invalid, "",
                "--tls-port needs a certificate: add --cert and --key, or --tls-self-signed for "
                "trying out.");
  return {};
}

void print_addresses(ServeArguments const& arguments, net::Server const& server) {
  auto const host =
      arguments.host.find(':') == std::string::npos ? arguments.host : "[" + arguments.host + "]";
  auto text = fmt::format("Serving {} at http://{}:{}/", arguments.source.root.string(), host,
                          server.port());
  if (server.tls_port() != 0) text += fmt::format(" and https://{}:{}/", host, server.tls_port());
  std::puts(text.c_str());
  std::fflush(stdout);
}

void reload(Application& application, net::Server& server) {
  auto const config = application.reload();
  auto const tls = server.reload_tls();
  if (!config)
    log::error("reload.failed", {{"what", "configuration"}, {"cause", config.error().message}});
  if (!tls) log::error("reload.failed", {{"what", "certificate"}, {"cause", tls.error().message}});
  if (config && tls) log::info("reload.done");
}

Result<> read_site(Application& application) {
  Progress const shown("Reading the site: {} texts",
                       [&] { return application.content().texts_read(); });
  return application.keep_fresh();
}

/// Waits for signals and does the work of every second, until the server is to stop.
void watch(sigset_t const& signals, Application& application, net::Server& server) {
  timespec const second{1, 0};
  for (;;) {
    int const signal = sigtimedwait(&signals, nullptr, &second);
    if (signal == SIGHUP) reload(application, server);
    if (signal == SIGTERM || signal == SIGINT) {
      log::info("server.stopping");
      return server.stop();
    }
    application.tick();
  }
}

}  // namespace

int serve(ServeArguments const& arguments) {
  auto const signals = block_signals();
  log::configure(arguments.log_json, log::Level::info);
  if (auto const usable = ensure_tls(arguments); !usable) return refuse(usable.error());
  auto application = Application::open(arguments.source);
  if (!application) return refuse(application.error());
  if (auto const read = read_site(**application); !read) return refuse(read.error());
  SiteService service(**application, arguments.log_requests);
  auto server =
      net::Server::open(settings_of(arguments, *(*application)->config()->base()), service);
  if (!server) return refuse(server.error());
  auto control = ControlServer::open(
      control_socket(arguments.source.root),
      [&](json::object const& request) { return run_operation(**application, request); });
  if (!control) return refuse(control.error());
  if (!arguments.quiet) print_addresses(arguments, **server);
  std::thread watcher([&] { watch(signals, **application, **server); });
  (*server)->run();
  watcher.join();
  return 0;
}

}  // namespace latchkey::app
