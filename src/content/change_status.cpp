// A page becomes a draft, unlisted or listed. Source: spec/content-api 12.

#include <algorithm>

#include "content/action_parts.h"
#include "content/tree.h"
#include "content/turn.h"

namespace latchkey::content {
namespace {

/// Whether another page of that kind has the slug: drafts and published pages are two kinds.
bool is_taken(Folder const& parent, Page const& page, Status to) {
  bool const draft = to == Status::draft;
  if ((page.status == Status::draft) == draft) return false;
  return std::ranges::any_of(parent.children, [&](Child const& child) {
    return child.slug == page.slug && (child.status == Status::draft) == draft;
  });
}

}  // namespace

Result<std::shared_ptr<Page const>> Content::change_status(std::string_view id, Status to,
                                                           std::optional<std::int64_t> position,
                                                           Number const& number) {
  auto const turn = begin();
  auto const page = tree_->page(id, {});
  if (!page) return page_not_found(id);
  auto const parent = folder_now(page->parent);
  if (!parent) return page_not_found(id);
  if (is_taken(*parent, *page, to)) return slug_taken(page->slug, to);
  if (to == page->status && to != Status::listed) return page;

  Steps steps(turn);
  std::string target = parent->path + "/" + page->slug;
  if (to == Status::draft) {
    target = parent->path + "/_drafts/" + page->slug;
    LK_CHECK(files_.make_directories(parent->path + "/_drafts"));
  }
  if (to == Status::listed) {
    LK_TRY(target, make_room(*page, *parent, position, number));
  }
  if (target != page->path) LK_CHECK(files_.rename(page->path, target));
  expire();
  if (page->status == Status::draft) LK_CHECK(remove_empty_drafts(*parent));
  if (page->status == Status::listed && to != Status::listed) LK_CHECK(close_gap(page->parent));
  LK_CHECK(steps.commit());
  auto now = tree_->page(id, {});
  if (!now) return page_not_found(id);
  return now;
}

}  // namespace latchkey::content
