#pragma once
// One account's files: index.php, user.txt, .htpasswd. Source: spec/auth 11.

#include <map>
#include <string>
#include <string_view>

#include "accounts/accounts.h"
#include "core/result.h"
#include "formats/json.h"

namespace latchkey::accounts {

/// site/accounts/ID/FILE.
std::string account_path(std::string_view id, std::string_view file = {});

/// What index.php says, without content; `language` where the file names none. Errors: invalid,
/// with the reason and place in `message`: no literal array, no address, a value that is no text.
/// Never throws.
Result<User> parse_account(std::string_view id, std::string_view index_php,
                           std::string const& language);

/// index.php of `user`, in the form of the original. Other literal entries of `previous` (the
/// present file, or empty) are kept. Errors: internal where `previous` holds an expression, which
/// would be lost.
Result<std::string> print_account(User const& user, std::string_view previous);

/// The lines of `.htpasswd`: a hash (may be empty), then a JSON object of further secrets.
struct PasswordLines {
  Secret hash;
  Secret others;  ///< JSON object as text; empty for none
};
PasswordLines parse_password_lines(std::string_view text);
/// Without a line feed at the end.
Secret print_password_lines(PasswordLines const& lines);

std::optional<Secret> find_totp(PasswordLines const& lines);
/// `lines` with another one-time-code secret, or none; further secrets stay.
PasswordLines with_totp(PasswordLines lines, std::optional<Secret> const& base32);

}  // namespace latchkey::accounts
