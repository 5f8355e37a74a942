#include "http/cookie.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "core/text.h"

namespace latchkey::http {
namespace {

constexpr std::string_view same_site_name(SameSite policy) {
  switch (policy) {
    case SameSite::none: return "None";
    case SameSite::lax: return "Lax";
    case SameSite::strict: return "Strict";
  }
  return "Strict";
}

}  // namespace

std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    auto const [pair, rest] = cut(header, ';');
    auto const [key, value] = cut(trim(pair), '=');
    if (key == name && key.size() < trim(pair).size()) return value;
    header = rest;
  }
  return std::nullopt;
}

std::string print_set_cookie(SetCookie const& cookie) {
  std::string out = cookie.name + '=' + cookie.value;
  if (cookie.expires) out += "; expires=" + http_date(*cookie.expires);
  if (cookie.max_age) out += "; Max-Age=" + std::to_string(*cookie.max_age);
  if (!cookie.path.empty()) out += "; path=" + cookie.path;
  if (!cookie.domain.empty()) out += "; domain=" + cookie.domain;
  if (cookie.secure) out += "; secure";
  if (cookie.http_only) out += "; HttpOnly";
  if (cookie.same_site) out.append("; SameSite=").append(same_site_name(*cookie.same_site));
  return out;
}

std::string http_date(std::int64_t unix_seconds) {
  using namespace std::chrono;
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::int64_t year_1 = -62'135'596'800, year_9999_end = 253'402'300'799;
  sys_seconds const moment{seconds{std::clamp(unix_seconds, year_1, year_9999_end)}};
  auto const day = floor<std::chrono::days>(moment);
  year_month_day const date{day};
  hh_mm_ss const time{moment - day};
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                days[weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

}  // namespace latchkey::http
