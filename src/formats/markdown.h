#pragma once
// Markdown to HTML; dangerous addresses are emptied.

#include <string>
#include <string_view>

namespace latchkey::formats {

/// GitHub's dialect with tables, strikethrough and bare addresses; raw HTML is left out. Any bytes
/// are fine. Pure.
std::string render_markdown(std::string_view text);

/// As help and info texts of blueprints are shown: every line break is one, no line feed at the
/// end, raw HTML stays. What comes from content is to be escaped before.
std::string kirbytext(std::string_view text);

}  // namespace latchkey::formats
