// The title of the site and of pages. Source: spec/content-api 12, 17.

#include "content/action_parts.h"
#include "content/pending_change.h"
#include "content/tree.h"

namespace latchkey::content {

Result<std::shared_ptr<Page const>> Content::change_title(std::string_view id, std::string title,
                                                          std::string_view language,
                                                          Editor const& editor) {
  auto turn = begin();
  auto const page = tree_->page(id, {});
  if (!page) return page_not_found(id);
  PendingChange pending(turn, place_of(*page), language, editor);
  LK_CHECK(pending.ensure_free());
  std::vector<Change> const changes{{"title", std::move(title)}};
  Steps steps(turn, pending.exists());
  LK_CHECK(write(*page, changes, language, Base::nothing));
  LK_CHECK(pending.write(changes));
  LK_CHECK(steps.commit());
  auto now = tree_->page(id, {});
  if (!now) return page_not_found(id);
  return now;
}

Result<std::shared_ptr<Site const>> Content::change_site_title(std::string title,
                                                               std::string_view language,
                                                               Editor const& editor) {
  auto turn = begin();
  auto const site = tree_->site();
  PendingChange pending(turn, place_of(*site), language, editor);
  LK_CHECK(pending.ensure_free());
  std::vector<Change> const changes{{"title", std::move(title)}};
  Steps steps(turn, pending.exists());
  LK_CHECK(write(*site, changes, language, Base::nothing));
  LK_CHECK(pending.write(changes));
  LK_CHECK(steps.commit());
  return tree_->site();
}

}  // namespace latchkey::content
