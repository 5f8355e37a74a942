#include "kql/access.h"

#include <algorithm>
#include <unordered_map>

#include "core/text.h"

namespace latchkey::kql {
namespace {

/// Names of members in lower case, and how the objects know them.
struct Spelling {
  std::unordered_map<std::string, std::string_view> members, refused;
};

Spelling const& spelling_of(ObjectClass const& of) {
  static std::unordered_map<std::string_view, Spelling> const all = [] {
    std::unordered_map<std::string_view, Spelling> out;
    for (auto const& one : all_classes()) {
      auto& spelling = out[one.type];
      for (auto const name : one.members) spelling.members.emplace(lower(name), name);
      for (auto const name : one.refused) spelling.refused.emplace(lower(name), name);
    }
    return out;
  }();
  return all.at(of.type);
}

/// As options are compared: in lower case, without a leading backslash.
std::string normal(std::string_view name) {
  name = trim(name);
  if (name.starts_with('\\')) name.remove_prefix(1);
  return lower(name);
}

Failure refused(std::string_view type, std::string_view name) {
  constexpr std::size_t longest = 64;  // it goes to the log, too
  return fail(Kind::forbidden, "error.permission",
              "Queries may not ask for \"" + std::string(name.substr(0, longest)) + "\" of " +
                  std::string(type));
}

}  // namespace

Access::Access(config::QueryOptions const& options)
    : allowed_methods_(read(options.allowed_methods)),
      blocked_methods_(read(options.blocked_methods)),
      allowed_classes_(read(options.allowed_classes)),
      blocked_classes_(read(options.blocked_classes)) {}

Access::Names Access::read(std::vector<std::string> const& names) {
  Names out;
  for (auto const& name : names) out.insert(normal(name));
  return out;
}

bool Access::has_class(Names const& names, ObjectClass const& of) {
  return !names.empty() && std::ranges::any_of(of.names, [&](std::string_view name) {
    return names.contains(lower(name));
  });
}

bool Access::has_member(Names const& names, ObjectClass const& of, std::string_view member) {
  return !names.empty() && std::ranges::any_of(of.names, [&](std::string_view name) {
    return names.contains(lower(name) + "::" + lower(member));
  });
}

Result<std::string_view> Access::admit(std::string_view type, std::string_view name) const {
  auto const* const of = find_class(type);
  if (!of || has_class(blocked_classes_, *of) || has_member(blocked_methods_, *of, name))
    return refused(type, name);
  auto const& spelling = spelling_of(*of);
  auto const small = lower(name);
  if (auto const known = spelling.members.find(small); known != spelling.members.end())
    return known->second;
  auto const other = spelling.refused.find(small);
  bool const is_known = other != spelling.refused.end();
  if (has_class(allowed_classes_, *of) || has_member(allowed_methods_, *of, name))
    return is_known ? other->second : name;
  if (!of->has_fields || is_known) return refused(type, name);
  return name;
}

Result<> Access::reach(std::string_view type) const {
  auto const* const of = find_class(type);
  if (of && !has_class(blocked_classes_, *of)) return {};
  return fail(Kind::forbidden, "error.permission",
              "Queries may not reach objects of the kind " + std::string(type));
}

}  // namespace latchkey::kql
