#include "config/layers.h"
#include "formats/yaml.h"

namespace latchkey::config {

Result<Tree> read_yaml_layer(std::string const& text) {
  std::string const file = "site/config/config.yml";
  auto const value = yaml::parse_standard(text);
  if (!value) return in_file(file, value.error());
  if (value->is_null()) return Tree{};
  bool const empty = value->is_array() && value->get_array().empty();
  if (!value->is_object() && !empty)
    return fail(Kind::invalid, "", file + ": should hold a map of options");
  return tree_of(*value, Place{file, file, 0, 0});
}

}  // namespace latchkey::config
