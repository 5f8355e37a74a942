#pragma once
// Which members of which objects a request may ask for. Source: spec/content-api 18, "Allowed
// members", "Anything else".

#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "config/options.h"
#include "core/result.h"

namespace latchkey::kql {

/// What all objects of one type are to a request.
struct ObjectClass {
  std::string_view type;                  ///< as query::Object::type
  std::vector<std::string_view> names;    ///< the original's class, then those above it
  std::vector<std::string_view> members;  ///< that may be asked
  std::vector<std::string_view> refused;  ///< of those that read content: no fields either
  bool has_fields = false;                ///< other names read stored fields
  std::vector<std::string_view> shown;    ///< the members of the default answer
};

/// Null for types no request knows.
ObjectClass const* find_class(std::string_view type);
std::span<ObjectClass const> all_classes();

/// By the options `kql.methods.*` and `kql.classes.*`. Immutable; safe from any thread.
class Access {
 public:
  explicit Access(config::QueryOptions const& options);

  /// The member's name as its object knows it, whatever the case it was asked in. Borrows from
  /// `name` or lives for ever. Errors: forbidden error.permission.
  Result<std::string_view> admit(std::string_view type, std::string_view name) const;
  /// Errors: forbidden error.permission.
  Result<> reach(std::string_view type) const;

 private:
  using Names = std::unordered_set<std::string>;
  static Names read(std::vector<std::string> const& names);
  static bool has_class(Names const& names, ObjectClass const& of);
  static bool has_member(Names const& names, ObjectClass const& of, std::string_view member);

  Names allowed_methods_, blocked_methods_, allowed_classes_, blocked_classes_;
};

}  // namespace latchkey::kql
