// Slow, many and ending connections: timeouts, counts, drain. Limits are a second, so that the
// tests are short.

#include "net/engine.h"
#include "net_fixture.h"

namespace latchkey::net {
namespace {

using namespace test;
using std::chrono::seconds;
using std::chrono::steady_clock;

auto const second_long = [](auto& limits) {
  limits.head_timeout = limits.idle_timeout = limits.write_timeout = limits.body_idle_timeout =
      seconds(1);
};

bool wait_for(std::function<bool()> const& condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(milliseconds(5));
  return condition();
}

TEST(S32, ASlowHeadIsAnswered408) {  // RFC 9110, 15.5.9
  FakeService service;
  Running server(service, with(second_long));
  auto client = server.connect();
  auto const start = steady_clock::now();
  for (char const c :
       std::string_view("GET / HTTP/1.1\r\nHost: h\r\nX: slow and slow and slow\r\n\r\n")) {
    if (!client.send({&c, 1}) || steady_clock::now() - start > seconds(3)) break;
    std::this_thread::sleep_for(milliseconds(100));
  }
  EXPECT_TRUE(has_status(client.read_reply(), 408));  // bytes that drip do not move the end
  EXPECT_EQ(service.answered, 0);
}

TEST(S32, ASlowBodyIsAnswered408) {
  FakeService service;
  Running server(service, with(second_long));
  auto client = server.connect();
  client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe");
  EXPECT_TRUE(has_status(client.read_reply(), 408));
  EXPECT_TRUE(client.ended());
}

TEST(S32, AnIdleConnectionEndsWithoutAWord) {
  FakeService service;
  Running server(service, with(second_long));
  auto fresh = server.connect();
  auto used = server.connect();
  used.send(get("/"));
  EXPECT_TRUE(has_status(used.read_reply(), 200));
  EXPECT_EQ(fresh.read_all(), "");
  EXPECT_EQ(used.read_all(), "");
}

TEST(S32, AReaderThatStopsIsCutOff) {
  FakeService service;
  auto const body = std::make_shared<std::string const>(64 * 1024 * 1024, 'x');
  service.reply = [&](auto const&) {
    auto reply = FakeService::text("");
    reply.body = body;
    return reply;
  };
  Running server(service, with(second_long));
  auto client = server.connect();
  client.send(get("/"));
  EXPECT_TRUE(wait_for([&] { return server->stats().requests == 1; }));
  EXPECT_TRUE(wait_for([&] { return server->stats().open == 0; }));
}

TEST(S32, AThousandSlowConnectionsLeaveOthersServed) {
  FakeService service;
  Running server(service);
  std::vector<Client> slow;
  for (int i = 0; i < 1000; ++i) {
    slow.push_back(server.connect());
    ASSERT_TRUE(slow.back().connected());
    slow.back().send(i % 2 == 0 ? "GET / HT"
                                : "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nx");
  }
  auto const start = steady_clock::now();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(has_status(server.ask(get("/")), 200));
  EXPECT_LT(steady_clock::now() - start, seconds(5));
  EXPECT_TRUE(wait_for([&] { return server->stats().open >= 1000; }));
}

TEST(S32, ConnectionsOverTheLimitGet503) {
  FakeService service;
  Running server(service, with([](auto& limits) { limits.connections = 2; }));
  std::vector<Client> inside;
  for (int i = 0; i < 2; ++i) {
    inside.push_back(server.connect());
    inside.back().send(get("/"));
    EXPECT_TRUE(has_status(inside.back().read_reply(), 200));
  }
  auto over = server.connect();
  auto const reply = over.read_all();
  EXPECT_TRUE(has_status(reply, 503)) << reply;
  EXPECT_NE(reply.find("\r\nRetry-After: "), reply.npos);
  inside.clear();
  EXPECT_TRUE(wait_for([&] { return server->stats().open == 0; }));
  EXPECT_TRUE(has_status(server.ask(get("/")), 200));
}

TEST(S32, ConnectionsOfOneAddressAreLimited) {
  FakeService service;
  Running server(service, with([](auto& limits) { limits.connections_per_address = 1; }));
  auto first = server.connect();
  first.send(get("/"));
  EXPECT_TRUE(has_status(first.read_reply(), 200));
  auto second = server.connect();
  EXPECT_TRUE(has_status(second.read_all(), 503));
}

TEST(Drain, EndsIdleConnectionsAndFinishesRequests) {
  FakeService service;
  std::atomic<bool> go{false};
  service.choose = [](auto const&) { return Lane::worker; };
  service.reply = [&](auto const&) {
    while (!go) std::this_thread::sleep_for(milliseconds(5));
    return FakeService::text("done");
  };
  Running server(service);
  auto idle = server.connect();
  auto running = server.connect();
  running.send(get("/"));
  EXPECT_TRUE(wait_for([&] { return service.answered == 1; }));
  server->stop();
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_TRUE(wait_for([&] { return !server.connect().connected(); }));
  go = true;
  auto const reply = running.read_all();
  EXPECT_TRUE(has_status(reply, 200)) << reply;
  EXPECT_NE(reply.find("\r\nConnection: close\r\n"), reply.npos);
  server.stop();
}

// One loop, one client that never stops asking: another one is answered between its requests.
TEST(S32, AClientThatPipelinesDoesNotHoldTheLoop) {
  FakeService service;
  std::atomic<int> before{0};
  service.reply = [&](http::Request const& r) {
    if (r.target == "/other" && before == 0) before = service.answered.load();
    return FakeService::text("x");
  };
  auto settings = with([](auto&) {});
  settings.loops = 1;
  Running server(service, settings);
  std::string many;
  constexpr int count = 100'000;
  for (int i = 0; i < count; ++i) many += get("/");
  auto greedy = server.connect();
  std::thread sender([&] { greedy.send(many); });
  std::thread reader([&] { greedy.read_all(milliseconds(500)); });
  EXPECT_TRUE(wait_for([&] { return service.answered > 1000; }));
  EXPECT_TRUE(has_status(server.ask(get("/other")), 200));
  EXPECT_LT(before, count);
  reader.join();
  server.stop();
  sender.join();
}

// Oracle: the sum of what was taken and given back.
TEST(S32, BodiesOfAllClientsShareOneBudget) {
  BodyBudget budget;
  EXPECT_TRUE(budget.take(BodyBudget::capacity - 10));
  EXPECT_FALSE(budget.take(11));
  EXPECT_TRUE(budget.take(10));
  EXPECT_FALSE(budget.take(1));
  budget.give_back(BodyBudget::capacity);
  EXPECT_TRUE(budget.take(BodyBudget::capacity));
}

TEST(Drain, AnswersWhatWasSentBeforeIt) {
  for (int i = 0; i < 20; ++i) {
    FakeService service;
    Running server(service);
    {
      auto client = server.connect();
      client.send(get("/"));
      server->stop();
      EXPECT_TRUE(has_status(client.read_reply(), 200)) << i;
    }  // gone, so that the server need not linger
    server.stop();
  }
}

TEST(Drain, TakesNoLongerThanItsLimit) {
  FakeService service;
  Running server(service, with([](auto& limits) { limits.drain = seconds(1); }));
  auto client = server.connect();
  client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe");
  EXPECT_TRUE(wait_for([&] { return server->stats().open == 1; }));
  auto const start = steady_clock::now();
  server.stop();
  EXPECT_LT(steady_clock::now() - start, seconds(8));
  EXPECT_TRUE(client.ended());
}

TEST(Open, SaysWhatIsWrongAndHowToMendIt) {
  FakeService service;
  Running taken(service);
  auto const message = [&](Settings settings) {
    auto const opened = Server::open(std::move(settings), service);
    return opened ? std::string() : opened.error().message;
  };
  Settings settings;
  settings.port = taken->port();
  auto const port = std::to_string(taken->port());
  EXPECT_NE(message(settings).find("Port " + port), std::string::npos);
  EXPECT_NE(message(settings).find("--port "), std::string::npos);
  settings.port = 0;
  settings.host = "no such host";
  EXPECT_NE(message(settings).find("--host"), std::string::npos);
  settings.host = "192.0.2.1";  // RFC 5737: nobody has it
  EXPECT_NE(message(settings).find("192.0.2.1"), std::string::npos);
  settings.host = "127.0.0.1";
  settings.tls_port = 0;
  settings.tls.certificate = "/no/such/cert.pem";
  settings.tls.key = "/no/such/key.pem";
  EXPECT_NE(message(settings).find("/no/such/cert.pem"), std::string::npos);
}

TEST(Open, ServesIpv6) {
  FakeService service;
  service.reply = [](http::Request const& r) { return FakeService::text(r.peer.address); };
  Settings settings;
  settings.host = "::1";
  auto opened = Server::open(settings, service);
  if (!opened) GTEST_SKIP() << opened.error().message;
  std::thread thread([&] { (*opened)->run(); });
  int const fd = ::socket(AF_INET6, SOCK_STREAM, 0);
  sockaddr_in6 to{};
  to.sin6_family = AF_INET6;
  to.sin6_port = htons((*opened)->port());
  to.sin6_addr = in6addr_loopback;
  ASSERT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
  auto const request = get("/", "Connection: close\r\n");
  EXPECT_EQ(::send(fd, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
  std::string all;
  char bytes[4096];
  for (ssize_t n; (n = ::recv(fd, bytes, sizeof bytes, 0)) > 0;)
    all.append(bytes, static_cast<std::size_t>(n));
  ::close(fd);
  EXPECT_EQ(body_of(all), "::1");
  (*opened)->stop();
  thread.join();
}

}  // namespace
}  // namespace latchkey::net
