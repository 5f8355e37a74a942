// session.*. Source: spec/auth 6, 15; security S30.
#include <algorithm>

#include "config/table.h"
#include "core/text.h"

namespace latchkey::config {
namespace {

bool is_domain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_alnum(c) || c == '-' || c == '.'; });
}

}  // namespace

void read_session_timeout(OptionReader& in, Options& out) {
  auto const* value = in.own();
  auto const* truth = value != nullptr ? value->as<bool>() : nullptr;
  if (truth != nullptr && !*truth)
    out.session.timeout.reset();
  else
    in.duration(*out.session.timeout);
}

void read_cookie_name(OptionReader& in, Options& out) {
  std::optional<std::string> name;
  in.text(name);
  if (!name) return;
  if (!is_token(*name)) return in.wrong("a cookie's name (no spaces, no signs like = or ;)");
  out.session.cookie_name = std::move(*name);
}

void read_cookie_domain(OptionReader& in, Options& out) {
  auto const* value = in.own();
  auto const* truth = value != nullptr ? value->as<bool>() : nullptr;
  if (truth != nullptr && !*truth) return;
  std::optional<std::string> domain;
  in.text(domain);
  if (!domain) return;
  if (!is_domain(*domain)) return in.wrong("a domain");
  out.session.cookie_domain = std::move(*domain);
}

/// Runs after read_cookie_name.
void read_cookie_prefix(OptionReader& in, Options& out) {
  if (!in.is_set()) return;
  auto const* value = in.own();
  auto const* word = value != nullptr ? value->as<std::string>() : nullptr;
  if (word == nullptr || (*word != "__Host-" && *word != "__Secure-"))
    return in.refuse("should be \"__Host-\" or \"__Secure-\"; correct or remove it");
  out.session.cookie_name.insert(0, *word);
}

}  // namespace latchkey::config
