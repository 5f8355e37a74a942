// layer: accounts
// Account files from a disk others write to: index.php and .htpasswd.
#include <cstdlib>

#include "accounts/account_file.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const [user, problem, is_literal] = accounts::parse_account("fuzz0001", text, "en");
  if (user.role.empty() || user.language.empty()) std::abort();
  if (problem.empty() && (user.email.empty() || !is_literal)) std::abort();
  if (auto const printed = accounts::print_account(user, text)) {
    auto const again = accounts::parse_account("fuzz0001", *printed, "en").user;
    if (again.role.empty() || again.email.empty() != user.email.empty()) std::abort();
  }
  auto const lines = accounts::parse_password_lines(text);
  auto const printed = accounts::print_password_lines(lines);
  if (accounts::parse_password_lines(printed.expose()).hash.expose() != lines.hash.expose())
    std::abort();
  auto const with = accounts::with_totp(lines, Secret("ABC"));
  auto const found = accounts::find_totp(with);
  if (!found || found->expose() != "ABC") std::abort();
  return 0;
}
