#pragma once
// Every folder that holds texts: of the site, of pages and drafts, of users, and what is pending in
// them. For what changes the languages of a site.

#include <string>
#include <vector>

#include "content/listing.h"

namespace latchkey::content {

struct TextFolder {
  std::string path;                 ///< beneath the site's root
  std::vector<std::string> stems;   ///< names of the texts without the extension: "tea.de"
  std::vector<std::string> others;  ///< names of all other files
  bool is_pending = false;          ///< a `_changes` folder

  bool has_stem(std::string_view stem) const;
  bool has_other(std::string_view name) const;
};

/// From the disk as it is now; folders without texts are left out. A folder that is reached by
/// several links counts once. Errors: internal.
Result<std::vector<TextFolder>> list_text_folders(store::Files const& files,
                                                  Settings const& settings);

}  // namespace latchkey::content
