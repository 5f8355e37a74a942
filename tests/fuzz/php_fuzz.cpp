// layer: formats
// Any bytes: no crash; what was read without opaque parts survives being written and read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/php.h"

using namespace latchkey;

namespace {

bool is_plain(json::value const& value) {
  if (auto const* array = value.if_array()) {
    return std::ranges::all_of(*array, is_plain);
  }
  if (auto const* object = value.if_object()) {
    return !object->contains("$opaque") &&
           std::ranges::all_of(*object, [](auto const& m) { return is_plain(m.value()); });
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const document =
      php::parse(text, [](std::string const&) { return std::optional<std::string>("5"); });
  if (!document) return document.error().message.starts_with("line ") ? 0 : (std::abort(), 0);
  auto const value = php::to_json(document->root);
  if (!is_plain(value)) return 0;
  auto const again = php::parse(php::print_array_file({{"value", value}}));
  if (!again || php::to_json(again->root) != json::value(json::object{{"value", value}}))
    std::abort();
  return 0;
}
