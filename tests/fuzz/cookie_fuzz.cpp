// layer: http
// A value that is found stands in the header behind its name.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "http/cookie.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey::http;
  std::string_view const header(reinterpret_cast<char const*>(data), size);
  for (std::string const name : {"a", "kirby_session", ""}) {
    auto const value = find_cookie(header, name);
    if (!value) continue;
    if (value->data() < header.data() ||
        value->data() + value->size() > header.data() + header.size())
      std::abort();
    if (value->find(';') != value->npos) std::abort();
    if (header.find(name + '=') == header.npos) std::abort();
  }
  return 0;
}
