// A page's template: the name of its text files. Source: spec/content-api 12.

#include <algorithm>

#include "content/action_parts.h"
#include "content/tree.h"

namespace latchkey::content {
namespace {

struct Switched {
  std::string from, to, bytes;
};

}  // namespace

Result<std::shared_ptr<Page const>> Content::change_template(std::string_view id,
                                                             std::string const& template_name,
                                                             Convert const& convert) {
  std::lock_guard const lock(writing_);
  expire();
  auto const page = tree_->page(id, {});
  if (!page) return page_not_found(id);
  if (!is_template_name(template_name))
    return fail(Kind::invalid, "error.page.changeTemplate.invalid", "That is no template");
  if (page->template_name() == template_name) return page;
  auto const& settings = tree_->settings();
  std::vector<Switched> texts;
  for (auto const& text : page->texts) {
    bool const standard = page->languages->pick(text.language).is_default;
    auto const from = text_path(*page, settings, text.language);
    auto const bytes = files_.read(from);
    if (!bytes && bytes.error().kind != Kind::not_found) return tl::make_unexpected(bytes.error());
    if (!bytes && !standard) continue;
    auto const own = bytes ? formats::parse_content(*bytes) : formats::Fields();
    LK_TRY(auto const fields, convert(*page, own, text.language));
    texts.push_back({from, text_path(*page, settings, text.language, template_name),
                     formats::print_content(in_written_order(fields, !standard))});
  }
  for (auto const& text : texts) LK_CHECK(files_.replace(text.to, text.bytes));
  for (auto const& text : texts) LK_CHECK(files_.remove(text.from));
  expire();
  auto now = tree_->page(id, {});
  if (!now) return page_not_found(id);
  return now;
}

}  // namespace latchkey::content
