// layer: blueprint
// Blueprints: any text that the dialect reads becomes a complete blueprint, mixins that reach
// themselves included.
#include <cstdlib>

#include "blueprint/field_list.h"
#include "blueprint/normalise.h"
#include "formats/yaml.h"

namespace {

void check(latchkey::blueprint::FieldList const& fields) {
  for (auto const& field : fields) {
    for (auto const* const key : {"name", "type", "label", "width"})
      if (!field.props.contains(key)) std::abort();
    if (!latchkey::blueprint::is_field_type(field.type)) std::abort();
    check(field.fields);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey;
  auto const node =
      yaml::parse_dialect(std::string_view(reinterpret_cast<char const*>(data), size));
  if (!node || !node->is_object()) return 0;
  int left = 60;
  auto const self = [&](std::string const& name) -> Result<std::optional<json::object>> {
    auto const* const found = node->get_object().if_contains(name);
    if (left-- <= 0 || !found || !found->is_object()) return std::nullopt;
    return found->get_object();
  };
  auto const made = blueprint::normalise("pages/fuzz", node->get_object(), self);
  if (!made) std::abort();
  check(made->fields);
  return 0;
}
