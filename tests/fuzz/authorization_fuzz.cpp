// layer: http
// Scheme and rest, joined by a space, are the value again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "http/credentials.h"
#include "http/parameters.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey::http;
  std::string_view const value(reinterpret_cast<char const*>(data), size);
  if (auto const credentials = split_authorization(value)) {
    if (std::string(credentials->scheme) + ' ' + std::string(credentials->rest) != value)
      std::abort();
    if (credentials->scheme.find(' ') != value.npos) std::abort();
  }
  parse_parameters(value);
  return 0;
}
