#include "net/head.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace latchkey::net {
namespace {

config::LimitOptions const limits;

/// Status of the refusal, 0 for an accepted head, -1 for an incomplete one.
int verdict(std::string_view bytes, http::Request* into = nullptr,
            config::LimitOptions const& with = limits) {
  http::Request request;
  std::size_t scanned = 0;
  auto const head = parse_head(bytes, scanned, with, into != nullptr ? *into : request);
  if (!head) return head.error().status;
  return *head ? 0 : -1;
}

http::Request read(std::string_view bytes) {
  http::Request request;
  EXPECT_EQ(verdict(bytes, &request), 0) << bytes;
  return request;
}

Head head_of(std::string_view bytes) {
  http::Request request;
  std::size_t scanned = 0;
  return parse_head(bytes, scanned, limits, request).value().value();
}

std::string with_fields(std::string_view fields, std::string_view line = "POST / HTTP/1.1") {
  return std::string(line) + "\r\nHost: h\r\n" + std::string(fields) + "\r\n";
}

TEST(Head, ReadsMethodTargetHostAndFields) {  // RFC 9112, 3 and 5
  auto const request = read(
      "PATCH /a/b?c=%20 HTTP/1.1\r\nHost: a.example:8080\r\nX-One:  two words "
      "\t\r\nx-empty:\r\n\r\n");
  EXPECT_EQ(request.method, http::Method::patch);
  EXPECT_EQ(request.target, "/a/b?c=%20");
  EXPECT_EQ(request.host, "a.example:8080");
  EXPECT_EQ(request.headers.get("x-one"), "two words");
  EXPECT_EQ(request.headers.find("X-Empty"), "");
}

TEST(Head, TakesTheHostOfAnAbsoluteTarget) {  // RFC 9112, 3.2.2
  auto const request = read("GET HTTP://other.example:81/p?q HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(request.host, "other.example:81");
  EXPECT_EQ(request.target, "/p?q");
  EXPECT_EQ(read("GET http://o HTTP/1.1\r\nHost: h\r\n\r\n").target, "/");
  EXPECT_EQ(read("GET https://o?q=/ HTTP/1.1\r\nHost: h\r\n\r\n").target, "/?q=/");
}

TEST(Head, PassesAnUnknownMethodOn) {  // security.md 4: 405 is the service's answer
  EXPECT_EQ(read("PURGE / HTTP/1.1\r\nHost: h\r\n\r\n").method, http::Method::other);
  EXPECT_EQ(read("get / HTTP/1.1\r\nHost: h\r\n\r\n").method,
            http::Method::other);  // RFC 9110, 9.1: case counts
  EXPECT_EQ(read("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").target, "*");
}

TEST(Head, KnowsWhetherTheConnectionIsKept) {  // RFC 9112, 9.3
  EXPECT_TRUE(head_of(with_fields("")).keep_alive);
  EXPECT_FALSE(head_of(with_fields("Connection: Close\r\n")).keep_alive);
  EXPECT_FALSE(head_of(with_fields("Connection: foo, close\r\n")).keep_alive);
  EXPECT_FALSE(head_of(with_fields("", "GET / HTTP/1.0")).keep_alive);
  EXPECT_TRUE(head_of(with_fields("Connection: keep-alive\r\n", "GET / HTTP/1.0")).keep_alive);
}

TEST(Head, KnowsTheBody) {
  EXPECT_EQ(head_of(with_fields("Content-Length: 0012\r\n")).content_length, 12U);
  EXPECT_TRUE(head_of(with_fields("Transfer-Encoding: chunked\r\n")).chunked);
  EXPECT_FALSE(head_of(with_fields("")).has_body());
  EXPECT_TRUE(
      head_of(with_fields("Content-Length: 1\r\nExpect: 100-Continue\r\n")).expects_continue);
}

TEST(Head, IgnoresOneEmptyLineBeforeIt) {  // RFC 9112, 2.2
  http::Request request;
  std::size_t scanned = 0;
  auto const head = parse_head("\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", scanned, limits, request);
  EXPECT_EQ(head.value().value().size, 29U);
  EXPECT_EQ(verdict("\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"), 400);
}

struct Bad {
  int status;
  std::string_view fields;
  std::string_view line = "POST / HTTP/1.1";
};

using namespace std::string_view_literals;

// RFC 9112, 2.2, 3, 5, 6; RFC 9110, 5.5, 7.2, 10.1.1
constexpr Bad bad_heads[] = {
    {400, "Content-Length: 1\r\nContent-Length: 1\r\n"},
    {400, "Content-Length: 1\r\nContent-Length: 2\r\n"},
    {400, "Content-Length: 1, 1\r\n"},
    {400, "Content-Length: +1\r\n"},
    {400, "Content-Length: -1\r\n"},
    {400, "Content-Length: 0x1\r\n"},
    {400, "Content-Length: 1 1\r\n"},
    {400, "Content-Length:\r\n"},
    {400, "Content-Length: 1;\r\n"},
    {400, "Content-Length: 99999999999999999999\r\n"},
    {400, "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"},
    {400, "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"},
    {400, "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"},
    {400, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"},
    {400, "Transfer-Encoding: gzip, chunked\r\n"},
    {400, "Transfer-Encoding: chunked, identity\r\n"},
    {400, "Transfer-Encoding: identity\r\n"},
    {400, "Transfer-Encoding: xchunked\r\n"},
    {400, "Transfer-Encoding: \"chunked\"\r\n"},
    {400, "Transfer-Encoding:\r\n"},
    {400, "Transfer-Encoding: chunked;q=1\r\n"},
    {400,
     "Transfer-Encoding: \x0b"
     "chunked\r\n"},
    {400, "Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0"},
    {400, "Transfer-Encoding : chunked\r\n"},
    {400, "Content-Length : 5\r\n"},
    {400, "Content-Length\t: 5\r\n"},
    {400, " Content-Length: 5\r\n"},
    {400, "X: a\r\n b\r\n"},
    {400, "X: a\r\n\tb\r\n"},
    {400, "X:\r\n b\r\n"},
    {400, "X: a\nY: b\r\n"},
    {400, "X: a\rY: b\r\n"},
    {400, "X: a\r\r\n"},
    {400, "X: a\0b\r\n"sv},
    {400, "X: a\x01\r\n"},
    {400, "X: a\x7f\r\n"},
    {400, "X\0: a\r\n"sv},
    {400, "X y: a\r\n"},
    {400, "X(y): a\r\n"},
    {400, "X\xc3\xa4: a\r\n"},
    {400, "X\r\n"},
    {400, ": a\r\n"},
    {400, "Host: h\r\n"},
    {400, "Host: other\r\n"},
    {417, "Expect: 200-ok\r\n"},
    {413, "Content-Length: 2147483649\r\n"},
    {400, "", "GET  / HTTP/1.1"},
    {400, "", "GET /  HTTP/1.1"},
    {400, "", " GET / HTTP/1.1"},
    {400, "", "GET / HTTP/1.1 "},
    {400, "", "GET\t/ HTTP/1.1"},
    {400, "", "GET /a b HTTP/1.1"},
    {400, "", "GET /"},
    {400, "", "GET"},
    {400, "", "GET / http/1.1"},
    {400, "", "GET / HTTP/1.1x"},
    {400, "", "GET / HTTP/01.1"},
    {400, "", "GET / HTTP/1."},
    {400, "", "G\xc3T / HTTP/1.1"},
    {400, "", "G(T / HTTP/1.1"},
    {505, "", "GET / HTTP/2.0"},
    {505, "", "GET / HTTP/1.2"},
    {505, "", "PRI * HTTP/2.0"},
    {505, "", "GET / HTTP/0.9"},
    {400, "", "GET a HTTP/1.1"},
    {400, "", "GET a.example/ HTTP/1.1"},
    {400, "", "GET * HTTP/1.1"},
    {400, "", "GET /a\x01 HTTP/1.1"},
    {400, "", "GET /a\x7f HTTP/1.1"},
    {400, "", "GET /\xc3\xa4 HTTP/1.1"},
    {400, "", "GET /\0 HTTP/1.1"sv},
    {400, "", "GET /a#b HTTP/1.1"},
    {400, "", "GET ftp://h/ HTTP/1.1"},
    {400, "", "GET http:// HTTP/1.1"},
    {400, "", "GET http:///p HTTP/1.1"},
    {400, "", "GET http://user:pw@h/ HTTP/1.1"},
    {400, "", "GET http://user@h/ HTTP/1.1"},
    {400, "", "CONNECT h:443 HTTP/1.1"},
    {400, "", "CONNECT / HTTP/1.1"},
};

TEST(S31, EveryMalformedHeadIsRefused) {
  for (auto const& bad : bad_heads)
    EXPECT_EQ(verdict(with_fields(bad.fields, bad.line)), bad.status) << bad.line << "\n"
                                                                      << bad.fields;
}

TEST(S31, AMissingOrMalformedHostIsRefused) {  // RFC 9112, 3.2
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(verdict("GET / HTTP/1.0\r\n\r\n"), 0);
  for (auto const* host : {"", "a b", "a/b", "a@b", "a:b", "a:", "a:99999", "[::1", "::1", "[x]",
                           "[::1]x", "a,b", "a\"b", "<b>", "a:80:80", "http://a"})
    EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"), 400) << host;
  for (auto const* host : {"a", "a.b", "a-b_c.example.", "127.0.0.1:80", "[::1]", "[::1]:8000",
                           "xn--bcher-kva.example"})
    EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"), 0) << host;
}

TEST(S31, ABareLineFeedIsSeenBeforeTheHeadIsComplete) {
  EXPECT_EQ(verdict("GET / HTTP/1.1\nHost: h\n\n"), 400);
  EXPECT_EQ(verdict("\nGET / HTTP/1.1\r\n"), 400);
}

TEST(S32, LimitsOfTheHeadHold) {
  config::LimitOptions small;
  small.head_bytes = 200;
  small.head_fields = 3;
  small.target_bytes = 20;
  auto const ask = [&](std::string const& text) { return verdict(text, nullptr, small); };
  EXPECT_EQ(ask(with_fields("A: b\r\nC: d\r\n")), 0);
  EXPECT_EQ(ask(with_fields("A: b\r\nC: d\r\nE: f\r\n")), 431);
  EXPECT_EQ(ask("GET /" + std::string(19, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n"), 0);
  EXPECT_EQ(ask("GET /" + std::string(20, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n"), 414);
  EXPECT_EQ(ask("GET /" + std::string(400, 'a')), 414);
  EXPECT_EQ(ask(with_fields("A: " + std::string(200, 'b') + "\r\n")), 431);
  EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(200, 'b')), 431);
}

// Oracle: security S1: a name of 10 000 characters is asked for, and refused as an unknown one.
TEST(S1, LongNamesPassByDefaultWithinTheHead) {
  config::LimitOptions const usual;
  auto const ask = [&](std::size_t length) {
    return verdict("GET /" + std::string(length - 1, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n", nullptr,
                   usual);
  };
  EXPECT_EQ(ask(10'100), 0);
  EXPECT_EQ(ask(usual.target_bytes), 0) << "with room for the rest of the head";
  EXPECT_EQ(ask(usual.target_bytes + 1), 414);
}

TEST(Head, GivesTheSameVerdictByteByByteAsAtOnce) {  // slow twin
  for (auto const& bad : bad_heads) {
    auto const whole = with_fields(bad.fields, bad.line);
    http::Request request;
    std::size_t scanned = 0;
    int slow = -1;
    for (std::size_t n = 1; n <= whole.size() && slow == -1; ++n) {
      auto const head = parse_head(std::string_view(whole).substr(0, n), scanned, limits, request);
      slow = !head ? head.error().status : *head ? 0 : -1;
    }
    EXPECT_EQ(slow, verdict(whole)) << whole;
  }
}

TEST(Head, NoPrefixOfAHeadIsAHead) {
  auto const whole = with_fields("Content-Length: 5\r\nX: y\r\n");
  for (std::size_t n = 0; n < whole.size(); ++n) EXPECT_EQ(verdict(whole.substr(0, n)), -1) << n;
}

TEST(Head, WhatFollowsItChangesNothing) {
  EXPECT_TRUE(rc::check([] {
    auto const whole = with_fields("Content-Length: 5\r\n");
    auto const behind = *rc::gen::arbitrary<std::string>();
    http::Request request;
    std::size_t scanned = 0;
    auto const head = parse_head(whole + behind, scanned, limits, request);
    RC_ASSERT(head && *head && (*head)->size == whole.size());
  }));
}

TEST(S31, AcceptedHeadsHoldNoControlBytesAndOneLength) {  // any bytes in, only clean values out
  EXPECT_TRUE(rc::check([] {
    auto const piece = rc::gen::element<std::string>(
        "GET", "POST", " ", "/", "HTTP/1.1", "\r\n", "\n", "\r", "Host: h", "Content-Length: 1",
        "Transfer-Encoding: chunked", ":", "\t", "a", std::string(1, '\0'), "\x80", ",");
    auto const noise = *rc::gen::container<std::vector<std::string>>(piece);
    std::string text = "GET / HTTP/1.1\r\nHost: h\r\n";
    for (auto const& part : noise) text += part;
    text += "\r\n\r\n";
    http::Request request;
    if (verdict(text, &request) != 0) return;
    RC_ASSERT(request.headers.count("Host") == 1U);
    RC_ASSERT(
        request.headers.count("Content-Length") + request.headers.count("Transfer-Encoding") <= 1U);
    for (std::size_t i = 0; i < request.headers.size(); ++i)
      for (char const c : request.headers[i].value)
        RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 || c == '\t');
  }));
}

}  // namespace
}  // namespace latchkey::net
