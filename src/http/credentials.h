#pragma once
// The `Authorization` field: a scheme and what follows it.

#include <optional>
#include <string_view>

namespace latchkey::http {

/// Borrows from the field's value. Compare the scheme without case.
struct Credentials {
  std::string_view scheme, rest;
};

/// What stands before and behind the first space; none without a space. The rest is as sent:
/// decoding it is the business of whoever knows the scheme. Source: spec/auth 7 "Parsing".
std::optional<Credentials> split_authorization(std::string_view value);

}  // namespace latchkey::http
