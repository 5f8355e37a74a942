#pragma once
// docs/api.md, made from the route tables.

#include <string>

namespace latchkey::api {

/// One line a row: method, path, who may call it, what it does.
std::string routes_markdown();

}  // namespace latchkey::api
