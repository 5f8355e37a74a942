// layer: kql
// Requests of any shape are refused or answered within their bounds, and no answer holds what a
// secret of an account would be.
#include <cstdlib>

#include "kql/answer.h"
#include "support/form_world.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey;
  static test::FormWorld site;
  static kql::HeavyWork heavy;
  static bool const is_ready = [] {
    formats::Fields content;
    content.set("password", "canary");
    content.set("motto", "page.title");
    auto const user = std::make_shared<accounts::User const>(
        accounts::User{"canary01", "c@example.com", "en", "C", "admin", std::move(content)});
    site.accounts = accounts::make_snapshot({site.user, user}, {});
    return true;
  }();
  if (!is_ready) return 0;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const parsed = json::parse(text);
  auto const input = parsed && parsed->is_object() ? parsed->get_object()
                                                   : json::object{{"query", json::text(text)}};
  auto const requests = kql::read_requests(input);
  if (!requests) return 0;
  kql::Access const access({});
  kql::Limits limits;
  limits.units = 20'000;
  kql::Warden warden(access, heavy, limits);
  auto world = site.world();
  world.guard = &warden;
  auto const result = kql::answer(*requests, world, warden);
  bool const names_it = text.find("canary") != text.npos;
  if (result && !names_it && json::print(*result).find("\"canary\"") != std::string::npos)
    std::abort();
  return 0;
}
