#include "app/site_ask.h"

#include <chrono>
#include <thread>

#include "app/control.h"
#include "app/operations.h"

namespace latchkey::app {
namespace {

using std::chrono::milliseconds;

constexpr int attempts = 50;
constexpr milliseconds pause{100};

Result<json::object> ask_once(Source const& source, json::object const& request) {
  LK_TRY(auto answer, control_call(control_socket(source.root), request));
  if (answer) return *std::move(answer);
  LK_TRY(auto const application, Application::open(source));
  return run_operation(*application, request);
}

}  // namespace

Ask make_ask(Source source) {
  return [source = std::move(source)](json::object const& request) {
    auto answer = ask_once(source, request);
    for (int i = 1; i < attempts && !answer && answer.error().kind == Kind::locked; ++i) {
      std::this_thread::sleep_for(pause);
      answer = ask_once(source, request);
    }
    return answer;
  };
}

}  // namespace latchkey::app
