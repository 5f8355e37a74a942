#pragma once
// HTML of writer and list fields, made harmless by an allow-list. Source: spec/content-api 11, 22.

#include <string>
#include <string_view>

namespace latchkey::fields {

/// Tags of running text, lists, headings and links with safe attributes and addresses only; other
/// tags vanish and leave their text, scripts and styles vanish whole; no-break spaces as &nbsp;.
/// clean(clean(x)) == clean(x).
std::string clean_rich_text(std::string_view html);

}  // namespace latchkey::fields
