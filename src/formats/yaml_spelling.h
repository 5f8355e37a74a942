#pragma once
// How the two writers of sites spell texts and keys.

#include <string>
#include <string_view>

#include "formats/yaml.h"

namespace latchkey::yaml {

/// The ways to spell a text that the writers try, in this order.
enum class Spelling { original, single_quoted, double_quoted, block };

/// `text` as it stands behind `key: ` or `- `, where lines of a block are indented by `indent`.
/// `original` is what the handler's own writer does, whether it reads back or not.
std::string spell(Handler handler, Spelling spelling, std::string_view text, std::size_t indent);

/// A key without its colon; keys are never blocks.
std::string spell_key(Handler handler, Spelling spelling, std::string_view key);

}  // namespace latchkey::yaml
