#pragma once
// What a change of languages does to the texts on the disk. For content/language_actions only.

#include "content/language_actions.h"

namespace latchkey::content {

/// Every "name.<from>.txt" becomes "name.<to>.txt"; an empty code stands for none. Those that have
/// `to` already stay. All or nothing, as far as the disk allows. Errors: error.logic where a text
/// of that name is there already; internal.
Result<> rename_texts(Turn& turn, std::string_view from, std::string_view to);

/// Deletes every text of that language. Errors: internal.
Result<> remove_texts(Turn& turn, std::string_view code);

/// Copies what only the texts of the default language hold from those of `from` to those of `to`.
/// Errors: those of `fixed`, internal.
Result<> copy_fixed_values(Turn& turn, std::string_view from, std::string_view to,
                           FixedFields const& fixed);

}  // namespace latchkey::content
