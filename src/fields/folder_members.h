#pragma once
// What site and pages have in common: children and files. For the objects only.

#include <optional>

#include "fields/objects.h"

namespace latchkey::fields {

/// None where `name` is no such member.
std::optional<query::Value> folder_member(World const& world, content::Folder const& folder,
                                          content::Owner const& owner, std::string_view name,
                                          query::Values const& arguments);
/// The same for files alone: of users too.
std::optional<query::Value> file_member(World const& world, content::Owner const& owner,
                                        std::string_view name, query::Values const& arguments);

/// Every page below `folder`, parents first.
std::vector<PagePtr> pages_below(World const& world, content::Folder const& folder, bool drafts);

}  // namespace latchkey::fields
