// layer: formats
// Every text is a value or an error with a place; a value can be printed.
#include <cstdint>
#include <cstdlib>

#include "formats/yaml.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey;
  auto const value = yaml::parse_standard({reinterpret_cast<char const*>(data), size});
  if (value && json::print(*value).empty()) std::abort();
  if (!value && !value.error().message.starts_with("line ")) std::abort();
  return 0;
}
