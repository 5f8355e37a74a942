#pragma once
// Cookies: the `Cookie` field of a request is read, the `Set-Cookie` field of a reply is written.
// RFC 6265.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latchkey::http {

/// Value of the first cookie called `name` (exact case), as sent: not percent-decoded; borrows from
/// `header`. Source: RFC 6265, 4.2.1.
std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name);

enum class SameSite { none, lax, strict };

/// One cookie to set. No text may hold ';', CR, LF or NUL: percent-encode the value first.
struct SetCookie {
  std::string name, value;
  std::optional<std::int64_t> expires;  ///< Unix seconds
  std::optional<std::int64_t> max_age;  ///< seconds
  std::string path = "/";               ///< empty: no attribute
  std::string domain;                   ///< empty: no attribute
  bool secure = false;
  bool http_only = true;
  std::optional<SameSite> same_site = SameSite::lax;
};

/// `NAME=VALUE; expires=DATE; Max-Age=N; path=/; domain=…; secure; HttpOnly; SameSite=Lax`, absent
/// attributes left out. Source: spec/auth 6.
std::string print_set_cookie(SetCookie const& cookie);

/// IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT`; clamped to the years 1 to 9999. Source: RFC
/// 9110, 5.6.7.
std::string http_date(std::int64_t unix_seconds);

}  // namespace latchkey::http
