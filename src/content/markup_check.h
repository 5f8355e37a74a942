#pragma once
// Whether XML and SVG from strangers are harmless in a browser. Nothing is repaired: what a strict
// list does not know is refused. Source: spec/content-api 13, security S16, S20.

#include <string>
#include <string_view>

namespace latchkey::content {

/// Why `text` is not let in, in one sentence; empty where it is harmless. As SVG: the root is an
/// `<svg>`, and every element, attribute and address is on the list. As XML: no declarations of a
/// document type, no instructions, nothing that a browser would run. Both must be whole, in UTF-8,
/// and at most max_markup_bytes long. Pure; linear in the text; safe for any bytes.
std::string refuse_svg(std::string_view text);
std::string refuse_xml(std::string_view text);

inline constexpr std::size_t max_markup_bytes = 8 << 20;

/// Bytes of the longest mark of active markup: what is looked at by stretches overlaps by as much.
inline constexpr std::size_t longest_mark = 9;

/// Whether `bytes` hold something that a browser or an interpreter could take for its own: tags of
/// HTML or SVG, or the beginning of PHP. For files that claim to be something else. Of `is_binary`
/// ones only what is too long to be there by chance.
bool holds_active_markup(std::string_view bytes, bool is_binary);

}  // namespace latchkey::content
