// Pages and lists of them. Source: spec/content-api 18.

#include <algorithm>

#include "core/text.h"
#include "fields/folder_members.h"
#include "fields/members.h"
#include "fields/objects.h"

namespace latchkey::fields {
namespace {

using content::Filter;
using content::Page;
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
  std::vector<PagePtr> siblings() const {
    auto const filter = page->status == Status::draft ? Filter::drafts : Filter::published;
    return page->parent ? world.content.children(*page->parent, filter)
                        : world.content.children(*world.content.site(), filter);
  }
  /// Where it stands among `all`, its siblings.
  std::ptrdiff_t place(std::vector<PagePtr> const& all) const {
    return std::ranges::find(all, page->id, &Page::id) - all.begin();
  }
  /// The neighbour `step` places further.
  Value neighbour(std::ptrdiff_t step) const {
    auto const all = siblings();
    auto const at = place(all) + step;
    bool const fits = at >= 0 && at < static_cast<std::ptrdiff_t>(all.size());
    return fits ? object(make_page(world, all[static_cast<std::size_t>(at)])) : Value();
  }
  /// All siblings on one side, in their order.
  Value neighbours(bool behind) const {
    auto all = siblings();
    auto const at = all.begin() + place(all);
    if (behind)
      all.erase(all.begin(), at == all.end() ? at : at + 1);
    else
      all.erase(at, all.end());
    return object(make_pages(world, std::move(all)));
  }
  std::string url() const {
    return content::page_url(*page, world.base, world.language, world.home);
  }

