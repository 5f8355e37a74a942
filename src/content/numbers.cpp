// Numbers of listed pages: where a page goes, and who moves for it. Source: spec/content-api 3, 12.

#include <algorithm>

#include "content/action_parts.h"
#include "content/tree.h"

namespace latchkey::content {

bool has_own_number(Rules const& rules) { return rules.num != "default"; }

/// Listed children with default numbering in their present order, without `page`.
std::vector<std::shared_ptr<Page const>> Content::numbered_siblings(Folder const& parent,
                                                                    Page const* page) const {
  auto out = snapshot_->children(parent, Filter::listed);
  std::erase_if(out, [&](auto const& one) {
    return has_own_number(*one->rules) || (page && one->path == page->path);
  });
  return out;
}

/// Each gets the number of its place, as far as it has another. Any prefix of the renames leaves
/// the pages in their order, for those who read meanwhile.
Result<> Content::renumber(std::string const& parent_path,
                           std::vector<std::shared_ptr<Page const>> const& in_order,
                           std::optional<std::size_t> gap) {
  std::vector<store::Step> moves;
  std::int64_t next = 0;
  for (std::size_t i = 0; i < in_order.size(); ++i) {
    if (gap == i) ++next;
    std::string to = parent_path + "/" + listed_folder(++next, in_order[i]->slug);
    if (to != in_order[i]->path) moves.push_back(rename_step(in_order[i]->path, std::move(to)));
  }
  if (gap) std::ranges::reverse(moves);  // upwards from the end, so that no two are ever equal
  LK_CHECK(files_.apply(moves));
  expire();
  return {};
}

/// The folder at `path` as it is now: the site's or that of the page `id`.
std::shared_ptr<Folder const> Content::folder_now(std::shared_ptr<Page const> const& page) {
  if (!page) return tree_->site();
  return tree_->page(page->id, {});
}

Result<> Content::close_gap(std::shared_ptr<Page const> const& parent_was) {
  auto const parent = folder_now(parent_was);
  if (!parent) return {};
  return renumber(parent->path, numbered_siblings(*parent, nullptr), std::nullopt);
}

/// Where a listed page stands by itself or among its siblings, who make room first.
Result<std::string> Content::make_room(Page const& page, Folder const& parent,
                                       std::optional<std::int64_t> position, Number const& number) {
  if (has_own_number(*page.rules)) {
    std::int64_t const num = page.rules->num == "zero" ? 0 : number ? number(page) : 0;
    auto name = listed_folder(num, page.slug);
    LK_CHECK(check_folder_name(name));
    return parent.path + "/" + name;
  }
  auto const siblings = numbered_siblings(parent, &page);
  auto const count = static_cast<std::int64_t>(siblings.size());
  if (!position && page.status == Status::listed) return page.path;
  auto const place = std::clamp<std::int64_t>(position.value_or(count + 1), 1, count + 1);
  auto name = listed_folder(place, page.slug);
  LK_CHECK(check_folder_name(name));
  LK_CHECK(renumber(parent.path, siblings, static_cast<std::size_t>(place - 1)));
  return parent.path + "/" + name;
}

bool number_follows(Page const& page, Number const& number) {
  return page.status == Status::listed && number && has_own_number(*page.rules) &&
         page.rules->num != "zero";
}

/// Where the number of a listed page follows from its content, it follows now.
Result<> Content::follow_number(Page const& page, Number const& number) {
  if (!number_follows(page, number)) return {};
  auto const name = listed_folder(number(page), page.slug);
  LK_CHECK(check_folder_name(name));
  auto const to = page.path.substr(0, page.path.rfind('/') + 1) + name;
  if (to != page.path) LK_CHECK(files_.rename(page.path, to));
  expire();
  return {};
}

}  // namespace latchkey::content
