// Bodies that an intake takes while they arrive (S16, S32): judged before the first byte, in order,
// bounded, and gone with their connection.

#include "http/intake.h"

#include <mutex>

#include "unit/net/net_fixture.h"

namespace latchkey::net {
namespace {

using namespace std::chrono_literals;
using test::body_of;
using test::Client;
using test::FakeService;
using test::has_status;
using test::Running;
using test::with;

/// What happened to all intakes of a service.
struct Taken {
  std::mutex mutex;
  std::string bytes;
  std::size_t pieces = 0, longest = 0;
  std::atomic<int> alive{0};

  std::string all() {
    std::lock_guard const lock(mutex);
    return bytes;
  }
  bool all_gone(std::chrono::milliseconds within = 5000ms) const {
    auto const until = std::chrono::steady_clock::now() + within;
    while (alive > 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(5ms);
    return alive == 0;
  }
};

class FakeIntake final : public http::Intake {
 public:
  FakeIntake(Taken& taken, std::size_t wanted) : taken_(taken), wanted_(wanted) { ++taken.alive; }
  FakeIntake(FakeIntake const&) = delete;
  FakeIntake& operator=(FakeIntake const&) = delete;
  ~FakeIntake() override { --taken_.alive; }

  bool take(std::string_view bytes) override {
    std::lock_guard const lock(taken_.mutex);
    taken_.bytes += bytes;
    ++taken_.pieces;
    taken_.longest = std::max(taken_.longest, bytes.size());
    return taken_.bytes.size() <= wanted_;
  }
  std::vector<http::Part> parts() const override { return {}; }
  std::optional<Error> failure() const override { return std::nullopt; }

 private:
  Taken& taken_;
  std::size_t wanted_;
};

/// Requests to /upload are judged; those with `X-Who: nobody` are refused.
class UploadService final : public Service {
 public:
  std::optional<Lane> judging_lane(http::Request const& request) override {
    return request.target == "/upload" ? std::optional(lane) : std::nullopt;
  }
  Judged judge(http::Request const& request) override {
    ++judged;
    while (is_slow) std::this_thread::sleep_for(1ms);
    if (request.headers.get("X-Who") == "nobody") return FakeService::text("no", 403);
    if (request.headers.get("X-Who") == "bug") throw std::runtime_error("a bug");
    return std::make_shared<FakeIntake>(taken, wanted);
  }
  Started start(http::Request const&) override { return {Lane::worker, {}}; }
  http::Reply answer(http::Request const& request) override {
    auto const size = request.intake ? taken.all().size() : request.body.size();
    return FakeService::text(std::string(request.intake ? "taken " : "kept ") +
                             std::to_string(size));
  }

  Lane lane = Lane::worker;
  std::size_t wanted = SIZE_MAX;
  std::atomic<bool> is_slow{false};
  std::atomic<int> judged{0};
  Taken taken;
};

std::string head(std::string_view framing, std::string_view more = "") {
  return "POST /upload HTTP/1.1\r\nHost: h\r\n" + std::string(framing) + "\r\n" +
         std::string(more) + "\r\n";
}
std::string length(std::size_t bytes) { return "Content-Length: " + std::to_string(bytes); }

std::string sample(std::size_t size) {
  std::string out(size, '\0');
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>(i * 31 >> 3);
  return out;
}

std::string chunked(std::string_view bytes, std::size_t step) {
  std::string out;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size()))) {
    auto const part = bytes.substr(0, step);
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", part.size());
    out.append(size).append(part).append("\r\n");
  }
  return out + "0\r\n\r\n";
}

