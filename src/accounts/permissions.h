#pragma once
// What a role may do: the matrix of spec/auth 12, read from a role's blueprint.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::accounts {

/// Category -> action -> allowed. Known ones are always present, in the wire's order; unknown ones
/// are kept and mean nothing.
class Permissions {
 public:
  static Permissions all(bool allowed);
  /// From the `permissions` value of a role blueprint (bool, map, or absent = null). A value that
  /// is no boolean: `error()` is set (400 error.logic at the gate, for everybody:
  /// spec/content-api 21.7).
  static Permissions read(json::value const& node);

  bool allows(std::string_view category, std::string_view action) const;  ///< unknown action: false
  std::optional<Error> const& error() const { return error_; }
  json::object to_json() const;

 private:
  std::vector<std::pair<std::string, std::vector<std::pair<std::string, bool>>>> matrix_;
  std::optional<Error> error_;
};

struct Role {
  std::string name, title;
  std::optional<std::string> description;
  Permissions permissions;
  json::value options;  ///< the blueprint's `options` for users of this role; null if absent
  json::value title_texts, description_texts;  ///< as in the blueprint: text, or language -> text
  std::string title_in(std::string_view language) const;
  std::optional<std::string> description_in(std::string_view language) const;
  bool is_admin() const { return name == "admin"; }
  bool is_nobody() const { return name == "nobody"; }
};

}  // namespace latchkey::accounts
