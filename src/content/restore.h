#pragma once
// To the trash, and back from it.

#include <string>

#include "content/file.h"
#include "content/turn.h"

namespace latchkey::content {

/// What the trash calls the parent of a page: "site", "pages/garden".
std::string trash_parent(Page const* parent);
/// And the owner of a file: also "users/aadmin01".
std::string trash_parent(Owner const& owner);

/// Into the trash, or away where there is none. As a part of the caller's change.
Result<> remove_items(Turn const& turn, trash::Deleted const& deleted);

}  // namespace latchkey::content
