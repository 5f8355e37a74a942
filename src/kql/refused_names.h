#pragma once
// Names of the original's methods that no query may call, though a stored field might have them:
// what changes things, tells secrets or is for templates.

#include <string_view>
#include <vector>

namespace latchkey::kql {

/// Of the site, pages, files and users.
extern std::vector<std::string_view> const model_actions;
/// Of pages and the site.
extern std::vector<std::string_view> const page_actions;
extern std::vector<std::string_view> const file_actions;
extern std::vector<std::string_view> const user_actions;
/// Of contents, blocks and rows.
extern std::vector<std::string_view> const part_actions;

}  // namespace latchkey::kql
