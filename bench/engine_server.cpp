// The engine alone: every request gets the same 600 bytes from memory. For comparison with nginx
// `return 200`. Usage: engine_server PORT [LOOPS] [TLS_PORT]; ends with SIGTERM or SIGINT.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "net/server.h"

namespace {

using namespace latchkey;

class Fixed final : public net::Service {
 public:
  net::Started start(http::Request const& request) override {
    return {net::Lane::loop, answer(request)};
  }
  http::Reply answer(http::Request const&) override {
    http::Reply out;
    out.headers.reserve(1);
    out.add("Content-Type", "application/json; charset=UTF-8");
    out.body = body_;
    return out;
  }

 private:
  std::shared_ptr<std::string const> body_ = std::make_shared<std::string const>(
      R"({"code":200,"data":")" + std::string(570, 'x') + R"("})");
};

}  // namespace

int main(int argc, char** argv) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  net::Settings settings;
  settings.port = argc > 1 ? static_cast<std::uint16_t>(std::atoi(argv[1])) : 0;
  settings.loops = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1;
  if (argc > 3) settings.tls_port = static_cast<std::uint16_t>(std::atoi(argv[3]));
  settings.tls.self_signed = true;
  Fixed service;
  auto server = net::Server::open(settings, service);
  if (!server) return std::fprintf(stderr, "%s\n", server.error().message.c_str()), 1;
  std::printf("http://127.0.0.1:%u\n", (*server)->port());
  std::fflush(stdout);
  std::thread watcher([&] {
    int signal = 0;
    sigwait(&ends, &signal);
    (*server)->stop();
  });
  (*server)->run();
  watcher.join();
}