  World const& world;
  PagePtr page;
};

using P = PageObject;

std::vector<PagePtr> parents_of(Page const& page) {
  std::vector<PagePtr> out;
  for (auto at = page.parent; at; at = at->parent) out.push_back(at);
  return out;
}

std::string panel_path(Page const& page) { return "pages/" + replace_all(page.id, "/", "+"); }

Value uuid_of(P const& p, Values const&) {
  auto const uuid = p.world.content.uuid(*p.page);
  return uuid.empty() ? Value() : text("page://" + uuid);
}

Value blueprint_of(P const& p, Values const&) {
  auto const found = p.world.blueprints.find(p.model().blueprint_name());
  return json::value{{"name", json::text(found->name)},
                     {"title", blueprint::translate(found->title, p.world.user_language())}};
}

Members<P> const& page_members() {
  static Members<P> const table{
      {"id", [](P const& p, Values const&) { return text(p.page->id); }},
      {"slug", [](P const& p, Values const&) { return text(p.page->slug_in(p.world.language)); }},
      {"uid", [](P const& p, Values const&) { return text(p.page->slug); }},
      {"uri", [](P const& p, Values const&) { return text(p.page->path_in(p.world.language)); }},
      {"url", [](P const& p, Values const&) { return text(p.url()); }},
      {"permalink",
       [](P const& p, Values const&) {
         return text(p.world.base + "/@/page/" + p.world.content.uuid(*p.page));
       }},
      {"previewUrl", [](P const& p, Values const&) { return text(p.url()); }},
      {"uuid", uuid_of},
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
      {"isHomePage", [](P const& p, Values const&) { return flag(p.page->id == p.world.home); }},
      {"isErrorPage", [](P const& p, Values const&) { return flag(p.page->id == p.world.error); }},
      {"isHomeOrErrorPage",
       [](P const& p, Values const&) {
         return flag(p.page->id == p.world.home || p.page->id == p.world.error);
       }},
      {"isReadable", [](P const&, Values const&) { return flag(true); }},
      {"exists", [](P const&, Values const&) { return flag(true); }},
      {"hasTemplate", [](P const&, Values const&) { return flag(true); }},
      {"template", [](P const& p, Values const&) { return text(p.page->template_name()); }},
      {"intendedTemplate", [](P const& p, Values const&) { return text(p.page->template_name()); }},
      {"blueprint", blueprint_of},
      {"title",
       [](P const& p, Values const&) {
         return Value(make_field(p.world, p.model(), "title", p.page->title(p.world.language)));
       }},
      {"content",
       [](P const& p, Values const&) { return Value(make_content(p.world, p.model())); }},
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
      {"site", [](P const& p,
                  Values const&) { return object(make_site(p.world, p.world.content.site())); }},
      {"kirby", [](P const& p, Values const&) { return object(make_kirby(p.world)); }},
      {"siblings",
       [](P const& p, Values const& a) {
         auto all = p.siblings();
         if (!a.empty() && !query::is_true(a.front()))
           std::erase_if(all, [&](auto const& page) { return page->id == p.page->id; });
         return object(make_pages(p.world, std::move(all)));
       }},
      {"next", [](P const& p, Values const&) { return p.neighbour(1); }},
      {"prev", [](P const& p, Values const&) { return p.neighbour(-1); }},
      {"nextAll", [](P const& p, Values const&) { return p.neighbours(true); }},
      {"prevAll", [](P const& p, Values const&) { return p.neighbours(false); }},
      {"isFirst", [](P const& p, Values const&) { return flag(p.neighbour(-1).is_null()); }},
      {"isLast", [](P const& p, Values const&) { return flag(p.neighbour(1).is_null()); }},
      {"indexOf", [](P const& p, Values const&) { return number(p.place(p.siblings())); }},
      {"hasNext", [](P const& p, Values const&) { return flag(!p.neighbour(1).is_null()); }},
      {"hasPrev", [](P const& p, Values const&) { return flag(!p.neighbour(-1).is_null()); }},
      {"apiUrl", [](P const& p,
                    Values const&) { return text(p.world.base + "/api/" + panel_path(*p.page)); }},
      {"panel",
       [](P const& p, Values const&) {
         return Value(
             json::value{{"path", panel_path(*p.page)}, {"url", "/" + panel_path(*p.page)}});
       }},
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
  // Every other name is a stored field, as the original has it.
  auto const key = lower(name);
  return Value(make_field(world, model(), key, std::string(page->field(key, world.language))));
}

class PagesObject final : public query::Collection {
 public:
  PagesObject(World const& in, query::Items items) : Collection(std::move(items)), world_(in) {}

  std::string_view type() const override { return "pages"; }
  std::shared_ptr<Collection const> with(query::Items items) const override {
    return std::make_shared<PagesObject const>(world_, std::move(items));
  }
  Result<Value> more(std::string_view name, Values const& arguments) const override;

  /// By id, by id below the common parent, or by uuid.
  query::ItemPtr find_one(std::string_view key) const override {
    if (key.empty()) return nullptr;
    for (auto const& item : items()) {
      auto const page = page_of(item.get());
      if (page->id == key || page->slug == key) return item;
      if (key.starts_with("page://") && key.substr(7) == world_.content.uuid(*page)) return item;
    }
    return find_deeper(key);
  }

 private:
  /// "spring-turn" or "journal/spring-turn" of a page further down.
  query::ItemPtr find_deeper(std::string_view key) const {
    auto const slash = key.find('/');
    if (slash == key.npos || key.starts_with("page://")) return nullptr;
    for (auto const& item : items()) {
      auto const page = page_of(item.get());
      bool const leads = page->slug == key.substr(0, slash) ||
                         (key.starts_with(page->id) && key.substr(page->id.size(), 1) == "/");
      if (!leads) continue;
      auto const rest =
          key.starts_with(page->id) ? std::string(key) : page->id + std::string(key.substr(slash));
      if (auto found = world_.content.page(rest)) return make_page(world_, std::move(found));
    }
    return nullptr;
  }
  std::vector<PagePtr> pages() const {
    std::vector<PagePtr> out;
    for (auto const& item : items()) out.push_back(page_of(item.get()));
    return out;
  }
  template <class Keep>
  Value kept(Keep keep) const {
    query::Items out;
    for (auto const& item : items())
      if (keep(*page_of(item.get()))) out.push_back(item);
    return object(with(std::move(out)));
  }
  Value children(Filter filter) const {
    std::vector<PagePtr> out;
    for (auto const& page : pages())
      for (auto& child : world_.content.children(*page, filter)) out.push_back(std::move(child));
    return object(make_pages(world_, std::move(out)));
  }
  Value index() const {
    std::vector<PagePtr> out;
    for (auto const& page : pages()) {
      out.push_back(page);
      auto const below = pages_below(world_, *page, false);
      out.insert(out.end(), below.begin(), below.end());
    }
    return object(make_pages(world_, std::move(out)));
  }
  Value files(std::string_view member) const {
    Value all = object(make_files(world_, {}));
    for (auto const& page : pages())
      if (auto some = file_member(world_, content::owner_of(*page), member, {}))
        if (auto joined = query::member(all, "add", {*some})) all = std::move(*joined);
    return all;
  }

  World const& world_;
};

std::vector<std::string> names_of(Values const& arguments) {
  std::vector<std::string> out;
  for (auto const& argument : arguments) {
    auto const plain = query::data_of(argument);
    if (plain.is_array()) {
      for (auto const& item : plain.get_array()) out.push_back(query::text_of(item));
    } else {
      out.push_back(query::text_of(argument));
    }
  }
  return out;
}

Result<Value> PagesObject::more(std::string_view name, Values const& arguments) const {
  auto const has_status = [](Status status) {
    return [status](Page const& page) { return page.status == status; };
  };
  if (name == "listed") return kept(has_status(Status::listed));
  if (name == "unlisted") return kept(has_status(Status::unlisted));
  if (name == "published") return kept([](Page const& p) { return p.status != Status::draft; });
  if (name == "drafts") return children(Filter::drafts);
  if (name == "children") return children(Filter::published);
  if (name == "index") return index();
  if (name == "template" || name == "notTemplate") {
    auto const names = names_of(arguments);
    return kept([&](Page const& page) {
      bool const found = std::ranges::find(names, page.template_name()) != names.end();
      return found == (name == "template");
    });
  }
  if (name == "findByUri") return query::member(Value(object(with(items()))), "find", arguments);
  if (name == "nums") {
    json::array out;
    for (auto const& page : pages())
      if (page->num) out.emplace_back(*page->num);
    return Value(json::value(std::move(out)));
  }
  for (auto const* const member : {"files", "images", "documents", "videos", "audio", "code"})
    if (name == member) return files(member);
  return query::no_member("pages", name);
}

}  // namespace

query::ItemPtr make_page(World const& world, PagePtr page) {
  return std::make_shared<PageObject const>(world, std::move(page));
}

std::shared_ptr<query::Collection const> make_pages(World const& world,
                                                    std::vector<PagePtr> pages) {
  query::Items items;
  items.reserve(pages.size());
  for (auto& page : pages) items.push_back(make_page(world, std::move(page)));
  return std::make_shared<PagesObject const>(world, std::move(items));
}

PagePtr page_of(query::Object const* object) {
  auto const* const page = dynamic_cast<PageObject const*>(object);
  return page ? page->page : nullptr;
}

}  // namespace latchkey::fields
