#include "formats/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdlib>
#include <memory>
#include <mutex>

namespace latchkey::formats {
namespace {

constexpr int safe_options = CMARK_OPT_VALIDATE_UTF8;  // and not CMARK_OPT_UNSAFE: security.md S20

void register_extensions() {
  static std::once_flag once;
  std::call_once(once, cmark_gfm_core_extensions_ensure_registered);
}

std::string to_html(std::string_view text, int options) {
  register_extensions();
  std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> const parser(
      cmark_parser_new(options), cmark_parser_free);
  for (auto const* const name : {"table", "strikethrough", "autolink"})
    if (auto* const extension = cmark_find_syntax_extension(name))
      cmark_parser_attach_syntax_extension(parser.get(), extension);
  cmark_parser_feed(parser.get(), text.data(), text.size());
  std::unique_ptr<cmark_node, decltype(&cmark_node_free)> const document(
      cmark_parser_finish(parser.get()), cmark_node_free);
  std::unique_ptr<char, decltype(&std::free)> const html(
      cmark_render_html(document.get(), options, cmark_parser_get_syntax_extensions(parser.get())),
      std::free);
  return html ? html.get() : "";
}

}  // namespace

std::string render_markdown(std::string_view text) { return to_html(text, safe_options); }

std::string kirbytext(std::string_view text) {
  auto html = to_html(text, safe_options | CMARK_OPT_HARDBREAKS);
  while (html.ends_with('\n')) html.pop_back();
  return html;
}

}  // namespace latchkey::formats
