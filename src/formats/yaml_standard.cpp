// Plain YAML 1.2 for our own configuration.

#include "formats/yaml.h"
#include "formats/yaml_events.h"
#include "formats/yaml_scalar.h"

namespace latchkey::yaml {
namespace {

Result<json::value> read_scalar(std::string_view tag, std::string_view text) {
  if (tag == "!" || tag == "tag:yaml.org,2002:str") return json::value(json::string(text));
  if (tag.empty() || tag.starts_with("tag:yaml.org,2002:")) return core_scalar(text);
  return fail(Kind::invalid, "", "unknown tag " + std::string(tag));
}

Result<std::string> read_key(std::string_view text, bool) { return std::string(text); }

constexpr Rules standard{read_scalar, read_key};

}  // namespace

Result<json::value> parse_standard(std::string_view text) {
  auto value = read_events(text, standard);
  if (!value) return fail_at(value.error());
  return *std::move(value);
}

}  // namespace latchkey::yaml
