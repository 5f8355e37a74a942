#include "formats/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdlib>
#include <memory>
#include <mutex>

#include "core/text.h"

namespace latchkey::formats {
namespace {

constexpr int safe_options = CMARK_OPT_VALIDATE_UTF8;  // and not CMARK_OPT_UNSAFE: security.md S20

void register_extensions() {
  static std::once_flag once;
  std::call_once(once, cmark_gfm_core_extensions_ensure_registered);
}

bool is_dangerous(std::string_view address) {
  auto const small = lower(address);
  auto const begins = [&](std::string_view with) { return small.starts_with(with); };
  if (begins("data:"))
    return !begins("data:image/png") && !begins("data:image/gif") && !begins("data:image/jpeg") &&
           !begins("data:image/webp");
  return begins("javascript:") || begins("vbscript:") || begins("file:");
}

/// Links and images that lead to scripts lead nowhere, as where raw HTML is left out.
void disarm(cmark_node* document) {
  std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> const nodes(cmark_iter_new(document),
                                                                      cmark_iter_free);
  while (cmark_iter_next(nodes.get()) != CMARK_EVENT_DONE) {
    auto* const node = cmark_iter_get_node(nodes.get());
    auto const type = cmark_node_get_type(node);
    if (type != CMARK_NODE_LINK && type != CMARK_NODE_IMAGE) continue;
    auto const* const address = cmark_node_get_url(node);
    if (address && is_dangerous(address)) cmark_node_set_url(node, "");
  }
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
  if (options & CMARK_OPT_UNSAFE) disarm(document.get());
  std::unique_ptr<char, decltype(&std::free)> const html(
      cmark_render_html(document.get(), options, cmark_parser_get_syntax_extensions(parser.get())),
      std::free);
  return html ? html.get() : "";
}

std::string with_breaks(std::string_view text, int options) {
  auto html = to_html(text, options | CMARK_OPT_HARDBREAKS);
  while (html.ends_with('\n')) html.pop_back();
  return html;
}

}  // namespace

std::string render_markdown(std::string_view text) { return to_html(text, safe_options); }

std::string kirbytext(std::string_view text) { return with_breaks(text, safe_options); }

std::string kirbytext_inline(std::string_view text) {
  constexpr std::string_view start = "<p>", end = "</p>";
  auto const html = kirbytext(text);
  bool const is_one =
      html.starts_with(start) && html.ends_with(end) && html.find(end) == html.size() - end.size();
  return is_one ? html.substr(start.size(), html.size() - start.size() - end.size()) : html;
}

std::string blueprint_html(std::string_view text) {
  return with_breaks(text, safe_options | CMARK_OPT_UNSAFE);
}

}  // namespace latchkey::formats
