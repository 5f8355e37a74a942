// What changes the content: each action is one member of Content, serialised by its lock.

#include "content/action_parts.h"
#include "content/restore.h"
#include "content/tree.h"
#include "content/turn.h"
#include "content/uuids.h"
#include "core/text.h"

namespace latchkey::content {
namespace {

/// `title` first, then everything in the order given, `uuid` last.
formats::Fields ordered_for_new(formats::Fields const& content, Settings const& settings,
                                Random& random) {
  formats::Fields out;
  if (auto const* const title = content.find("title")) out.set("title", std::string(trim(*title)));
  for (auto const& [name, value] : content)
    if (name != "title" && name != "uuid" && !name.empty()) out.set(name, value);
  if (auto const* const uuid = content.find("uuid"); uuid && !trim(*uuid).empty())
    out.set("uuid", *uuid);
  else if (settings.uuid)
    out.set("uuid", make_uuid(settings, random));
  return out;
}

/// What a translation showed so far, without what is never translated.
formats::Fields fields_shown(Folder const& folder, std::string_view language) {
  formats::Fields fields = folder.fields(language);
  if (!folder.languages->pick(language).is_default) {
    fields.erase("uuid");
    fields.erase("slug");
  }
  return fields;
}

}  // namespace

Result<std::shared_ptr<Page const>> Content::create(std::string_view parent_id,
                                                    NewPage const& page) {
  auto const turn = begin();
  auto const site = tree_->site();
  auto const parent_page = parent_id.empty() ? nullptr : tree_->page(parent_id, {});
  if (!parent_id.empty() && !parent_page) return page_not_found(parent_id);
  Folder const& parent = parent_page ? static_cast<Folder const&>(*parent_page) : *site;
  auto const& settings = tree_->settings();
  LK_CHECK(check_new_slug(parent, !parent_page, page.slug, settings.slug_length));
  if (!is_template_name(page.template_name))
    return fail(Kind::invalid, "error.invalidArgument", "The template is no valid name");

  std::string const folder = parent.path + (page.draft ? "/_drafts" : "");
  auto const name = [&](std::string const& code) {
    return page.template_name + (site->languages->multilang ? "." + code : "") + "." +
           settings.extension;
  };
  Texts texts{{name(site->languages->standard().code),
               formats::print_content(ordered_for_new(page.content, settings, random_))}};
  if (site->languages->multilang)
    for (auto const& [code, fields] : page.translations)
      texts.emplace_back(name(code), formats::print_content(in_written_order(fields, true)));
  Steps steps(turn);
  LK_CHECK(write_new(folder, page.slug, texts));
  LK_CHECK(steps.commit());
  std::string const id = (parent_page ? parent_page->id + "/" : "") + page.slug;
  auto made = tree_->page(id, {});
  if (!made) return fail_internal("the new page " + id + " cannot be read");
  return made;
}

/// A whole page folder or none: written under a name that is no page, then renamed.
Result<> Content::write_new(std::string const& folder, std::string const& slug,
                            Texts const& texts) {
  std::string const hidden = folder + "/.latchkey-new-" + random_word(random_);
  std::string const inside = hidden + "/";
  for (auto const& [name, bytes] : texts) LK_CHECK(files_.replace(inside + name, bytes));
  return files_.rename(hidden, folder + "/" + slug);
}

/// One text file as `rewrite` makes it from what it holds now.
Result<> Content::rewrite(Folder const& folder, std::string_view language, Base base,
                          Rewrite const& rewrite) {
  std::string const path = text_path(folder, tree_->settings(), language);
  LK_TRY(auto const own, read_own(path));
  auto const shown = [&] {
    return base == Base::shown ? fields_shown(folder, language) : formats::Fields();
  };
  LK_TRY(auto const fields, rewrite(own ? *own : shown()));
  bool const translation = !folder.languages->pick(language).is_default;
  LK_CHECK(files_.replace(path, formats::print_content(in_written_order(fields, translation))));
  expire();
  return {};
}

Result<> Content::write(Folder const& folder, std::vector<Change> const& changes,
                        std::string_view language, Base base) {
  return rewrite(folder, language, base, [&](formats::Fields fields) -> Result<formats::Fields> {
    for (auto const& [name, value] : changes) {
      if (name.empty()) continue;
      if (value)
        fields.set(name, *value);
      else
        fields.erase(name);
    }
    return fields;
  });
}

Result<std::shared_ptr<Page const>> Content::edit(std::string_view id, std::string_view language,
                                                  Edit<Page> const& edit, Number const& number) {
  auto const turn = begin();
  auto const page = tree_->page(id, {});
  if (!page) return page_not_found(id);
  Steps steps(turn, number_follows(*page, number));
  LK_CHECK(
      rewrite(*page, language, Base::shown, [&](auto const& own) { return edit(*page, own); }));
  if (auto const now = tree_->page(id, {})) LK_CHECK(follow_number(*now, number));
  LK_CHECK(steps.commit());
  auto now = tree_->page(id, {});
  if (!now) return page_not_found(id);
  return now;
}

Result<std::shared_ptr<Site const>> Content::edit_site(std::string_view language,
                                                       Edit<Site> const& edit) {
  auto const turn = begin();
  auto const site = tree_->site();
  LK_CHECK(
      rewrite(*site, language, Base::shown, [&](auto const& own) { return edit(*site, own); }));
  return tree_->site();
}

Result<std::shared_ptr<Page const>> Content::update(std::string_view id,
                                                    std::vector<Change> const& changes,
                                                    std::string_view language) {
  auto const turn = begin();
  auto const page = tree_->page(id, {});
  if (!page) return page_not_found(id);
  LK_CHECK(write(*page, changes, language, Base::shown));
  auto now = tree_->page(id, {});
  if (!now) return page_not_found(id);
  return now;
}

Result<std::shared_ptr<Site const>> Content::update_site(std::vector<Change> const& changes,
                                                         std::string_view language) {
  auto const turn = begin();
  LK_CHECK(write(*tree_->site(), changes, language, Base::shown));
  return tree_->site();
}

Result<> Content::remove(std::string_view id, bool force, std::string const& by) {
  auto const turn = begin();
  auto const page = tree_->page(id, {});
  if (!page) return page_not_found(id);
  if (!force && !page->children().empty())
    return fail(Kind::invalid, "error.page.delete.hasChildren",
                "The page has children; repeat with force to delete them too");
  auto const site = tree_->site();
  Folder const& parent = page->parent ? static_cast<Folder const&>(*page->parent) : *site;
  Steps steps(turn);
  LK_CHECK(remove_items(turn, {.kind = trash::Deleted::Kind::page,
                               .id = page->id,
                               .title = page->title(),
                               .parent = trash_parent(page->parent.get()),
                               .folder = parent.path,
                               .items = {page->path.substr(parent.path.size() + 1)},
                               .by = by}));
  expire();
  if (page->status == Status::draft) LK_CHECK(remove_empty_drafts(parent));
  if (page->status == Status::listed) LK_CHECK(close_gap(page->parent));
  return steps.commit();
}

Result<> Content::remove_empty_drafts(Folder const& parent) {
  std::string const drafts = parent.path + "/_drafts";
  auto const left = files_.list(drafts);
  if (left && left->empty()) LK_CHECK(files_.remove(drafts));
  expire();
  return {};
}

}  // namespace latchkey::content