// Oracle: the bytes that were sent; RFC 9112, 9.3: the connection goes on behind the body.
TEST(Intake, TakesABodyInOrderAndByPieces_S16) {
  UploadService service;
  Running server(service);
  auto const body = sample(3'000'000);
  for (auto const& request : {head(length(body.size())) + body,
                              head("Transfer-Encoding: chunked") + chunked(body, 70'001)}) {
    service.taken.bytes.clear();
    auto client = server.connect();
    std::thread sender([&] { client.send(request + test::get("/next")); });
    EXPECT_EQ(body_of(client.read_reply()), "taken 3000000");
    EXPECT_EQ(body_of(client.read_reply()), "kept 0");
    sender.join();
    EXPECT_TRUE(service.taken.all() == body);
  }
  EXPECT_GT(service.taken.pieces, 10U);
  EXPECT_LT(service.taken.longest, 600'000U) << "what stands in the memory at a time";
  EXPECT_TRUE(service.taken.all_gone());
}

// Oracle: RFC 9110, 10.1.1: no 100 before the head is judged; a refusal instead of it.
TEST(Intake, IsJudgedBeforeABodyIsAskedFor_S16) {
  UploadService service;
  Running server(service);
  service.is_slow = true;
  auto client = server.connect();
  client.send(head(length(5), "Expect: 100-continue\r\n"));
  EXPECT_EQ(client.read_reply(false, 100ms), "") << "nothing while the judge thinks";
  service.is_slow = false;
  EXPECT_TRUE(client.read_reply().starts_with("HTTP/1.1 100 Continue\r\n"));
  client.send("12345");
  EXPECT_EQ(body_of(client.read_reply()), "taken 5");

  auto refused = server.connect();
  refused.send(head(length(5), "Expect: 100-continue\r\nX-Who: nobody\r\n"));
  EXPECT_TRUE(has_status(refused.read_reply(), 403));
  EXPECT_TRUE(refused.ended());
  EXPECT_EQ(service.taken.all(), "12345");
}

// Oracle: S16, permission before the first byte is stored; S31, what follows is no request.
TEST(Intake, OfRefusedHeadsTakesNothing_S16) {
  UploadService service;
  Running server(service);
  for (auto const* const who : {"X-Who: nobody\r\n", "X-Who: bug\r\n"}) {
    auto client = server.connect();
    client.send(head(length(500'000), who) + sample(100'000) + test::get("/smuggled"));
    auto const all = client.read_all();
    EXPECT_TRUE(has_status(all, who[7] == 'n' ? 403 : 500)) << all;
    EXPECT_NE(all.find("Connection: close"), all.npos);
    EXPECT_EQ(all.find("HTTP/1.1", 8), all.npos) << "one answer";
  }
  EXPECT_EQ(service.taken.all(), "");
  EXPECT_EQ(service.taken.alive, 0);
}

// Oracle: limits.uploadBytes and limits.bodyBytes, each for its own.
TEST(Intake, HasALimitOfItsOwn_S16) {
  UploadService service;
  Running server(service, with([](auto& limits) {
                   limits.body_bytes = 10;
                   limits.upload_bytes = 1000;
                 }));
  EXPECT_TRUE(has_status(server.ask(head(length(1000)) + sample(1000)), 200));
  EXPECT_TRUE(has_status(server.ask(head(length(1001)) + sample(1001)), 413));
  EXPECT_EQ(service.judged, 1);
  EXPECT_TRUE(
      has_status(server.ask(head("Transfer-Encoding: chunked") + chunked(sample(1001), 400)), 413));
  EXPECT_TRUE(has_status(
      server.ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n12345678901"), 413));
  EXPECT_TRUE(service.taken.all_gone());
}

// Oracle: its own promise: the answer comes at once and the connection ends.
TEST(Intake, EndsABodyThatIsNotWanted_S16) {
  UploadService service;
  service.wanted = 300'000;
  Running server(service);
  auto client = server.connect();
  client.send(head(length(100'000'000)) + sample(600'000));
  auto const reply = client.read_reply();
  EXPECT_TRUE(has_status(reply, 200)) << reply;
  EXPECT_NE(reply.find("Connection: close"), reply.npos);
  EXPECT_LT(service.taken.all().size(), 1'000'000U);
  EXPECT_TRUE(service.taken.all_gone());
}

// Oracle: S32; what a lost client had sent does not stay.
TEST(Intake, IsGoneWithItsConnection_S16) {
  UploadService service;
  Running server(service, with([](auto& limits) { limits.body_idle_timeout = 1s; }));
  {
    auto client = server.connect();
    client.send(head(length(1'000'000)) + sample(500'000));
    while (service.taken.all().size() < 256 * 1024) std::this_thread::sleep_for(1ms);
  }
  EXPECT_TRUE(service.taken.all_gone());
  auto idle = server.connect();
  idle.send(head(length(1'000'000)) + sample(100));
  EXPECT_TRUE(has_status(idle.read_reply(), 408));
  EXPECT_TRUE(service.taken.all_gone());
  auto stopped = server.connect();
  stopped.send(head(length(1'000'000)) + sample(300'000));
  while (service.taken.alive == 0) std::this_thread::sleep_for(1ms);
  server.stop();
  EXPECT_TRUE(service.taken.all_gone());
}

// Oracle: the service chooses; a full pool is an answer (ADR 4).
TEST(Intake, IsJudgedOnTheLaneOfItsHead) {
  UploadService service;
  service.lane = Lane::hashing;
  Running server(service, with([](auto& limits) {
                   limits.hashing_threads = 1;
                   limits.hashing_queue = 1;
                 }));
  EXPECT_EQ(body_of(server.ask(head(length(3)) + "abc")), "taken 3");
  service.is_slow = true;
  std::vector<Client> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(server.connect());
    clients.back().send(head(length(3)));
  }
  int busy = 0;
  for (auto& client : clients) busy += has_status(client.read_reply(false, 200ms), 503) ? 1 : 0;
  EXPECT_GE(busy, 2);
  service.is_slow = false;
}

}  // namespace
}  // namespace latchkey::net
