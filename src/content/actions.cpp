// What changes the content: each action is one member of Content, serialised by its lock.

#include <algorithm>
#include <array>

#include "content/site.h"
#include "content/tree.h"
#include "content/uuids.h"
#include "core/text.h"

namespace latchkey::content {
namespace {

constexpr std::array<std::string_view, 4> reserved_slugs{"api", "assets", "media", "panel"};

Failure page_not_found(std::string_view id) {
  return fail(Kind::not_found, "error.page.notFound",
              "The page \"" + std::string(id) + "\" cannot be found");
}

/// A name nobody else has.
std::string random_word(Random& random) { return make_uuid({}, random); }

Result<> check_new_slug(Folder const& parent, bool top, std::string_view slug,
                        std::size_t longest) {
  auto const refuse = [](char const* key, std::string text) {
    return fail(Kind::invalid, key, std::move(text));
  };
  if (slug.empty()) return refuse("error.page.slug.invalid", "Please enter a valid URL appendix");
  if (slug.size() > longest)
    return refuse("error.page.slug.maxlength",
                  "The slug must not be longer than " + std::to_string(longest) + " characters");
  if (top && std::ranges::find(reserved_slugs, slug) != reserved_slugs.end())
    return refuse("error.page.changeSlug.reserved",
                  "\"" + std::string(slug) + "\" is reserved at the top level");
  auto const taken = std::ranges::find(parent.children, slug, &Child::slug);
  if (taken == parent.children.end()) return {};
  if (taken->status == Status::draft)
    return refuse("error.page.draft.duplicate",
                  "A draft with the slug \"" + std::string(slug) + "\" already exists");
  return refuse("error.page.duplicate",
                "A page with the slug \"" + std::string(slug) + "\" already exists");
}

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

std::string text_path(Folder const& folder, Settings const& settings, std::string_view language) {
  std::string path = folder.path + "/" + folder.text_name;
  if (folder.languages->multilang) path.append(".").append(folder.languages->pick(language).code);
  return path + "." + settings.extension;
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

/// The order on writing: Title, Slug in translations, then as it was. Source: spec/content-api 2.
formats::Fields in_written_order(formats::Fields const& fields, bool translation) {
  formats::Fields out;
  if (auto const* const title = fields.find("title")) out.set("title", *title);
  if (auto const* const slug = fields.find("slug"); slug && translation) out.set("slug", *slug);
  for (auto const& [name, value] : fields) out.set(name, value);
  return out;
}

}  // namespace

Result<std::shared_ptr<Page const>> Content::create(std::string_view parent_id,
                                                    NewPage const& page) {
  std::lock_guard const lock(writing_);
  expire();
  auto const site = tree_->site();
  auto const parent_page = parent_id.empty() ? nullptr : tree_->page(parent_id, {});
  if (!parent_id.empty() && !parent_page) return page_not_found(parent_id);
  Folder const& parent = parent_page ? static_cast<Folder const&>(*parent_page) : *site;
  auto const& settings = tree_->settings();
  LK_CHECK(check_new_slug(parent, !parent_page, page.slug, settings.slug_length));
  if (!is_template_name(page.template_name))
    return fail(Kind::invalid, "error.invalidArgument", "The template is no valid name");

  std::string const folder = parent.path + (page.draft ? "/_drafts" : "");
  std::string text = page.template_name;
  if (site->languages->multilang) text += "." + site->languages->standard().code;
  auto const fields = ordered_for_new(page.content, settings, random_);
  LK_CHECK(write_new(folder, page.slug, text + "." + settings.extension,
                     formats::print_content(fields)));
  expire();
  std::string const id = (parent_page ? parent_page->id + "/" : "") + page.slug;
  auto made = tree_->page(id, {});
  if (!made) return fail_internal("the new page " + id + " cannot be read");
  return made;
}

/// A whole page folder or none: written under a name that is no page, then renamed.
Result<> Content::write_new(std::string const& folder, std::string const& slug,
                            std::string const& text, std::string const& bytes) {
  std::string const hidden = folder + "/.latchkey-new-" + random_word(random_);
  auto done = files_.replace(hidden + "/" + text, bytes);
  if (done) done = files_.rename(hidden, folder + "/" + slug);
  if (!done) (void)files_.remove(hidden);
  return done;
}

Result<> Content::write(Folder const& folder, std::vector<Change> const& changes,
                        std::string_view language, Base base) {
  std::string const path = text_path(folder, tree_->settings(), language);
  auto const bytes = files_.read(path);
  formats::Fields fields;
  if (bytes)
    fields = formats::parse_content(*bytes);
  else if (bytes.error().kind != Kind::not_found)
    return tl::make_unexpected(bytes.error());
  else if (base == Base::shown)
    fields = fields_shown(folder, language);
  for (auto const& [name, value] : changes) {
    if (name.empty()) continue;
    if (value)
      fields.set(name, *value);
    else
      fields.erase(name);
  }
  bool const translation = !folder.languages->pick(language).is_default;
  LK_CHECK(files_.replace(path, formats::print_content(in_written_order(fields, translation))));
  expire();
  return {};
}

Result<std::shared_ptr<Page const>> Content::write_page(std::string_view id,
                                                        std::vector<Change> const& changes,
                                                        std::string_view language, Base base) {
  std::lock_guard const lock(writing_);
  expire();
  auto const page = tree_->page(id, {});
  if (!page) return page_not_found(id);
  LK_CHECK(write(*page, changes, language, base));
  auto now = tree_->page(id, {});
  if (!now) return page_not_found(id);
  return now;
}

Result<std::shared_ptr<Site const>> Content::write_site(std::vector<Change> const& changes,
                                                        std::string_view language, Base base) {
  std::lock_guard const lock(writing_);
  expire();
  LK_CHECK(write(*tree_->site(), changes, language, base));
  return tree_->site();
}

Result<std::shared_ptr<Page const>> Content::update(std::string_view id,
                                                    std::vector<Change> const& changes,
                                                    std::string_view language) {
  return write_page(id, changes, language, Base::shown);
}

Result<std::shared_ptr<Site const>> Content::update_site(std::vector<Change> const& changes,
                                                         std::string_view language) {
  return write_site(changes, language, Base::shown);
}

Result<std::shared_ptr<Page const>> Content::change_title(std::string_view id, std::string title,
                                                          std::string_view language) {
  return write_page(id, {{"title", std::move(title)}}, language, Base::nothing);
}

Result<std::shared_ptr<Site const>> Content::change_site_title(std::string title,
                                                               std::string_view language) {
  return write_site({{"title", std::move(title)}}, language, Base::nothing);
}

Result<> Content::remove(std::string_view id, bool force) {
  std::lock_guard const lock(writing_);
  expire();
  auto const page = tree_->page(id, {});
  if (!page) return page_not_found(id);
  if (!force && !page->children.empty())
    return fail(Kind::invalid, "error.page.delete.hasChildren",
                "The page has children; repeat with force to delete them too");
  // Gone at once for everybody, then from the disk: a crash between leaves a name that is no page.
  std::string const away =
      page->path.substr(0, page->path.rfind('/')) + "/.latchkey-trash-" + random_word(random_);
  LK_CHECK(files_.rename(page->path, away));
  auto const removed = files_.remove(away);
  expire();
  LK_CHECK(removed);
  auto const site = tree_->site();
  Folder const& parent = page->parent ? static_cast<Folder const&>(*page->parent) : *site;
  if (page->status == Status::draft) return remove_empty_drafts(parent);
  return page->status == Status::listed ? close_gap(parent.path, page->parent) : Result<>();
}

/// Listed children with default numbering get 1…n in their present order.
Result<> Content::close_gap(std::string const& parent_path,
                            std::shared_ptr<Page const> const& parent_was) {
  auto const site = tree_->site();
  auto const parent_now = parent_was ? tree_->page(parent_was->id, {}) : nullptr;
  if (parent_was && !parent_now) return {};
  Folder const& parent = parent_now ? static_cast<Folder const&>(*parent_now) : *site;
  std::int64_t next = 0;
  for (auto const& sibling : snapshot_->children(parent, Filter::listed)) {
    if (sibling->rules->num != "default") continue;
    std::string const to = parent_path + "/" + std::to_string(++next) + "_" + sibling->slug;
    if (to != sibling->path) LK_CHECK(files_.rename(sibling->path, to));
  }
  expire();
  return {};
}

Result<> Content::remove_empty_drafts(Folder const& parent) {
  std::string const drafts = parent.path + "/_drafts";
  auto const left = files_.list(drafts);
  if (left && left->empty()) LK_CHECK(files_.remove(drafts));
  expire();
  return {};
}

}  // namespace latchkey::content
