#pragma once
// Markdown to HTML; dangerous addresses are emptied.

#include <string>
#include <string_view>

namespace latchkey::formats {

/// GitHub's dialect with tables, strikethrough and bare addresses; raw HTML is left out. Any bytes
/// are fine. Pure.
std::string render_markdown(std::string_view text);

/// As `render_markdown`, but every line break is one, and there is no line feed at the end.
std::string kirbytext(std::string_view text);
/// As `kirbytext`, without the paragraph where it is a single one.
std::string kirbytext_inline(std::string_view text);
/// As `kirbytext`, for help and info texts of blueprints: raw HTML stays. What comes from content
/// is to be escaped before.
std::string blueprint_html(std::string_view text);

}  // namespace latchkey::formats
