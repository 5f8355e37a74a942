// A page's template: the name of its text files. Source: spec/content-api 12.

#include <algorithm>

#include "content/action_parts.h"
#include "content/tree.h"
#include "content/turn.h"

namespace latchkey::content {
namespace {

struct Switched {
  std::string from, to, bytes;
  store::WriteOptions options{};
};

/// The pending version in one language, with the lock and the time it has.
Result<std::optional<Switched>> switch_pending(Turn const& turn, Page const& page,
                                               std::string const& template_name,
                                               std::string const& language,
                                               Convert const& convert) {
  auto place = place_of(page);
  auto const& settings = turn.content.settings();
  Switched out{place.pending_path(settings, language), {}, {}};
  LK_TRY(auto const pending, turn.content.pending(place, language));
  if (!pending) return std::optional<Switched>();
  LK_TRY(auto fields, convert(page, pending->fields, language));
  if (pending->lock) fields.set("lock", pending->lock->user_id);
  LK_TRY(auto const stamp, turn.files.stat(out.from));
  if (stamp) out.options.mtime_ns = stamp->mtime_ns;
  place.name = template_name;
  out.to = place.pending_path(settings, language);
  out.bytes =
      formats::print_content(in_written_order(fields, !page.languages->pick(language).is_default));
  return std::optional(std::move(out));
}

}  // namespace

Result<std::shared_ptr<Page const>> Content::change_template(std::string_view id,
                                                             std::string const& template_name,
                                                             Convert const& convert) {
  auto turn = begin();
  auto const page = tree_->page(id, {});
  if (!page) return page_not_found(id);
  if (!is_template_name(template_name))
    return fail(Kind::invalid, "error.page.changeTemplate.invalid", "That is no template");
  if (page->template_name() == template_name) return page;
  auto const& settings = tree_->settings();
  std::vector<Switched> texts;
  for (auto const& text : page->texts()) {
    bool const standard = page->languages->pick(text.language).is_default;
    auto const from = text_path(*page, settings, text.language);
    LK_TRY(auto pending, switch_pending(turn, *page, template_name, text.language, convert));
    if (pending) texts.push_back(std::move(*pending));
    auto const bytes = files_.read(from);
    if (!bytes && bytes.error().kind != Kind::not_found) return tl::make_unexpected(bytes.error());
    if (!bytes && !standard) continue;
    auto const own = bytes ? formats::parse_content(*bytes) : formats::Fields();
    LK_TRY(auto const fields, convert(*page, own, text.language));
    texts.push_back({from, text_path(*page, settings, text.language, template_name),
                     formats::print_content(in_written_order(fields, !standard))});
  }
  std::vector<store::Step> plan;
  plan.reserve(2 * texts.size());
  for (auto& text : texts)
    plan.push_back(replace_step(std::move(text.to), std::move(text.bytes), text.options));
  for (auto& text : texts) plan.push_back(remove_step(std::move(text.from)));
  Steps steps(turn);
  LK_CHECK(files_.apply(plan));
  LK_CHECK(steps.commit());
  auto now = tree_->page(id, {});
  if (!now) return page_not_found(id);
  return now;
}

}  // namespace latchkey::content
