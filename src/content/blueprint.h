#pragma once
// What a blueprint says about permissions and numbers; fields and sections belong to part two.

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "formats/json.h"
#include "store/files.h"

namespace latchkey::content {

/// The part of a blueprint that decides who may do what.
struct Rules {
  std::string name;  ///< lookup name that was found: "pages/article", "pages/default", or empty for
                     ///< built-in
  json::value
      options;  ///< full action names -> bool or role map; null for none. For accounts::Target.
  std::vector<std::string> templates;  ///< changeTemplate given as a list
  std::string num = "default";  ///< "default", "zero", "date", "datetime", or a template string
  bool operator==(Rules const&) const = default;
};

/// Rules of `pages/<template>`, else `pages/default`, else built-in; with `extends`. Only a file
/// that does not exist counts as absent. Errors, named in the log: invalid for one that is no YAML;
/// those of the disk. Source: spec/content-api 6.
Result<Rules> load_page_rules(store::Files const& files, std::string_view template_name);
Result<Rules> load_site_rules(store::Files const& files);

/// Every action refused: for a blueprint that may forbid and cannot be read (S14).
Rules nothing_allowed();

}  // namespace latchkey::content
