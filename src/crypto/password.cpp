#include "crypto/password.h"

#include <argon2.h>
#include <crypt.h>
#include <strings.h>

#include "crypto/digest.h"
#include "crypto/password_form.h"

namespace latchkey::crypto {
namespace {

constexpr std::uint32_t memory_kib = 19 * 1024, passes = 2, lanes = 1;
constexpr std::size_t salt_bytes = 16, tag_bytes = 32;
constexpr unsigned long bcrypt_cost = 10;
constexpr std::size_t bcrypt_reads = 72;  // and libxcrypt refuses more than 511

/// 1000 characters of UTF-8; what is longer was refused long before (S6).
constexpr std::size_t max_password_bytes = 4000;

// Random bytes in the form of a hash; nobody ever knew a password for them.
constexpr std::string_view argon2_dummy =
    "$argon2id$v=19$m=19456,t=2,p=1$CUmUVodz+LU6ixwju8jKcA$"
    "7j2CWYjP9qSlCFXOKDMgheBT4enN0Fo3WY3QrKqrHSA";
constexpr std::string_view bcrypt_dummy =
    "$2y$10$DnQKoGsSBG/4Y.VYvcwyA.OUTueQHuIzPAct3j9GZekT.JHYxJCeW";

Result<std::string> hash_argon2(Secret const& password, Random& random) {
  auto const salt = random_bytes(random, salt_bytes);
  std::string out(argon2_encodedlen(passes, memory_kib, lanes, salt_bytes, tag_bytes, Argon2_id),
                  '\0');
  auto const text = password.expose();
  auto const rc =
      argon2id_hash_encoded(passes, memory_kib, lanes, text.data(), text.size(), salt.data(),
                            salt.size(), tag_bytes, out.data(), out.size());
  if (rc != ARGON2_OK) return fail_internal(std::string("argon2: ") + argon2_error_message(rc));
  out.resize(out.find('\0'));
  return out;
}

/// What crypt makes of `password` with the cost and salt of `setting`; empty when it refuses.
std::string run_bcrypt(std::string_view password, std::string_view setting) {
  auto const work = std::make_unique<crypt_data>();
  Secret const phrase(std::string(password.substr(0, bcrypt_reads)));
  char const* out = crypt_r(phrase.expose().data(), std::string(setting).c_str(), work.get());
  std::string hash = out != nullptr && out[0] != '*' ? out : "";
  explicit_bzero(work.get(), sizeof(crypt_data));
  return hash;
}

/// bcrypt reads C strings: a password with NUL would be as good as its first part.
bool bcrypt_can_read(std::string_view password) { return password.find('\0') == password.npos; }

Result<std::string> hash_bcrypt(Secret const& password, Random& random) {
  if (!bcrypt_can_read(password.expose())) {
    return fail(Kind::invalid, "error.user.password.invalid",
                "Please enter a valid password. Passwords must not contain NUL bytes.");
  }
  auto const salt = random_bytes(random, salt_bytes);
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
  if (crypt_gensalt_rn("$2y$", bcrypt_cost, salt.data(), salt_bytes, setting.data(),
                       setting.size()) == nullptr)
    return fail_internal("crypt_gensalt_rn refused $2y$");
  auto hash = run_bcrypt(password.expose(), setting.data());
  if (hash.empty()) return fail_internal("crypt_r refused $2y$");
  return hash;
}

bool verify_argon2(std::string_view password, std::string_view hash) {
  return argon2id_verify(std::string(hash).c_str(), password.data(), password.size()) == ARGON2_OK;
}

bool verify_bcrypt(std::string_view password, std::string_view hash) {
  auto const made = run_bcrypt(password, hash);
  return equal_constant_time(made, hash) && bcrypt_can_read(password);
}

}  // namespace

Result<std::string> hash_password(Secret const& password, HashAlgorithm algorithm, Random& random) {
  if (password.size() > max_password_bytes) {
    return fail(
        Kind::invalid, "error.user.password.excessive",
        "Please enter a valid password. Passwords must not be longer than 1000 characters.");
  }
  return algorithm == HashAlgorithm::bcrypt ? hash_bcrypt(password, random)
                                            : hash_argon2(password, random);
}

bool verify_password(Secret const& password, std::string_view hash) {
  auto const text = password.expose();
  if (text.size() > max_password_bytes) return false;
  if (parse_bcrypt_cost(hash)) return verify_bcrypt(text, hash);
  if (parse_argon2_form(hash)) return verify_argon2(text, hash);
  verify_argon2(text, argon2_dummy);
  return false;
}

bool needs_upgrade(std::string_view hash, HashAlgorithm wanted) {
  auto const cost = parse_bcrypt_cost(hash);
  if (wanted == HashAlgorithm::bcrypt) return !cost || *cost < static_cast<int>(bcrypt_cost);
  auto const form = parse_argon2_form(hash);
  return !form || form->memory < memory_kib || form->passes < passes;
}

std::string_view dummy_hash(HashAlgorithm algorithm) {
  return algorithm == HashAlgorithm::bcrypt ? bcrypt_dummy : argon2_dummy;
}

bool is_known_hash(std::string_view hash) {
  return parse_bcrypt_cost(hash) || parse_argon2_form(hash);
}

}  // namespace latchkey::crypto
