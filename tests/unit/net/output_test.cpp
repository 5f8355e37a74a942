#include "net/output.h"

#include <gtest/gtest.h>

namespace latchkey::net {
namespace {

http::Reply with_header(std::string name, std::string value) {
  http::Reply reply;
  reply.add(std::move(name), std::move(value));
  reply.body = std::string("body");
  return reply;
}

std::string head_of(http::Reply const& reply, Framing framing = {}) {
  std::string out;
  framing.date = "D";
  append_head(out, reply, framing);
  return out;
}

TEST(S19, HeadersThatCouldEndALineAreNotSendable) {
  EXPECT_TRUE(is_sendable(with_header("X-One", "a b;c=\"d\"\t\xc3\xa4")));
  for (std::string const bad : {"a\r\nb", "a\rb", "a\nb", "\n", "a\r"}) {
    EXPECT_FALSE(is_sendable(with_header("X", bad))) << bad;
    EXPECT_FALSE(is_sendable(with_header(bad, "x"))) << bad;
  }
  EXPECT_FALSE(is_sendable(with_header("X", std::string("a\0b", 3))));
  EXPECT_FALSE(is_sendable(with_header("", "x")));
  EXPECT_FALSE(is_sendable(with_header("X Y", "x")));
  EXPECT_FALSE(is_sendable(with_header("X:", "x")));
}

TEST(Output, WritesStatusDateHeadersAndLength) {  // RFC 9112, 4
  EXPECT_EQ(head_of(with_header("A", "b")),
            "HTTP/1.1 200 OK\r\nDate: D\r\nA: b\r\nContent-Length: 4\r\n\r\n");
}

TEST(Output, SendsNoLengthWhereNoBodyCanBe) {  // RFC 9110, 8.6
  for (int const status : {204, 304}) {
    http::Reply reply;
    reply.status = status;
    EXPECT_EQ(head_of(reply).find("Content-Length"), std::string::npos) << status;
  }
}

TEST(Output, NamesTheFateOfTheConnection) {  // RFC 9112, 9.3 and 9.6
  http::Reply const reply;
  EXPECT_NE(head_of(reply, {.close = true}).find("\r\nConnection: close\r\n"), std::string::npos);
  EXPECT_NE(head_of(reply, {.http_10 = true}).find("\r\nConnection: keep-alive\r\n"),
            std::string::npos);
  EXPECT_EQ(head_of(reply).find("Connection"), std::string::npos);
}

TEST(Output, AsksForTlsOnlyOverTlsAndOnce) {  // RFC 6797, 7.2
  http::Reply reply;
  EXPECT_EQ(head_of(reply).find("Strict-Transport"), std::string::npos);
  EXPECT_NE(
      head_of(reply, {.tls = true}).find("\r\nStrict-Transport-Security: max-age=31536000\r\n"),
      std::string::npos);
  reply.add("strict-transport-security", "max-age=0");
  EXPECT_EQ(head_of(reply, {.tls = true}).find("31536000"), std::string::npos);
}

}  // namespace
}  // namespace latchkey::net
