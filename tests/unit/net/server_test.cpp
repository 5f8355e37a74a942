#include "net_fixture.h"

namespace latchkey::net {
namespace {

using namespace test;

TEST(Server, AnswersAGetWithLengthDateAndBody) {  // RFC 9110, 6.6.1 and 8.6
  FakeService service;
  Running server(service);
  auto const reply = server.ask(get("/a?b=c"));
  EXPECT_TRUE(has_status(reply, 200)) << reply;
  EXPECT_NE(reply.find("\r\nDate: "), reply.npos);
  EXPECT_NE(reply.find("\r\nContent-Length: 21\r\n"), reply.npos) << reply;
  EXPECT_EQ(body_of(reply), "GET /a?b=c a.example ");
}

TEST(Server, KeepsTheConnectionForTheNextRequest) {  // RFC 9112, 9.3
  FakeService service;
  Running server(service);
  auto client = server.connect();
  for (int i = 0; i < 5; ++i) {
    client.send(get("/" + std::to_string(i)));
    EXPECT_EQ(body_of(client.read_reply()), "GET /" + std::to_string(i) + " a.example ");
  }
  EXPECT_EQ(server->stats().connections, 1U);
  EXPECT_EQ(server->stats().requests, 5U);
}

TEST(Server, ClosesWhenTheClientAsksForIt) {  // RFC 9112, 9.6
  FakeService service;
  Running server(service);
  auto client = server.connect();
  client.send(get("/", "Connection: close\r\n"));
  auto const reply = client.read_all();
  EXPECT_NE(reply.find("\r\nConnection: close\r\n"), reply.npos) << reply;
  EXPECT_TRUE(reply.ends_with("GET / a.example ")) << reply;
}

TEST(Server, ReadsABodyOfAnnouncedLength) {
  FakeService service;
  Running server(service);
  EXPECT_EQ(body_of(server.ask("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")),
            "POST /p h hello");
}

TEST(Server, RunsRequestsOnTheirLanes) {
  FakeService service;
  std::atomic<int> on_loop{0};
  service.choose = [](auto const& r) {
    return r.target == "/w" ? Lane::worker : r.target == "/h" ? Lane::hashing : Lane::loop;
  };
  service.reply = [](auto const&) {
    std::ostringstream out;
    out << std::this_thread::get_id();
    return FakeService::text(out.str());
  };
  Running server(service,
                 with([](auto& limits) { limits.worker_threads = limits.hashing_threads = 1; }));
  auto client = server.connect();
  std::map<std::string, std::string> thread_of;
  for (auto const* target : {"/l", "/w", "/h", "/l", "/w", "/h"}) {
    client.send(get(target));
    auto const thread = std::string(body_of(client.read_reply()));
    EXPECT_EQ(thread_of.emplace(target, thread).first->second, thread);
  }
  EXPECT_NE(thread_of["/l"], thread_of["/w"]);
  EXPECT_NE(thread_of["/w"], thread_of["/h"]);
}

TEST(Server, RefusesABodyOverTheLimit) {  // RFC 9110, 15.5.14
  FakeService service;
  Running server(service, with([](auto& limits) { limits.body_bytes = 10; }));
  EXPECT_TRUE(
      has_status(server.ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n"), 413));
  EXPECT_TRUE(has_status(
      server.ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n0123456789"), 200));
}

}  // namespace
}  // namespace latchkey::net
