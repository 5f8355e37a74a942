#include "net/tls.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <filesystem>

namespace latchkey::net {
namespace {

struct Free {
  void operator()(X509* x) const { X509_free(x); }
  void operator()(EVP_PKEY* x) const { EVP_PKEY_free(x); }
  void operator()(X509_EXTENSION* x) const { X509_EXTENSION_free(x); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Failure wrong(std::string message) {
  char text[200] = "";
  if (auto const code = ERR_peek_last_error()) ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  return fail(Kind::invalid, "error.net.tls", std::move(message), text);
}

/// Takes http/1.1; a client that names only other protocols is refused (RFC 7301, 3.2).
int choose_protocol(SSL*, unsigned char const** out, unsigned char* out_size,
                    unsigned char const* offered, unsigned offered_size, void*) {
  static constexpr unsigned char ours[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, ours, sizeof ours - 1, offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

bool set_rules(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_num_tickets(context, 1);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  static constexpr unsigned char name[] = "latchkey";
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
         SSL_CTX_set_ciphersuites(
             context,
             "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256") == 1 &&
         SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1 &&
         SSL_CTX_set_session_id_context(context, name, sizeof name - 1) == 1;
}

Result<> check_readable(std::string const& path, std::string_view what) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file(std::fopen(path.c_str(), "r"),
                                                             &std::fclose);
  if (file) return {};
  return fail(Kind::invalid, "error.net.tls",
              "The " + std::string(what) + " " + path +
                  " cannot be read: " + std::generic_category().message(errno) +
                  ". Give a PEM file that the server's user may read.");
}

Result<> load_files(SSL_CTX* context, TlsFiles const& files) {
  LK_CHECK(check_readable(files.certificate, "certificate"));
  LK_CHECK(check_readable(files.key, "private key"));
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1)
    return wrong("The certificate " + files.certificate +
                 " is no PEM certificate. Give the server's certificate first, then the chain.");
  if (SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    if (ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH)
      return wrong("The private key " + files.key + " does not belong to the certificate " +
                   files.certificate + ". Give the key the certificate was made with.");
    return wrong("The private key " + files.key + " is no PEM key without a passphrase.");
  }
  if (SSL_CTX_check_private_key(context) != 1)
    return wrong("The private key " + files.key + " does not belong to the certificate " +
                 files.certificate + ". Give the key the certificate was made with.");
  return {};
}

bool add_extension(X509* certificate, int nid, char const* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  Owned<X509_EXTENSION> const extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool fill(X509* certificate, EVP_PKEY* key) {
  auto* const name = X509_get_subject_name(certificate);
  auto const* const common = reinterpret_cast<unsigned char const*>("localhost");
  constexpr long day = 24 * 60 * 60;
  return X509_set_version(certificate, X509_VERSION_3) == 1 &&
         ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate),
                                 static_cast<std::uint64_t>(std::time(nullptr))) == 1 &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), -day) != nullptr &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), 90 * day) != nullptr &&
         X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
         add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
         add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
         add_extension(certificate, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1") &&
         X509_sign(certificate, key, EVP_sha256()) > 0;
}

Result<> use_self_signed(SSL_CTX* context) {
  Owned<EVP_PKEY> const key(EVP_EC_gen("P-256"));
  Owned<X509> const certificate(X509_new());
  if (!key || !certificate || !fill(certificate.get(), key.get()) ||
      SSL_CTX_use_certificate(context, certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, key.get()) != 1)
    return wrong("A self-signed certificate could not be made.");
  return {};
}

}  // namespace

void TlsContext::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

Result<std::shared_ptr<TlsContext const>> TlsContext::open(TlsFiles const& files) {
  auto out = std::make_shared<TlsContext>();
  out->context_.reset(SSL_CTX_new(TLS_server_method()));
  if (!out->context_ || !set_rules(out->get())) return wrong("TLS could not be set up.");
  if (files.self_signed) {
    LK_CHECK(use_self_signed(out->get()));
  } else {
    LK_CHECK(load_files(out->get(), files));
  }
  return out;
}

std::int64_t TlsContext::expires() const {
  std::tm end{};
  ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(get())), &end);
  return ::timegm(&end);
}

}  // namespace latchkey::net
