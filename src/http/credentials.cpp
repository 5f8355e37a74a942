#include "http/credentials.h"

#include "core/text.h"

namespace latchkey::http {

std::optional<Credentials> split_authorization(std::string_view value) {
  if (value.find(' ') == value.npos) return std::nullopt;
  auto const [scheme, rest] = cut(value, ' ');
  return Credentials{scheme, rest};
}

}  // namespace latchkey::http
