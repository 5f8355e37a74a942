#include "auth/origin.h"

#include <gtest/gtest.h>

#include "auth/network.h"

namespace latchkey::auth {
namespace {

using Mode = config::UrlOptions::Mode;

struct Sent {
  std::string host = "example.com";
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string peer = "127.0.0.1";
  bool tls = false;
};

http::Request make(Sent const& sent) {
  http::Request request;
  request.host = sent.host;
  request.peer.address = sent.peer;
  request.peer.tls = sent.tls;
  for (auto const& [name, value] : sent.headers) request.headers.add(name, value);
  return request;
}

config::Options with_url(Mode mode, std::vector<std::string> urls = {}) {
  config::Options options;
  options.url = {mode, std::move(urls)};
  return options;
}

config::Options behind(int hops, std::vector<std::string> networks = {}) {
  config::Options options;
  options.proxies = {hops, std::move(networks)};
  return options;
}

bool is_https(Sent const& sent, config::Options const& options) {
  auto const site = resolve_address(make(sent), options);
  return site && site->https;
}

// Oracle: spec/auth 13, first row.
TEST(Origin, ComesFromTheHostHeaderWithoutUrl) {
  auto const site = resolve_address(make({.host = "Example.COM:8443", .tls = true}), {});
  ASSERT_TRUE(site);
  EXPECT_EQ(site->origin, "https://example.com:8443");
  EXPECT_EQ(site->host, "example.com");
  EXPECT_EQ(site->port, 8443);
  EXPECT_EQ(site->path, "");
}

TEST(Origin, LeavesOutTheDefaultPort) {
  EXPECT_EQ(resolve_address(make({.host = "example.com:80"}), {})->origin, "http://example.com");
  EXPECT_EQ(resolve_address(make({.host = "example.com:443", .tls = true}), {})->origin,
            "https://example.com");
  EXPECT_EQ(resolve_address(make({.host = "[2001:DB8::1]:81"}), {})->origin,
            "http://[2001:db8::1]:81");
}

// Oracle: RFC 9110, 4.2; an authority is a host and perhaps a port.
TEST(Origin, RefusesAHostThatIsNone_S3) {
  for (auto const* host : {"a b", "a/b", "a@b", "a:b", "a:0", "a:65536", "a:1:2", "[::1", "[zz]",
                           "a,b", "<x>", ".x", "a\\b", "a?b", "a#b", "a%00b"}) {
    auto const site = resolve_address(make({.host = host}), {});
    ASSERT_FALSE(site) << host;
    EXPECT_EQ(site.error().kind, Kind::invalid);
  }
}

// Oracle: recorded cases https-proxy-any and https-proxy-forwarded.
TEST(Origin, BelievesForwardingHeadersWithAnyUrl) {
  auto const any = with_url(Mode::any);
  EXPECT_FALSE(is_https({}, any));
  EXPECT_TRUE(is_https({.headers = {{"X-Forwarded-Proto", "https"}}}, any));
  EXPECT_TRUE(is_https({.headers = {{"X-Forwarded-Proto", "HTTPS"}}}, any));
  EXPECT_TRUE(is_https({.headers = {{"X-Forwarded-Proto", "https, http"}}}, any));
  EXPECT_FALSE(is_https({.headers = {{"X-Forwarded-Proto", "https,http"}}}, any));
  EXPECT_TRUE(is_https({.headers = {{"X-Forwarded-SSL", "on"}}}, any));
  EXPECT_FALSE(is_https({.headers = {{"X-Forwarded-SSL", "off"}}}, any));
  EXPECT_TRUE(
      is_https({.headers = {{"Forwarded", "for=192.0.2.1;proto=https;host=example.com"}}}, any));
  EXPECT_TRUE(is_https({.headers = {{"Forwarded", "proto=\"https\""}}}, any));
  EXPECT_FALSE(is_https({.headers = {{"Forwarded", "proto=http, proto=https"}}}, any));
  EXPECT_FALSE(
      is_https({.headers = {{"Forwarded", "proto=http"}, {"X-Forwarded-Proto", "https"}}}, any));
}

TEST(Origin, TakesForwardedHostAndPort) {
  auto const any = with_url(Mode::any);
  auto const site = resolve_address(make({.host = "127.0.0.1:8000",
                                          .headers = {{"X-Forwarded-Host", "shop.example"},
                                                      {"X-Forwarded-Port", "8443"},
                                                      {"X-Forwarded-Proto", "https"}}}),
                                    any);
  EXPECT_EQ(site->origin, "https://shop.example:8443");
  EXPECT_EQ(
      resolve_address(make({.headers = {{"Forwarded", "host=\"a.example:81\""}}}), any)->origin,
      "http://a.example:81");
}

TEST(Origin, IgnoresForwardingHeadersWithoutUrl_S3) {
  EXPECT_FALSE(is_https({.headers = {{"X-Forwarded-Proto", "https"}}}, {}));
  EXPECT_EQ(resolve_address(make({.headers = {{"X-Forwarded-Host", "evil.example"}}}), {})->host,
            "example.com");
}

// Oracle: spec/auth 13, second row, and recorded case session-cookie-path.
TEST(Origin, IsTheFixedUrlWhateverTheRequestSays) {
  auto const site =
      resolve_address(make({.host = "evil.example", .headers = {{"X-Forwarded-Proto", "http"}}}),
                      with_url(Mode::fixed, {"https://example.com/sub"}));
  EXPECT_EQ(site->base, "https://example.com/sub");
  EXPECT_EQ(site->path, "/sub");
  EXPECT_TRUE(site->https);
}

// Oracle: recorded case https-proxy-list.
TEST(Origin, MustBeOneOfAList) {
  auto const list = with_url(Mode::list, {"http://localhost:8000", "https://example.com/sub"});
  auto const good = resolve_address(
      make({.headers = {{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", "example.com"}}}),
      list);
  ASSERT_TRUE(good);
  EXPECT_EQ(good->path, "/sub");
  auto const bad = resolve_address(
      make({.headers = {{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", "evil.example"}}}),
      list);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().kind, Kind::internal);
}

// Oracle: security S3: without `proxies` no header changes the client address.
TEST(Origin, NamesThePeerAsClient_S3) {
  for (auto const* name : {"X-Forwarded-For", "Client-IP", "X-Client-IP", "X-Real-IP"})
    for (auto const& options :
         {config::Options{}, with_url(Mode::any), with_url(Mode::fixed, {"https://a.b"})})
      EXPECT_EQ(
          resolve_address(make({.headers = {{name, "127.0.0.1"}}, .peer = "192.0.2.9"}), options)
              ->client,
          "192.0.2.9");
}

TEST(Origin, CountsHopsFromTheEnd_S3) {
  Sent const sent{
      .headers = {{"X-Forwarded-For", "6.6.6.6, 203.0.113.5"}, {"X-Forwarded-For", "10.0.0.2"}},
      .peer = "10.0.0.1"};
  EXPECT_EQ(resolve_address(make(sent), behind(1))->client, "10.0.0.2");
  EXPECT_EQ(resolve_address(make(sent), behind(2))->client, "203.0.113.5");
  EXPECT_EQ(resolve_address(make(sent), behind(9))->client, "6.6.6.6");
}

TEST(Origin, WalksTrustedNetworksFromTheEnd_S3) {
  Sent sent{.headers = {{"X-Forwarded-For", "6.6.6.6, 203.0.113.5, 10.0.0.2"}}, .peer = "10.0.0.1"};
  auto const options = behind(0, {"10.0.0.0/8"});
  EXPECT_EQ(resolve_address(make(sent), options)->client, "203.0.113.5");
  sent.peer = "192.0.2.1";  // no proxy of ours: nothing it passes on is believed
  EXPECT_EQ(resolve_address(make(sent), options)->client, "192.0.2.1");
}

TEST(Origin, StopsAtAnElementThatIsNoAddress_S3) {
  Sent const sent{.headers = {{"Forwarded", "for=6.6.6.6, for=unknown, for=\"[2001:db8::7]:99\""}},
                  .peer = "10.0.0.1"};
  EXPECT_EQ(resolve_address(make(sent), behind(3))->client, "2001:db8::7");
}

TEST(Origin, BelievesTheSchemeOfOurOwnProxyOnly_S3) {
  auto options = behind(1);
  options.url.mode = Mode::any;
  EXPECT_FALSE(is_https({.headers = {{"Forwarded", "proto=https, proto=http"}}}, options));
  EXPECT_TRUE(is_https({.headers = {{"Forwarded", "proto=http, proto=https"}}}, options));
  options.proxies = {0, {"10.0.0.0/8"}};
  EXPECT_FALSE(
      is_https({.headers = {{"X-Forwarded-Proto", "https"}}, .peer = "192.0.2.1"}, options));
}

TEST(Origin, RefusesContradictingHeadersOfAProxy_S3) {
  for (auto const& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"X-Forwarded-Proto", "http"},
                                                        {"X-Forwarded-Host", "b.example"},
                                                        {"X-Forwarded-For", "192.0.2.2"}}) {
    Sent const sent{
        .headers = {{"Forwarded", "for=192.0.2.1;proto=https;host=a.example"}, {name, value}}};
    auto const site = resolve_address(make(sent), behind(1));
    ASSERT_FALSE(site) << name;
    EXPECT_EQ(site.error().kind, Kind::invalid);
    EXPECT_TRUE(resolve_address(make(sent), {}));
  }
}

// Oracle: recorded case system-not-local and spec/auth 13, last part.
TEST(Origin, IsLocalForLoopbackAllTheWay_S3) {
  auto const local = [](Sent const& sent) { return resolve_address(make(sent), {})->is_local; };
  EXPECT_TRUE(local({}));
  EXPECT_TRUE(local({.peer = "::1"}));
  EXPECT_TRUE(local({.headers = {{"X-Forwarded-For", "127.0.0.1"}}}));
  EXPECT_FALSE(local({.headers = {{"X-Forwarded-For", "203.0.113.5"}}}));
  EXPECT_FALSE(local({.headers = {{"X-Forwarded-For", "127.0.0.1, 203.0.113.5"}}}));
  EXPECT_FALSE(
      local({.headers = {{"X-Forwarded-For", "127.0.0.1"}, {"X-Forwarded-For", "203.0.113.5"}}}));
  EXPECT_FALSE(local({.headers = {{"X-Real-IP", "203.0.113.5"}}}));
  EXPECT_FALSE(local({.headers = {{"Forwarded", "for=203.0.113.5"}}}));
  EXPECT_FALSE(local({.headers = {{"Client-IP", "nonsense"}}}));
  EXPECT_FALSE(local({.headers = {{"X-Forwarded-For", "127.0.0.1"}}, .peer = "192.0.2.1"}));
}

TEST(Origin, IsNeverLocalByTheHostHeader_S3) {
  EXPECT_FALSE(resolve_address(make({.host = "localhost", .peer = "192.0.2.1"}), {})->is_local);
  EXPECT_FALSE(resolve_address(make({.host = "a.test", .peer = "192.0.2.1"}), with_url(Mode::any))
                   ->is_local);
  EXPECT_TRUE(resolve_address(make({.peer = "192.0.2.1"}), with_url(Mode::fixed, {"http://a.test"}))
                  ->is_local);
}

// Oracle: security 3: IPv4 alone, IPv6 by /64.
TEST(NetworkOf, IsTheAddressOrTheIpv6Prefix) {
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), network_of("2001:db8:1:2::9"));
  EXPECT_NE(network_of("2001:db8:1:2::"), network_of("2001:db8:1:3::"));
  EXPECT_EQ(network_of("nonsense"), "nonsense");
}

TEST(IsInNetwork, ComparesThePrefix) {
  auto const in = [](char const* address, char const* network) {
    return is_in_network(*parse_address(address), network);
  };
  EXPECT_TRUE(in("10.1.2.3", "10.0.0.0/8"));
  EXPECT_FALSE(in("11.1.2.3", "10.0.0.0/8"));
  EXPECT_TRUE(in("10.1.2.3", "0.0.0.0/0"));
  EXPECT_TRUE(in("10.1.2.3", "10.1.2.3"));
  EXPECT_TRUE(in("10.1.2.3", "10.1.2.2/31"));
  EXPECT_FALSE(in("10.1.2.3", "10.1.2.3/33"));
  EXPECT_FALSE(in("::1", "0.0.0.0/0"));
  EXPECT_TRUE(in("2001:db8::1", "2001:db8::/32"));
  EXPECT_FALSE(in("10.1.2.3", "broken"));
}

// Oracle: security S3: all that is believed must be said by both headers, where both are there.
TEST(S3, AClientCannotChooseItsAddressByAForwardedHeaderOfItsOwn) {
  std::string const proxy = "10.0.0.2";
  for (auto const* forged : {"proto=http", "for=9.9.9.9, for=10.0.0.2", "for=10.0.0.2"}) {
    Sent const sent{
        .headers = {{"Forwarded", forged}, {"X-Forwarded-For", "203.0.113.5, " + proxy}}};
    auto const refused = resolve_address(make(sent), behind(2));
    ASSERT_FALSE(refused) << forged;
    EXPECT_EQ(refused.error().kind, Kind::invalid);
  }
  Sent const honest{.headers = {{"Forwarded", "for=203.0.113.5, for=10.0.0.2"},
                                {"X-Forwarded-For", "203.0.113.5, " + proxy}}};
  EXPECT_EQ(resolve_address(make(honest), behind(2))->client, "203.0.113.5");
}

}  // namespace
}  // namespace latchkey::auth
