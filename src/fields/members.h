#pragma once
// Tables of members, and short ways to make values. For the objects only.

#include <string_view>
#include <unordered_map>

#include "query/value.h"

namespace latchkey::fields {

/// Name -> how to make the value.
template <class Thing>
using Members =
    std::unordered_map<std::string_view,
                       query::Value (*)(Thing const& thing, query::Values const& arguments)>;

inline query::Value flag(bool value) { return json::value(value); }
inline query::Value number(std::int64_t value) { return json::value(value); }
inline query::Value text(std::string_view value) { return query::Value::text(value); }
template <class T>
query::Value object(std::shared_ptr<T> value) {
  return query::Value(query::ObjectPtr(std::move(value)));
}

}  // namespace latchkey::fields
