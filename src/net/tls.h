#pragma once
// Certificates and the rules of TLS: 1.2 and 1.3, forward secrecy and AEAD only. Source:
// security.md section 5.

#include <cstdint>
#include <memory>

#include "core/result.h"
#include "net/server.h"

struct ssl_ctx_st;

namespace latchkey::net {

/// One certificate with its key, ready for connections; they keep it alive while they last.
class TlsContext {
 public:
  /// Errors: invalid, naming the file and how to mend it.
  static Result<std::shared_ptr<TlsContext const>> open(TlsFiles const& files);

  /// Unix seconds after which clients refuse the certificate.
  std::int64_t expires() const;

  ssl_ctx_st* get() const { return context_.get(); }

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  std::unique_ptr<ssl_ctx_st, Free> context_;
};

}  // namespace latchkey::net
