#pragma once
// The text of a query as a tree. Source: spec/content-api 18, "Query syntax".
//
//   query   = choice
//   choice  = chain [ "??" choice | "?" [ choice ] ":" choice ]
//   chain   = ( literal | list | closure | "(" query ")" | step ) { ( "." | "?." ) step }
//   step    = name [ "(" [ query { "," query } ] ")" ]
//   closure = "(" [ name { "," name } ] ")" "=>" query
//   literal = number | "text" | 'text' | true | false | null

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::query {

struct Node;
using NodePtr = std::shared_ptr<Node const>;

struct Step {
  std::string name;
  std::vector<NodePtr> arguments;
  bool null_safe = false;  ///< reached by "?."
};

struct Node {
  enum class Kind { literal, list, chain, coalesce, choice, closure };
  Kind kind = Kind::literal;
  json::value literal;
  std::vector<NodePtr> parts;  ///< list: items; chain: the start if it is no step; coalesce: two;
                               ///< choice: condition, yes (null for "?:"), no; closure: the body
  std::vector<Step> steps;     ///< chain
  std::vector<std::string> names;  ///< closure: parameters
};

class Scope;

struct Closure {
  NodePtr node;
  std::shared_ptr<Scope const> scope;  ///< where it was written
};

/// At most 10 000 bytes and 50 levels. Errors: invalid error.invalidArgument with the column. Pure.
Result<NodePtr> parse(std::string_view text);

}  // namespace latchkey::query
