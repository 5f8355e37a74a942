#include "kql/render.h"

#include <algorithm>

#include "query/evaluate.h"

namespace latchkey::kql {
namespace {

using query::Value;

json::value as_shown(json::value value) {
  return value.is_object() ? map_or_list(std::move(value.get_object())) : value;
}

/// Whether a failure means that something may not be seen, rather than that it went wrong.
bool is_refusal(Error const& error) { return error.key == "error.permission"; }

Result<json::value> render_members(Value const& object, ObjectClass const& of, Warden& warden) {
  json::object out;
  for (auto const name : of.shown) {
    auto const value = query::member(object, name, {}, &warden);
    if (!value && is_refusal(value.error())) continue;
    LK_CHECK(value);
    LK_TRY(out[name], render(*value, warden));
  }
  return map_or_list(std::move(out));
}

std::string_view kind_name(json::value const& value) {
  switch (value.kind()) {
    case json::Kind::null: return "null";
    case json::Kind::bool_: return "bool";
    case json::Kind::string: return "string";
    case json::Kind::array:
    case json::Kind::object: return "array";
    case json::Kind::double_: return "float";
    default: return "int";
  }
}

json::array names_for(ObjectClass const& of, Access const& access) {
  auto names = of.members;
  std::ranges::sort(names);
  json::array out;
  for (auto const name : names)
    if (access.admit(of.type, name)) out.push_back(json::text(name));
  return out;
}

}  // namespace

json::value map_or_list(json::object map) {
  return map.empty() ? json::value(json::array()) : json::value(std::move(map));
}

Result<json::value> render(Value const& value, Warden& warden) {
  if (auto const* const closure = value.closure()) {
    LK_TRY(Value const given, query::call_closure(*closure, {}));
    if (given.closure()) return json::value();
    return render(given, warden);
  }
  if (auto const* const list = value.list()) {
    json::array out;
    for (auto const& item : *list) {
      LK_TRY(json::value shown, render(item, warden));
      out.push_back(std::move(shown));
    }
    return json::value(std::move(out));
  }
  if (auto const* const object = value.object()) {
    auto const* const of = find_class(object->type());
    if (of && !of->shown.empty()) return render_members(value, *of, warden);
    auto data = as_shown(object->data());
    LK_CHECK(warden.show(data));
    return data;
  }
  LK_CHECK(warden.show(*value.plain()));
  return as_shown(*value.plain());
}

Result<json::value> describe(Value const& value, Warden& warden) {
  json::object out;
  auto const* const object = value.object();
  auto const* const of = object ? find_class(object->type()) : nullptr;
  if (of) {
    out["type"] = json::text(of->names.front());
    out["methods"] = names_for(*of, warden.access());
  } else {
    out["type"] = json::text(value.plain() ? kind_name(*value.plain()) : "array");
  }
  LK_TRY(out["value"], render(value, warden));
  return json::value(std::move(out));
}

}  // namespace latchkey::kql
