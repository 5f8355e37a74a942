#pragma once
// Pages of our own: for sites without templates, for what is not found and for what went wrong.

#include <string>
#include <string_view>

#include "content/site.h"
#include "http/message.h"

namespace latchkey::site {

/// Path of the stylesheet of these pages; `media` can be no page's address.
inline constexpr std::string_view stylesheet_path = "media/latchkey/site.css";
std::string_view stylesheet();

/// A page without template: title, stored texts as Markdown, links to its children. `base` is the
/// site's address.
std::string default_page(content::Snapshot const& content, content::Page const& page,
                         std::string_view base, std::string_view language);
/// A short page with a heading and one sentence.
std::string plain_page(std::string_view title, std::string_view text, std::string_view base);

/// An HTML reply with the strict headers of our own pages. Source: security.md S20, 5 (Answers).
http::Reply own_page(int status, std::string html);

}  // namespace latchkey::site
