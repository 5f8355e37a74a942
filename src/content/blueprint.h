#pragma once
// What a blueprint says about permissions and numbers; fields and sections belong to part two.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "formats/json.h"
#include "formats/yaml.h"
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
  std::string looked_up;        ///< lookup name that was asked for, whatever was found
  json::value accept;           ///< of a file's blueprint; null for none
  json::value create;           ///< of a file's blueprint: how pictures are scaled; null for none
  std::vector<std::string> file_templates;  ///< that sections and fields give to files
  bool takes_any_file = false;              ///< a files section that names no template
  bool operator==(Rules const&) const = default;
};

/// Where blueprints are and how they are written.
struct BlueprintSource {
  store::Files const& files;
  yaml::Parse read;
};

/// Rules of `pages/<template>`, else `pages/default`, else built-in; with `extends`. Only a file
/// that does not exist counts as absent. Errors, named in the log: invalid for one that is no YAML;
/// those of the disk. Source: spec/content-api 6.
Result<Rules> load_page_rules(BlueprintSource const& source, std::string_view template_name);
Result<Rules> load_site_rules(BlueprintSource const& source);
/// The same by lookup name: "pages/article", "files/image" (else the folder's default), "site",
/// "users/editor".
Result<Rules> load_rules_of(BlueprintSource const& source, std::string_view name);

/// The map of a blueprint file with `extends` resolved; none where the file does not exist. Errors:
/// invalid where it is no YAML, else those of the disk; named in the log.
Result<std::optional<json::object>> load_blueprint(BlueprintSource const& source,
                                                   std::string_view name);

/// For a blueprint that may forbid and cannot be read (S14): where it is no YAML its models can be
/// listed and read, as spec/yaml has it, but not changed; where the disk fails nothing is allowed.
Rules rules_without(Error const& error);

}  // namespace latchkey::content
