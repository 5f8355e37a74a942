#include <fcntl.h>

#include <sstream>

#include "net_fixture.h"

namespace latchkey::net {
namespace {

using namespace test;

std::string post(std::string_view target, std::string_view body, std::string_view more = "") {
  return "POST " + std::string(target) +
         " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(more) + "\r\n" + std::string(body);
}

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
  client.send(get("/", "Connection: close\r\n") + get("/never"));
  auto const reply = client.read_all();
  EXPECT_NE(reply.find("\r\nConnection: close\r\n"), reply.npos) << reply;
  EXPECT_TRUE(reply.ends_with("GET / a.example ")) << reply;
  EXPECT_EQ(service.answered, 1);
}

TEST(Server, FollowsTheRulesOfHttp10) {  // RFC 9112, 9.3
  FakeService service;
  Running server(service);
  auto once = server.connect();
  once.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(once.read_all().ends_with("GET /  "));
  auto kept = server.connect();
  kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_NE(kept.read_reply().find("\r\nConnection: keep-alive\r\n"), std::string::npos);
  kept.send("GET /2 HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(kept.read_all().ends_with("GET /2  "));
}

TEST(Server,
     ServesAClientThatEndsItsSideAfterTheRequest) {  // RFC 9112, 9.6: half-closed connections
  FakeService service;
  service.choose = [](auto const& r) { return r.target == "/w" ? Lane::worker : Lane::loop; };
  Running server(service);
  for (auto const* target : {"/l", "/w"}) {
    auto client = server.connect();
    client.send(get(target));
    ::shutdown(client.fd(), SHUT_WR);
    EXPECT_TRUE(client.read_all().ends_with(std::string("GET ") + target + " a.example "))
        << target;
  }
}

TEST(Server, ReadsBodiesOfBothFramings) {  // RFC 9112, 6.3
  FakeService service;
  Running server(service);
  EXPECT_EQ(body_of(server.ask(post("/p", "hello"))), "POST /p h hello");
  EXPECT_EQ(body_of(server.ask("POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                               "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")),
            "POST /p h hello");
}

TEST(Server, ReadsARequestByteByByte) {  // slow twin of the test above
  FakeService service;
  Running server(service);
  auto client = server.connect();
  int const on = 1;
  ::setsockopt(client.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  std::string const both = post("/a", "body") +
                           "POST /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n";
  for (char const c : both) client.send({&c, 1});
  EXPECT_EQ(body_of(client.read_reply()), "POST /a h body");
  EXPECT_EQ(body_of(client.read_reply()), "POST /b h hello");
}

TEST(Server, CarriesLargeBodiesBothWays) {
  FakeService service;
  service.reply = [](http::Request const& r) { return FakeService::text(r.body + r.body); };
  service.choose = [](auto const& r) { return r.target == "/w" ? Lane::worker : Lane::loop; };
  Running server(service);
  std::string body(3 * 1024 * 1024 + 7, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 7 + i / 251);
  for (auto const* target : {"/l", "/w"}) {
    auto client = server.connect();
    std::thread sender([&] { client.send(post(target, body) + get("/after")); });
    auto const reply = client.read_reply();
    EXPECT_TRUE(body_of(reply) == body + body) << target;
    EXPECT_TRUE(has_status(client.read_reply(), 200));
    sender.join();
  }
}

TEST(Server, SendsSharedAndFileBodies) {
  FakeService service;
  auto const shared = std::make_shared<std::string const>(100'000, 's');
  service.reply = [&](http::Request const& r) {
    auto reply = FakeService::text("");
    if (r.target == "/shared") reply.body = shared;
    if (r.target == "/file")
      reply.body = http::FileBody(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC), 1, 300'000);
    return reply;
  };
  Running server(service);
  auto client = server.connect();
  client.send(get("/shared") + get("/file") + get("/none"));
  EXPECT_EQ(body_of(client.read_reply()), *shared);
  EXPECT_EQ(body_of(client.read_reply()).substr(0, 3), "ELF");
  EXPECT_EQ(body_of(client.read_reply()), "");
}

TEST(Server, EndsTheConnectionWhenAFileIsShorterThanPromised) {  // a length that lies would desync
                                                                 // the client
  FakeService service;
  service.reply = [](auto const&) {
    auto reply = FakeService::text("");
    reply.body =
        http::FileBody(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC), 0, std::uint64_t{1} << 40);
    return reply;
  };
  Running server(service);
  auto client = server.connect();
  client.send(get("/"));
  EXPECT_TRUE(client.ended(milliseconds(20000)));
}

TEST(Server, AnswersHeadAsGetWithoutTheBody) {  // RFC 9110, 9.3.2
  FakeService service;
  Running server(service);
  auto client = server.connect();
  client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n" + get("/b"));
  auto const head = client.read_reply(true);
  EXPECT_NE(head.find("\r\nContent-Length: 10\r\n"), head.npos) << head;  // "HEAD /a h "
  EXPECT_EQ(body_of(client.read_reply()), "GET /b a.example ");
}

TEST(Server, SendsNoBodyWith204And304) {  // RFC 9110, 15.3.5 and 15.4.5
  FakeService service;
  service.reply = [](http::Request const& r) {
    return FakeService::text("body", r.target == "/204" ? 204 : 304);
  };
  Running server(service);
  for (auto const* target : {"/204", "/304"}) {
    auto client = server.connect();
    client.send(get(target, "Connection: close\r\n"));
    auto const reply = client.read_all();
    EXPECT_TRUE(reply.ends_with("\r\n\r\n")) << reply;
    EXPECT_EQ(reply.find("Content-Length"), reply.npos);
  }
}

TEST(Server, InvitesTheBodyOnlyWhenItIsStillToCome) {  // RFC 9110, 10.1.1
  FakeService service;
  Running server(service);
  auto client = server.connect();
  client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_reply(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("hi");
  EXPECT_EQ(body_of(client.read_reply()), "POST / h hi");
  client.send(post("/", "hi", "Expect: 100-continue\r\n"));
  EXPECT_EQ(body_of(client.read_reply()), "POST / h hi");
  client.send(get("/", "Expect: 100-continue\r\n"));
  EXPECT_TRUE(has_status(client.read_reply(), 200));
  client.send(get("/", "Expect: more\r\n"));
  EXPECT_TRUE(has_status(client.read_reply(), 417));
  EXPECT_TRUE(client.ended());
}

TEST(Server,
     RefusesWhatIsTooLargeAndSaysSo) {  // RFC 9110, 15.5.14; the answer survives unread input
  FakeService service;
  Running server(service, with([](auto& limits) { limits.body_bytes = 10; }));
  for (auto const* framing : {"Content-Length: 3000000", "Transfer-Encoding: chunked"}) {
    auto client = server.connect();
    client.send("POST / HTTP/1.1\r\nHost: h\r\n" + std::string(framing) + "\r\n\r\n2dc6c0\r\n" +
                std::string(3'000'000, 'x'));
    EXPECT_TRUE(has_status(client.read_reply(), 413)) << framing;
  }
  EXPECT_TRUE(has_status(server.ask(post("/", "0123456789")), 200));
  EXPECT_EQ(server->stats().refused, 2U);
}

TEST(S31, AMalformedRequestGetsOne400AndTheEndOfTheConnection) {
  FakeService service;
  Running server(service);
  auto const inner = get("/smuggled");
  std::string const host = "POST / HTTP/1.1\r\nHost: h\r\n";
  for (auto const& attack : {
           host + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + inner,
           host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner,
           host + "Transfer-Encoding: xchunked\r\n\r\n" + inner,
           host + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + inner,
           host + "Content-Length : 5\r\n\r\n" + inner,
           host + "X: a\nContent-Length: 0\r\n\r\n" + inner,
           host + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n" + inner,
           host + "Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n" + inner,
           "GET / HTTP/1.1\r\n\r\n" + inner,
           std::string("\x16\x03\x01\x02\x00\x01\r\n\r\n", 10) + inner,
       }) {
    auto client = server.connect();
    client.send(attack);
    auto const all = client.read_all();
    EXPECT_TRUE(has_status(all, 400)) << attack << "\n" << all;
    EXPECT_EQ(all.find("HTTP/1.1", 8), all.npos) << "a second answer to\n" << attack;
    EXPECT_NE(all.find("\r\nConnection: close\r\n"), all.npos);
    EXPECT_FALSE(all.ends_with("…timeout")) << attack;
  }
  EXPECT_EQ(service.answered, 0);
}

TEST(Pipelining, AnswersInOrderAcrossAllLanes) {  // RFC 9112, 9.3.2
  FakeService service;
  service.choose = [](auto const& r) {
    return r.target.back() % 3 == 0   ? Lane::worker
           : r.target.back() % 3 == 1 ? Lane::hashing
                                      : Lane::loop;
  };
  service.reply = [](http::Request const& r) {
    return FakeService::text(r.target + std::string(r.target.back() % 7 == 0 ? 20'000 : 0, '.'));
  };
  Running server(service, with([](auto& limits) { limits.pipeline = 3; }));
  std::string all;
  for (int i = 0; i < 200; ++i) all += get("/" + std::to_string(i));
  auto client = server.connect();
  std::thread sender([&] { client.send(all); });
  for (int i = 0; i < 200; ++i) {
    auto const body = std::string(body_of(client.read_reply()));
    ASSERT_EQ(body.substr(0, body.find('.')), "/" + std::to_string(i));
  }
  sender.join();
}

TEST(Lanes, RunRequestsOnTheirThreads) {
  FakeService service;
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

/// Holds jobs until opened.
class Gate {
 public:
  void open() {
    std::lock_guard const lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

bool wait_for(std::function<bool()> const& condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(milliseconds(5));
  return condition();
}

TEST(Lanes, AFullQueueAnswers503AndTheLoopGoesOn) {  // DESIGN 3
  Gate gate;
  FakeService service;
  service.choose = [](auto const& r) { return r.target == "/w" ? Lane::worker : Lane::loop; };
  service.reply = [&](http::Request const& r) {
    if (r.target == "/w") gate.pass();
    return FakeService::text("ok");
  };
  Running server(service, with([](auto& limits) {
                   limits.worker_threads = 1;
                   limits.worker_queue = 2;
                 }));
  std::vector<Client> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.push_back(server.connect());
    waiting.back().send(get("/w"));
    if (i > 0) continue;
    EXPECT_TRUE(
        wait_for([&] { return service.answered == 1; }));  // the thread has one, the queue none
  }
  EXPECT_TRUE(wait_for([&] { return server->stats().requests == 3; }));
  auto const reply = server.ask(get("/w"));
  EXPECT_TRUE(has_status(reply, 503)) << reply;
  EXPECT_NE(reply.find("\r\nRetry-After: 1\r\n"), reply.npos);
  EXPECT_TRUE(has_status(server.ask(get("/")), 200));
  gate.open();
  for (auto& client : waiting) EXPECT_TRUE(has_status(client.read_reply(), 200));
}

TEST(Lanes, AClientThatLeavesDuringItsJobHarmsNobody) {
  Gate gate;
  FakeService service;
  service.choose = [](auto const& r) { return r.target == "/w" ? Lane::worker : Lane::loop; };
  service.reply = [&](http::Request const& r) {
    if (r.target == "/w") gate.pass();
    return FakeService::text("ok");
  };
  Running server(service);
  {
    auto client = server.connect();
    client.send(get("/w"));
    EXPECT_TRUE(wait_for([&] { return service.answered == 1; }));
    linger const reset{1, 0};
    ::setsockopt(client.fd(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  }
  EXPECT_TRUE(wait_for([&] { return server->stats().open == 0; }));
  gate.open();
  EXPECT_TRUE(has_status(server.ask(get("/")), 200));
}

TEST(Server, TurnsAnExceptionIntoA500) {  // STYLE 3
  FakeService service;
  service.choose = [](auto const& r) { return r.target == "/w" ? Lane::worker : Lane::loop; };
  service.reply = [](auto const&) -> http::Reply { throw std::runtime_error("a bug"); };
  Running server(service);
  for (auto const* target : {"/l", "/w"}) {
    auto const reply = server.ask(get(target));
    EXPECT_TRUE(has_status(reply, 500));
    EXPECT_NE(reply.find(R"("key":null)"), reply.npos);
    EXPECT_EQ(reply.find("a bug"), reply.npos);
  }
}

TEST(S19, AReplyWithALineEndInAHeaderBecomesA500) {
  FakeService service;
  service.reply = [](auto const&) {
    auto reply = FakeService::text("secret");
    reply.add("Location", "/a\r\nSet-Cookie: evil=1");
    return reply;
  };
  Running server(service);
  auto const reply = server.ask(get("/"));
  EXPECT_TRUE(has_status(reply, 500)) << reply;
  EXPECT_EQ(reply.find("evil"), reply.npos);
  EXPECT_EQ(reply.find("secret"), reply.npos);
}

TEST(S28, DelayedAnswersHoldNoThreadAndAreBounded) {
  FakeService service;
  service.choose = [](auto const& r) { return r.target == "/late" ? Lane::hashing : Lane::loop; };
  service.reply = [](http::Request const& r) {
    auto reply = FakeService::text("ok");
    if (r.target == "/late")
      reply.not_before = std::chrono::steady_clock::now() + milliseconds(600);
    return reply;
  };
  Running server(service, with([](auto& limits) {
                   limits.hashing_threads = 1;
                   limits.delayed_answers = 200;
                 }));
  auto const start = std::chrono::steady_clock::now();
  std::vector<Client> late;
  for (int i = 0; i < 200; ++i) {
    late.push_back(server.connect());
    late.back().send(get("/late"));
  }
  EXPECT_TRUE(wait_for([&] { return server->stats().delayed == 200; }));
  bool const all_held = std::chrono::steady_clock::now() - start < milliseconds(550);
  auto const over = server.ask(get("/late"));
  if (all_held) {  // on a machine too slow for that the bound can't be seen
    EXPECT_TRUE(has_status(over, 503)) << over;
    EXPECT_NE(over.find("\r\nRetry-After: 1\r\n"), over.npos);
  }
  EXPECT_TRUE(has_status(server.ask(get("/")), 200));
  for (auto& client : late) EXPECT_TRUE(has_status(client.read_reply(), 200));
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(600));
  EXPECT_LT(std::chrono::steady_clock::now() - start,
            milliseconds(20000));                          // one after the other would be 120 s
  EXPECT_TRUE(has_status(server.ask(get("/late")), 200));  // the places are free again
}

TEST(S28, AResetClientFreesItsDelayedAnswer) {
  FakeService service;
  service.reply = [](http::Request const& r) {
    auto reply = FakeService::text("ok");
    if (r.target == "/late")
      reply.not_before = std::chrono::steady_clock::now() + std::chrono::minutes(5);
    return reply;
  };
  Running server(service, with([](auto& limits) { limits.delayed_answers = 1; }));
  for (int i = 0; i < 3; ++i) {
    // The client before may still be on its way out on another loop.
    EXPECT_TRUE(wait_for([&] { return server->stats().open == 0; }));
    auto client = server.connect();
    client.send(get("/late"));
    EXPECT_TRUE(wait_for([&] { return server->stats().delayed == static_cast<unsigned>(i) + 1; }))
        << i;
    linger const reset{1, 0};
    ::setsockopt(client.fd(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    auto const gone = std::move(client);
    ::shutdown(gone.fd(), SHUT_RD);
  }
  EXPECT_TRUE(wait_for([&] { return server->stats().open == 0; }));
}

}  // namespace
}  // namespace latchkey::net
