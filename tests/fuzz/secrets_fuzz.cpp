// layer: crypto
// Stored hash strings, base64 and one-time secrets: what a person may have edited, or a client
// sent.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crypto/digest.h"
#include "crypto/password.h"
#include "crypto/password_form.h"
#include "crypto/totp.h"

using namespace latchkey;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const bcrypt = crypto::parse_bcrypt_cost(text);
  auto const argon2 = crypto::parse_argon2_form(text);
  require(!bcrypt || (*bcrypt >= 4 && *bcrypt <= crypto::max_bcrypt_cost));
  require(!argon2 || (argon2->memory <= crypto::max_argon2_memory &&
                      argon2->passes <= crypto::max_argon2_passes));
  require(crypto::is_known_hash(text) == (bcrypt || argon2));
  // The libraries see every form the strict readers let through, as long as it is cheap.
  if ((bcrypt && *bcrypt == 4) || (argon2 && argon2->memory * argon2->passes <= 1024))
    crypto::verify_password(Secret("canary"), text);

  if (auto const bytes = crypto::from_base64url(text))
    require(crypto::to_base64url(*bytes) == text);
  require(crypto::from_base64_lenient(text).size() <= size);

  auto const code = crypto::totp_code(Secret(std::string(text)), 56'666'667);
  require(code.empty() || code.size() == 6);
  if (!code.empty())
    require(crypto::matching_totp_step(Secret(std::string(text)), code, 1'700'000'010).has_value());
  return 0;
}
