#pragma once
// Markdown to HTML, in safe mode: raw HTML is left out, dangerous addresses are emptied.

#include <string>
#include <string_view>

namespace latchkey::formats {

/// GitHub's dialect with tables, strikethrough and bare addresses. Any bytes are fine. Pure.
std::string render_markdown(std::string_view text);

/// As help and info texts are shown: every line break is one, no line feed at the end.
std::string kirbytext(std::string_view text);

}  // namespace latchkey::formats
