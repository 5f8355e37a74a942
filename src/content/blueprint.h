#pragma once
// What a blueprint says about permissions and numbers; fields and sections belong to part two.

#include <string>
#include <string_view>
#include <vector>

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

/// Rules of `pages/<template>`, else `pages/default`, else built-in; with `extends`. A file that
/// cannot be read counts as absent, with a warning in the log. Source: spec/content-api 6.
Rules load_page_rules(store::Files const& files, std::string_view template_name);
Rules load_site_rules(store::Files const& files);

}  // namespace latchkey::content
