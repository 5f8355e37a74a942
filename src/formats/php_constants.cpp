// Constants of PHP whose value is the same in every version and on every Linux.
#include <algorithm>
#include <array>
#include <limits>

#include "core/text.h"
#include "formats/php_parser.h"

namespace latchkey::php {
namespace {

struct Constant {
  std::string_view name;
  Node::Value (*value)();
};

template <auto number>
Node::Value integer() {
  return static_cast<std::int64_t>(number);
}

constexpr auto constants = std::to_array<Constant>({
    {"PHP_EOL", [] { return Node::Value(std::string("\n")); }},
    {"DIRECTORY_SEPARATOR", [] { return Node::Value(std::string("/")); }},
    {"PATH_SEPARATOR", [] { return Node::Value(std::string(":")); }},
    {"PHP_INT_MAX", integer<std::numeric_limits<std::int64_t>::max()>},
    {"PHP_INT_MIN", integer<std::numeric_limits<std::int64_t>::min()>},
    {"PHP_INT_SIZE", integer<8>},
    {"PHP_FLOAT_DIG", integer<15>},
    {"PHP_FLOAT_EPSILON", [] { return Node::Value(std::numeric_limits<double>::epsilon()); }},
    {"PHP_FLOAT_MAX", [] { return Node::Value(std::numeric_limits<double>::max()); }},
    {"PHP_FLOAT_MIN", [] { return Node::Value(std::numeric_limits<double>::min()); }},
    {"M_E", [] { return Node::Value(2.7182818284590452354); }},
    {"M_LOG2E", [] { return Node::Value(1.4426950408889634074); }},
    {"M_LOG10E", [] { return Node::Value(0.43429448190325182765); }},
    {"M_LN2", [] { return Node::Value(0.69314718055994530942); }},
    {"M_LN10", [] { return Node::Value(2.30258509299404568402); }},
    {"M_PI", [] { return Node::Value(3.14159265358979323846); }},
    {"M_PI_2", [] { return Node::Value(1.57079632679489661923); }},
    {"M_PI_4", [] { return Node::Value(0.78539816339744830962); }},
    {"M_1_PI", [] { return Node::Value(0.31830988618379067154); }},
    {"M_2_PI", [] { return Node::Value(0.63661977236758134308); }},
    {"M_SQRT2", [] { return Node::Value(1.41421356237309504880); }},
    {"M_SQRT1_2", [] { return Node::Value(0.70710678118654752440); }},
    {"LC_CTYPE", integer<0>},
    {"LC_NUMERIC", integer<1>},
    {"LC_TIME", integer<2>},
    {"LC_COLLATE", integer<3>},
    {"LC_MONETARY", integer<4>},
    {"LC_MESSAGES", integer<5>},
    {"LC_ALL", integer<6>},
});

}  // namespace

std::optional<Node::Value> keyword_value(std::string_view name) {
  if (name.starts_with('\\')) name.remove_prefix(1);
  if (iequals(name, "true")) return Node::Value(true);
  if (iequals(name, "false")) return Node::Value(false);
  if (iequals(name, "null")) return Node::Value(nullptr);
  return std::nullopt;
}

std::optional<Node::Value> constant_value(std::string_view name) {
  if (name.starts_with('\\')) name.remove_prefix(1);
  auto const found = std::ranges::find(constants, name, &Constant::name);
  if (found == constants.end()) return std::nullopt;
  return found->value();
}

}  // namespace latchkey::php
