// A page's slug: the folder's name, or a field of a translation. Source: spec/content-api 12.

#include <algorithm>

#include "content/action_parts.h"
#include "content/pending_change.h"
#include "content/tree.h"

namespace latchkey::content {

Result<std::shared_ptr<Page const>> Content::change_slug(std::string_view id,
                                                         std::string const& slug,
                                                         std::string_view language,
                                                         Editor const& editor) {
  auto turn = begin();
  auto const page = tree_->page(id, {});
  if (!page) return page_not_found(id);
  if (!page->languages->pick(language).is_default)
    return translate_slug(turn, *page, slug, language, editor);
  if (slug == page->slug) return page;
  auto const parent = folder_now(page->parent);
  if (!parent) return page_not_found(id);
  LK_CHECK(check_new_slug(*parent, !page->parent, slug, tree_->settings().slug_length));
  auto const name = page->num ? listed_folder(*page->num, slug) : slug;
  LK_CHECK(check_folder_name(name));
  LK_CHECK(files_.rename(page->path, page->path.substr(0, page->path.rfind('/') + 1) + name));
  expire();
  auto const new_id = (page->parent ? page->parent->id + "/" : "") + slug;
  auto now = tree_->page(new_id, {});
  if (!now) return page_not_found(new_id);
  return now;
}

/// Kept only where it differs from the folder's.
Result<std::shared_ptr<Page const>> Content::translate_slug(Turn& turn, Page const& page,
                                                            std::string const& slug,
                                                            std::string_view language,
                                                            Editor const& editor) {
  if (slug == page.slug_in(language)) return page.shared_from_this();
  auto const parent = folder_now(page.parent);
  if (!parent) return page_not_found(page.id);
  Child const* self = nullptr;
  for (auto const& child : parent->children) {
    if (parent->path + "/" + child.folder == page.path) {
      self = &child;
      continue;
    }
    auto const sibling = tree_->child(*parent, child);
    if (sibling && sibling->slug_in(language) == slug) return slug_taken(slug, child.status);
  }
  LK_CHECK(check_new_slug(*parent, !page.parent, slug, tree_->settings().slug_length, self));
  std::optional<std::string> stored;
  if (slug != page.slug) stored = slug;
  PendingChange pending(turn, place_of(page), language, editor);
  LK_CHECK(pending.ensure_free());
  Steps steps(turn, pending.exists());
  LK_CHECK(write(page, {{"slug", stored}}, language, Base::nothing));
  LK_CHECK(pending.write({{"slug", stored}}));
  LK_CHECK(steps.commit());
  auto now = tree_->page(page.id, {});
  if (!now) return page_not_found(page.id);
  return now;
}

}  // namespace latchkey::content
