// How long the bare verification of one Argon2id password takes, alone on one thread; logins per
// second are read beside it. Prints one JSON object with the median in milliseconds.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "crypto/password.h"

int main() {
  using namespace latchkey;
  auto const hash = crypto::dummy_hash(crypto::HashAlgorithm::argon2id);
  Secret const password{std::string("a password of usual length")};
  std::vector<double> milliseconds;
  for (int i = 0; i < 41; ++i) {
    auto const start = std::chrono::steady_clock::now();
    if (crypto::verify_password(password, hash)) return 1;
    milliseconds.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
  }
  std::ranges::sort(milliseconds);
  std::printf("{\"median_ms\": %.2f}\n", milliseconds[milliseconds.size() / 2]);
}
