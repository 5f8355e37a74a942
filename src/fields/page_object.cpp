// Pages. Source: spec/content-api 18, "page".

#include <algorithm>

#include "content/node.h"
#include "core/text.h"
#include "fields/folder_members.h"
#include "fields/lists.h"
#include "fields/members.h"
#include "fields/model_members.h"
#include "fields/objects.h"
#include "fields/views.h"
#include "formats/content_text.h"

namespace latchkey::fields {
namespace {

using content::Filter;
using content::Status;
using query::Value;
using query::Values;

class PageObject final : public query::Item {
 public:
  PageObject(World const& in, PagePtr of) : world(in), page(std::move(of)) {}

  std::string_view type() const override { return "page"; }
  std::string key() const override { return page->id; }
  Result<Value> call(std::string_view name, Values const& arguments) const override;
  std::string text() const override { return page->id; }
  json::value data() const override { return json::text(page->id); }

  Model model() const { return {nullptr, page, nullptr, nullptr}; }
  content::Folder const& above() const {
    return page->parent ? static_cast<content::Folder const&>(*page->parent)
                        : *world.content.site();
  }
  ListPtr siblings() const {
    auto const filter = page->status == Status::draft ? Filter::drafts : Filter::published;
    return make_pages(world, world.content.children(above(), filter));
  }
  /// What is stored under a name in lower case, without parsing the whole text for it.
  std::string stored(std::string const& name) const {
    auto const& facts = *page->own;
    if (content::is_laid_over(facts, world.language))
      return std::string(page->field(name, world.language));
    auto const* const text = content::find_sole_text(facts, world.language);
    return text ? formats::find_stored(text->bytes, name).value_or("") : std::string();
  }
  std::string title() const {
    auto out = stored("title");
    return out.empty() ? page->slug : out;
  }
  bool is_home() const { return page->id == world.home; }
  bool is_error() const { return page->id == world.error; }
  bool may(std::string_view action) const {
    return !world.views || world.views->may(model(), action);
  }

  World const& world;
  PagePtr page;
};

using P = PageObject;

std::vector<PagePtr> parents_of(content::Page const& page) {
  std::vector<PagePtr> out;
  for (auto at = page.parent; at; at = at->parent) out.push_back(at);
  return out;
}

/// Only what the site has a template for; everything else is rendered by the default one.
std::string shown_template(P const& p) {
  auto const& wanted = p.page->template_name();
  return !p.world.views || p.world.views->has_template(wanted) ? wanted : "default";
}

Members<P> const& page_members() {
  static Members<P> const table{
      {"id", [](P const& p, Values const&) { return text(p.page->id); }},
      {"slug", [](P const& p, Values const&) { return text(p.page->slug_in(p.world.language)); }},
      {"uid", [](P const& p, Values const&) { return text(p.page->slug); }},
      {"uri", [](P const& p, Values const&) { return text(p.page->path_in(p.world.language)); }},
      {"url",
       [](P const& p, Values const&) {
         return text(content::page_url(*p.page, p.world.base, p.world.language, p.world.home));
       }},
      {"num",
       [](P const& p, Values const&) { return p.page->num ? number(*p.page->num) : Value(); }},
      {"status",
       [](P const& p, Values const&) { return text(content::status_name(p.page->status)); }},
      {"isDraft", [](P const& p, Values const&) { return flag(p.page->status == Status::draft); }},
      {"isListed",
       [](P const& p, Values const&) { return flag(p.page->status == Status::listed); }},
      {"isUnlisted",
       [](P const& p, Values const&) { return flag(p.page->status == Status::unlisted); }},
      {"isPublished",
       [](P const& p, Values const&) { return flag(p.page->status != Status::draft); }},
      {"isHomePage", [](P const& p, Values const&) { return flag(p.is_home()); }},
      {"isErrorPage", [](P const& p, Values const&) { return flag(p.is_error()); }},
      {"isHomeOrErrorPage",
       [](P const& p, Values const&) { return flag(p.is_home() || p.is_error()); }},
      {"isReadable", [](P const& p, Values const&) { return flag(p.may("read")); }},
      {"isSortable", [](P const& p, Values const&) { return flag(p.may("sort")); }},
      {"hasTemplate",
       [](P const& p, Values const&) {
         return flag(shown_template(p) == p.page->template_name());
       }},
      {"template", [](P const& p, Values const&) { return text(shown_template(p)); }},
      {"intendedTemplate", [](P const& p, Values const&) { return text(p.page->template_name()); }},
      {"title",
       [](P const& p, Values const&) {
         return Value(make_field(p.world, p.model(), "title", p.title()));
       }},
      {"depth",
       [](P const& p, Values const&) { return number(1 + std::ranges::count(p.page->id, '/')); }},
      {"parent",
       [](P const& p, Values const&) {
         return p.page->parent ? object(make_page(p.world, p.page->parent)) : Value();
       }},
      {"parentId",
       [](P const& p, Values const&) {
         return p.page->parent ? text(p.page->parent->id) : Value();
       }},
      {"parentModel",
       [](P const& p, Values const&) {
         return p.page->parent ? object(make_page(p.world, p.page->parent))
                               : object(make_site(p.world, p.world.content.site()));
       }},
      {"parents",
       [](P const& p, Values const&) { return object(make_pages(p.world, parents_of(*p.page))); }},
      {"toString",
       [](P const& p, Values const& a) {
         return text(query::fill_template(query::text_argument(a, 0, "{{ page.id }}"),
                                          scope_of(p.world, p.model())));
       }},
  };
  return table;
}

Result<Value> PageObject::call(std::string_view name, Values const& arguments) const {
  auto const found = page_members().find(name);
  if (found != page_members().end()) return found->second(*this, arguments);
  if (auto value = folder_member(world, *page, content::owner_of(*page), name, arguments))
    return std::move(*value);
  if (auto value = model_member(world, model(), name, arguments)) return std::move(*value);
  auto const all = [this] { return siblings(); };
  if (auto value = sibling_member(world, *this, all, name, arguments)) return std::move(*value);
  // Every other name is a stored field, as the original has it.
  auto const key = lower(name);
  return Value(make_field(world, model(), key, stored(key)));
}

}  // namespace

query::ItemPtr make_page(World const& world, PagePtr page) {
  return std::make_shared<PageObject const>(world, std::move(page));
}

PagePtr page_of(query::Object const* object) {
  auto const* const page = dynamic_cast<PageObject const*>(object);
  return page ? page->page : nullptr;
}

}  // namespace latchkey::fields
