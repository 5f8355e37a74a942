#include "content/restore.h"

#include "content/action_parts.h"
#include "content/tree.h"
#include "model/folder_name.h"

namespace latchkey::content {
namespace {

constexpr std::string_view of_page = "pages/", of_user = "users/", drafts_below = "_drafts/";

Failure no_place(std::string const& parent) {
  return fail(Kind::not_found, "error.trash.noPlace",
              parent + ", where it was, is no longer there; put that back first");
}

std::string last_part(std::string const& id) { return id.substr(id.rfind('/') + 1); }

}  // namespace

std::string trash_parent(Page const* parent) {
  return parent ? std::string(of_page) + parent->id : "site";
}

std::string trash_parent(Owner const& owner) {
  if (owner.kind == Owner::Kind::user) return std::string(of_user) + owner.id;
  return trash_parent(owner.page.get());
}

Result<> remove_items(Turn const& turn, trash::Deleted const& deleted) {
  if (turn.trash) return turn.trash->take(deleted);
  for (auto const& item : deleted.items) LK_CHECK(turn.files.remove(deleted.folder + "/" + item));
  return {};
}

Result<> Content::restore(trash::Entry const& entry) {
  auto turn = begin();
  Steps steps(turn);
  LK_CHECK(entry.kind == trash::Deleted::Kind::page ? restore_page(turn, entry)
                                                    : restore_file(turn, entry));
  return steps.commit();
}

/// Unlisted first, then with its number among those who are there now.
Result<> Content::restore_page(Turn& turn, trash::Entry const& entry) {
  bool const at_top = entry.parent == "site";
  auto const parent_id = at_top ? std::string() : entry.parent.substr(of_page.size());
  auto const parent_page = at_top ? nullptr : tree_->page(parent_id, {});
  if (!at_top && !parent_page) return no_place(entry.parent);
  if (entry.items.size() != 1) return fail_internal("an entry of the trash without its page");
  auto const site = tree_->site();
  Folder const& parent = parent_page ? static_cast<Folder const&>(*parent_page) : *site;
  auto const slug = last_part(entry.id);
  LK_CHECK(check_new_slug(parent, at_top, slug, tree_->settings().slug_length));
  if (entry.items.front().starts_with(drafts_below))
    LK_CHECK(turn.files.make_directories(parent.path + "/_drafts"));
  LK_CHECK(turn.trash->put_back(entry, parent.path));
  expire();
  auto const name = model::parse_folder_name(entry.items.front());
  auto const page = tree_->page(entry.id, {});
  if (!page) return fail_internal("the page " + entry.id + " cannot be read");
  if (!name || !name->num || has_own_number(*page->rules)) return {};
  auto const unlisted = parent.path + "/" + slug;
  LK_CHECK(turn.files.rename(page->path, unlisted));
  LK_CHECK(change_status(entry.id, Status::listed, name->num, {}));
  return {};
}

/// Users have their folder by their id; pages may have moved.
Result<> Content::restore_file(Turn& turn, trash::Entry const& entry) {
  auto folder = entry.folder;
  if (entry.parent.starts_with(of_page)) {
    auto const page = tree_->page(entry.parent.substr(of_page.size()), {});
    if (!page) return no_place(entry.parent);
    folder = page->path;
  }
  return turn.trash->put_back(entry, folder);
}

}  // namespace latchkey::content
