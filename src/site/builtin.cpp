#include "site/builtin.h"

#include <fmt/format.h>

#include <array>

#include "core/text.h"
#include "formats/markdown.h"

namespace latchkey::site {
namespace {

constexpr std::string_view css = R"(:root {
  color-scheme: light dark;
  --ink: #1d2733; --paper: #fbfaf7; --quiet: #5f6b78; --line: #dcd8cf; --accent: #0b6e73;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e3dc; --paper: #14191f; --quiet: #9aa5b1; --line: #2c343d; --accent: #5cc5bd; }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.65 Charter, "Bitstream Charter", "Sitka Text", Cambria, serif;
}
main, header { max-width: 42rem; margin: 0 auto; padding: 1.5rem; }
header { padding-top: 2.5rem; padding-bottom: 0; font: 0.95rem/1.4 system-ui, sans-serif; }
header a { color: var(--quiet); text-decoration: none; }
h1 { font-size: clamp(1.9rem, 5vw, 2.75rem); line-height: 1.15; margin: 0.5rem 0 1.5rem; }
h2 {
  font: 600 0.85rem/1.4 system-ui, sans-serif; letter-spacing: 0.06em; text-transform: uppercase;
  color: var(--quiet); margin: 2.25rem 0 0.5rem;
}
a { color: var(--accent); text-underline-offset: 0.2em; }
img { max-width: 100%; height: auto; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid var(--line); border-radius: 0.5rem; }
ul.pages { list-style: none; padding: 0; }
ul.pages li { border-top: 1px solid var(--line); }
ul.pages a { display: block; padding: 0.75rem 0; text-decoration: none; }
)";

std::string document(std::string_view title, std::string_view home, std::string_view site_title,
                     std::string_view base, std::string_view body, std::string_view language) {
  return fmt::format(R"(<!doctype html>
<html lang="{}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{}</title>
<link rel="stylesheet" href="{}/{}">
</head>
<body>
<header><a href="{}">{}</a></header>
<main>
<h1>{}</h1>
{}</main>
</body>
</html>
)",
                     escape_html(language), escape_html(title), escape_html(base), stylesheet_path,
                     escape_html(home), escape_html(site_title), escape_html(title), body);
}

/// What a reader of a site without templates should not see.
bool is_shown(std::string_view field, std::string_view value) {
  constexpr std::array<std::string_view, 4> internal{"title", "uuid", "slug", "template"};
  bool const is_markup = value.starts_with("[{") || value.starts_with("[[");  // blocks and layouts
  return !value.empty() && !is_markup && std::ranges::find(internal, field) == internal.end();
}

std::string readable(std::string_view field) {
  std::string out = replace_all(field, "_", " ");
  if (!out.empty()) out[0] = to_upper(out[0]);
  return out;
}

}  // namespace

std::string_view stylesheet() { return css; }

std::string default_page(content::Snapshot const& content, content::Page const& page,
                         std::string_view base, std::string_view language) {
  auto const site = content.site();
  auto const& home = content.settings().home;
  std::string body;
  for (auto const& [field, value] : page.fields(language)) {
    if (!is_shown(field, value)) continue;
    if (field != "text") body += fmt::format("<h2>{}</h2>\n", escape_html(readable(field)));
    body += formats::render_markdown(value);
  }
  std::string links;
  bool const is_home = page.id == home;
  for (auto const& child : content.children(
           is_home ? static_cast<content::Folder const&>(*site) : page, content::Filter::listed))
    links += fmt::format("<li><a href=\"{}\">{}</a></li>\n",
                         escape_html(content::page_url(*child, base, language, home)),
                         escape_html(child->title(language)));
  if (!links.empty()) body += "<h2>Pages</h2>\n<ul class=\"pages\">\n" + links + "</ul>\n";
  auto const& code = site->languages->pick(language).code;
  return document(page.title(language), content::site_url(*site, base, language),
                  site->title(language), base, body, code.empty() ? "en" : code);
}

std::string plain_page(std::string_view title, std::string_view text, std::string_view base) {
  return document(title, std::string(base) + "/", "Home", base,
                  fmt::format("<p>{}</p>\n", escape_html(text)), "en");
}

http::Reply own_page(int status, std::string html) {
  http::Reply reply;
  reply.status = status;
  reply.add("Content-Type", "text/html; charset=UTF-8");
  reply.add(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
      "frame-ancestors 'none'");
  reply.add("X-Content-Type-Options", "nosniff");
  reply.add("Referrer-Policy", "same-origin");
  reply.add("Cross-Origin-Opener-Policy", "same-origin");
  reply.add("Cross-Origin-Resource-Policy", "same-origin");
  reply.body = std::move(html);
  return reply;
}

}  // namespace latchkey::site
