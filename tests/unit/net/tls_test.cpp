#include <fcntl.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <filesystem>
#include <fstream>

#include "net_fixture.h"
#include "support/certificate.h"

namespace latchkey::net {
namespace {

using namespace test;

struct TlsClient {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL* ssl = nullptr;
  Client socket;
  bool connected = false;

  explicit TlsClient(std::uint16_t port, int version = 0, std::string_view protocols = "")
      : socket(port) {
    if (version != 0) SSL_CTX_set_max_proto_version(context, version);
    if (version != 0 && version < TLS1_2_VERSION) SSL_CTX_set_security_level(context, 0);
    if (!protocols.empty())
      SSL_CTX_set_alpn_protos(context, reinterpret_cast<unsigned char const*>(protocols.data()),
                              static_cast<unsigned>(protocols.size()));
    ssl = SSL_new(context);
    SSL_set_fd(ssl, socket.fd());
    connected = SSL_connect(ssl) == 1;
  }
  TlsClient(TlsClient const&) = delete;
  ~TlsClient() {
    SSL_free(ssl);
    SSL_CTX_free(context);
  }

  std::string ask(std::string_view request) {
    if (SSL_write(ssl, request.data(), static_cast<int>(request.size())) <= 0) return "";
    std::string out;
    char bytes[16384];
    for (int n; (n = SSL_read(ssl, bytes, sizeof bytes)) > 0;)
      out.append(bytes, static_cast<std::size_t>(n));
    return out;
  }
  std::string serial() {
    X509* const certificate = SSL_get1_peer_certificate(ssl);
    std::string out;
    if (certificate != nullptr) {
      unsigned char digest[32];
      unsigned size = 0;
      X509_digest(certificate, EVP_sha256(), digest, &size);
      out.assign(reinterpret_cast<char*>(digest), size);
    }
    X509_free(certificate);
    return out;
  }
};

Settings self_signed() {
  Settings out;
  out.tls_port = 0;
  out.tls.self_signed = true;
  return out;
}

std::string closing(std::string_view target) { return get(target, "Connection: close\r\n"); }

TEST(Tls, ServesBothVersionsAndSaysSo) {  // security.md 5
  FakeService service;
  service.reply = [](http::Request const& r) {
    return FakeService::text(r.peer.tls ? "tls" : "plain");
  };
  Running server(service, self_signed());
  for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient client(server->tls_port(), version);
    ASSERT_TRUE(client.connected);
    EXPECT_EQ(SSL_version(client.ssl), version);
    auto const reply = client.ask(closing("/"));
    EXPECT_EQ(body_of(reply), "tls");
    EXPECT_NE(reply.find("\r\nStrict-Transport-Security: max-age=31536000\r\n"), reply.npos);
  }
  EXPECT_EQ(body_of(server.ask(get("/"))), "plain");
}

TEST(Tls, RefusesOldVersions) {
  FakeService service;
  Running server(service, self_signed());
  EXPECT_FALSE(TlsClient(server->tls_port(), TLS1_1_VERSION).connected);
}

TEST(Tls, NegotiatesHttp11Only) {  // RFC 7301, 3.2
  FakeService service;
  Running server(service, self_signed());
  TlsClient both(server->tls_port(), 0, "\x02h2\x08http/1.1");
  ASSERT_TRUE(both.connected);
  unsigned char const* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(both.ssl, &name, &size);
  EXPECT_EQ(std::string_view(reinterpret_cast<char const*>(name), size), "http/1.1");
  EXPECT_FALSE(TlsClient(server->tls_port(), 0, "\x02h2").connected);
}

TEST(Tls, CarriesLargeBodiesAndPipelines) {
  FakeService service;
  std::string const large(2 * 1024 * 1024, 'y');
  service.reply = [&](http::Request const& r) {
    auto reply = FakeService::text(r.target == "/large" ? large : r.body);
    if (r.target == "/file")
      reply.body = http::FileBody(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC), 1, 300'000);
    return reply;
  };
  Running server(service, self_signed());
  TlsClient client(server->tls_port());
  ASSERT_TRUE(client.connected);
  std::string const body(100'000, 'z');
  auto const all = client.ask("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" +
                              body + get("/file") + closing("/large"));
  EXPECT_NE(all.find(body), all.npos);
  EXPECT_NE(all.find("\r\n\r\nELF"), all.npos);
  EXPECT_TRUE(all.ends_with(large));
}

TEST(Tls, AClientThatSpeaksPlainIsDropped) {
  FakeService service;
  Running server(service, self_signed());
  Client client(server->tls_port());
  client.send(get("/"));
  EXPECT_EQ(client.read_all().find("HTTP/"), std::string::npos);
  EXPECT_EQ(service.answered, 0);
}

/// A key and a certificate for it as PEM files.
struct Files {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("latchkey-tls-" + std::to_string(::getpid()));
  TlsFiles tls{folder / "cert.pem", folder / "key.pem", false};

  Files() {
    std::filesystem::create_directories(folder);
    write();
  }
  ~Files() { std::filesystem::remove_all(folder); }

  void write() const { latchkey::test::write_certificate(tls.certificate, tls.key); }
};

TEST(Tls, ReloadsTheCertificateForNewConnectionsAndKeepsTheOldOnError) {  // DESIGN 8
  Files files;
  FakeService service;
  Settings settings;
  settings.plain = false;
  settings.tls_port = 0;
  settings.tls = files.tls;
  Running server(service, settings);
  TlsClient before(server->tls_port());
  files.write();
  ASSERT_TRUE(server->reload_tls());
  TlsClient after(server->tls_port());
  ASSERT_TRUE(before.connected && after.connected);
  EXPECT_NE(before.serial(), after.serial());
  EXPECT_TRUE(before.ask(closing("/")).starts_with("HTTP/1.1 200 "));

  latchkey::test::write_certificate(files.tls.certificate, (files.folder / "other.pem").string());
  auto const failed = server->reload_tls();
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().message.find("does not belong to"), std::string::npos)
      << failed.error().message;
  TlsClient still(server->tls_port());
  EXPECT_EQ(still.serial(), after.serial());

  std::ofstream(files.tls.certificate) << "no certificate";
  EXPECT_NE(server->reload_tls().error().message.find(files.tls.certificate), std::string::npos);
}

}  // namespace
}  // namespace latchkey::net
