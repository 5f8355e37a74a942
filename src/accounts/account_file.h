#pragma once
// One account's files: index.php, user.txt, .htpasswd. Source: spec/auth 11.

#include <map>
#include <string>
#include <string_view>

#include "accounts/accounts.h"
#include "core/result.h"
#include "formats/json.h"

namespace latchkey::accounts {

inline constexpr std::size_t max_account_file = 4 << 20;  ///< of index.php and user.txt

/// site/accounts/ID/FILE.
std::string account_path(std::string_view id, std::string_view file = {});

/// An account, and what of its index.php could not be understood.
struct ReadAccount {
  User user;
  std::string problem;     ///< with the place; empty for none
  bool is_literal = true;  ///< false: nothing was understood, all are defaults
};

/// What index.php says, without content; defaults (the language: `language`) for what it does not
/// say, or not as text. Never throws.
ReadAccount parse_account(std::string_view id, std::string_view index_php,
                          std::string const& language);

/// The account of a folder without index.php: no address, no name, no role that exists.
User bare_account(std::string_view id, std::string const& language);

/// A translation's fields over those of the default language: keys fall back one by one, an empty
/// value counts. Source: spec/content-api 3.
UserTranslation lay_over(formats::Fields const& standard, std::string_view language,
                         formats::Fields own);

/// index.php of `user`, in the form of the original. Other literal entries of `previous` (the
/// present file, or empty) are kept. Errors: internal where `previous` cannot be read or holds an
/// expression, which would be lost.
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
