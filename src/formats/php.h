#pragma once
// Literal PHP: `<?php return [ … ];` is read, never run. Expressions we do not evaluate become
// opaque.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::php {

struct Node;
/// A PHP array: keys as PHP has them ("5" is the integer key 5), in order, later equal keys replace
/// in place.
struct Array {
  std::vector<std::pair<std::variant<std::int64_t, std::string>, Node>> items;
};
/// Source text of an expression that is not a literal.
struct Opaque {
  std::string source;
};

struct Node {
  using Value =
      std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Opaque>;
  Value value = nullptr;
  int line = 0, column = 0;  ///< 1-based, of the value's first character
};

struct Document {
  Node root;  ///< what `return` returns; null where the file returns nothing
  bool has_return = false;
};

/// Source of env('NAME', default) and getenv('NAME'): the environment's value or none. As the usual
/// helpers do, env() reads true, false, null and empty (also in parentheses) as PHP's values;
/// getenv() answers false for a missing one.
using Environment = std::optional<std::string> (*)(std::string const& name);

/// Reads a whole file. Statements before `return` are skipped; a `return` under a condition makes
/// the root opaque. Literals, constants, `.`, `+ - * / %` and `??` `?:` between them are values;
/// all other expressions, and arrays with unknown keys or `...`, are opaque: never a wrong value.
/// `env` answers env() calls; null: env() is opaque. Errors: invalid, with "line L, column C: what,
/// and how to mend it" in `message` (syntax errors and version-2 files with `c::set`). Source:
/// DESIGN 7.
Result<Document> parse(std::string_view text, Environment env = nullptr);

/// As JSON: lists for keys 0…n-1, else objects; opaque as {"$opaque": "source"}.
json::value to_json(Node const& node);

/// `<?php\n\nreturn [\n    'a' => 1,\n …];` as the original writes account files (spec/auth 11):
/// keys in the given order, four spaces, single quotes, NULL, no comma after the last item, no line
/// feed at the end.
std::string print_array_file(std::vector<std::pair<std::string, json::value>> const& items);

}  // namespace latchkey::php
