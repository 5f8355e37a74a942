#pragma once
// Texts in other forms, as methods of fields give them. Pure. Source: spec/content-api 18, "field".

#include <cstdint>
#include <string>
#include <string_view>

namespace latchkey::fields {

/// At most `length` characters, cut between words where `whole`, with `mark` behind a cut; all for
/// a length that is not positive.
std::string shorten(std::string_view text, std::int64_t length, std::string_view mark, bool whole);
/// The words of HTML on one line, shortened.
std::string excerpt(std::string_view html, std::int64_t length, std::string_view mark);
std::string without_tags(std::string_view html);
/// White space as single spaces, none around.
std::string one_line(std::string_view text);
/// HTML without the tags of blocks; scripts, styles and attributes vanish as in rich texts.
std::string inline_html(std::string_view html);
/// Straight quotes, dots and dashes as typographers set them, as entities.
std::string with_smart_quotes(std::string_view text);
/// The last space is a no-break one.
std::string without_widow(std::string_view text);
/// Made safe for a place in HTML: "html", "attr", "js", "css", "url".
std::string escaped_for(std::string_view context, std::string_view text);

}  // namespace latchkey::fields
