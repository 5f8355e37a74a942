// layer: auth
// Any headers and any body: the actor is nobody, or the request is refused, unless the credentials
// are right (S11).
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "auth/auth.h"
#include "core/text.h"
#include "crypto/digest.h"
#include "support/fakes.h"
#include "support/memory_files.h"

namespace {

using namespace latchkey;

struct NoMailer final : mail::Mailer {
  Result<> send(mail::Message const&, config::MailOptions const&) override { return {}; }
};

/// One account whose password nobody knows, logged in once; the fuzzer must not become it.
struct World {
  World() {
    crypto::initialise();
    files.put("site/accounts/aadmin01/index.php",
              "<?php return ['email' => 'admin@example.com', 'role' => 'admin'];");
    files.put("site/accounts/aadmin01/.htpasswd",
              "$2y$04$KAQnUnlpPaSJCnzpfBJ8huMKlHxAGlVuXNAnFcbGqDdSTXbyEKq2y");
    accounts.refresh();
    options->api.basic_auth = options->api.allow_insecure = true;
    options->auth.methods.code = options->auth.methods.password = true;
    options->auth.delay = false;
    options->auth.trials =
        1;  // after the first hash everything is refused unseen: fast, and still a refusal
    address.host = "example.com";
    address.origin = address.base = "http://example.com";
    address.client = "192.0.2.1";
    http::Request request;
    auth::Visit visit(request, address, options);
    auto const user = accounts.snapshot()->by_id("aadmin01");
    if (!user || !auth.begin_session(visit, user, true)) std::abort();
  }

  test::MemoryFiles files;
  test::ManualClock clock;
  crypto::SystemRandom random;
  NoMailer mailer;
  std::unique_ptr<store::StateStore> state = store::make_memory_state();
  accounts::Accounts accounts{files, clock, random, "en"};
  auth::Auth auth{
      {accounts, *state, mailer, files, clock, random, Secret(std::string(32, 'k')), true, {}, {}}};
  std::shared_ptr<config::Options> options = std::make_shared<config::Options>();
  auth::SiteAddress address;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static World world;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const end = text.find("\n\n");
  http::Request request;
  request.method = http::Method::post;
  request.target = "/api/auth";
  for (auto const line : split(text.substr(0, end), '\n')) {
    auto const [name, value] = cut(line, ':');
    if (name.empty()) continue;
    request.headers.add(name, value);
  }
  auto const parsed = json::parse(end == text.npos ? "" : text.substr(end + 2));
  auto const body = parsed && parsed->is_object() ? parsed->as_object() : json::object();

  auth::Visit visit(request, world.address, world.options);
  (void)world.auth.needs_hashing(visit, "pages");
  if (world.auth.session_actor(visit) || world.auth.gate(visit)) std::abort();
  if (auto const found = world.auth.find_actor(visit); found && *found) std::abort();
  if (auto const answer = world.auth.login(visit, body); answer && answer->user) std::abort();
  if (auto const answer = world.auth.answer_code(visit, body); answer && answer->user) std::abort();
  if (world.auth.status(visit).status == "active") std::abort();
  (void)world.auth.csrf_token(visit);
  if (!world.auth.logout(visit)) std::abort();
  http::Reply reply;
  world.auth.finish(visit, reply);
  for (auto const& header : reply.headers)
    if (header.value.find_first_of("\r\n") != std::string::npos) std::abort();
  return 0;
}
