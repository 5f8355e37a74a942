#pragma once
// One key per purpose, made from the site's secret, so that a value signed for one is worth nothing
// to another.

#include "core/secret.h"
#include "crypto/digest.h"

namespace latchkey::auth {

struct Keys {
  explicit Keys(Secret const& site_key)
      : csrf(derive(site_key, "csrf")),
        anonymous(derive(site_key, "anonymous cookie")),
        device(derive(site_key, "device cookie")),
        code(derive(site_key, "one-time code")) {}

  Secret csrf, anonymous, device, code;

 private:
  static Secret derive(Secret const& site_key, std::string_view purpose) {
    auto const digest =
        crypto::hmac_sha256(site_key.expose(), "latchkey auth 1: " + std::string(purpose));
    return Secret(std::string(crypto::as_bytes(digest)));
  }
};

}  // namespace latchkey::auth
