// Lists of pages. Source: spec/content-api 18, "pages".

#include <algorithm>

#include "fields/folder_members.h"
#include "fields/lists.h"
#include "fields/members.h"
#include "fields/objects.h"

namespace latchkey::fields {
namespace {

using content::Filter;
using content::Page;
using content::Status;
using query::Value;
using query::Values;

class PagesObject final : public SiteList {
 public:
  using SiteList::SiteList;

  std::string_view type() const override { return "pages"; }
  Result<Value> more(std::string_view name, Values const& arguments) const override {
    if (auto value = kept_by(name, arguments)) return std::move(*value);
    if (name == "drafts") return children(Filter::drafts);
    if (name == "children") return children(Filter::published);
    if (name == "index") return index(!arguments.empty() && query::is_true(arguments.front()));
    if (name == "findByUri") return call("find", arguments);
    if (name == "nums") return nums();
    for (auto const* const member : {"files", "images", "documents", "videos", "audio", "code"})
      if (name == member) return files(member);
    return SiteList::more(name, arguments);
  }

  /// By id, by id below the common parent, or by uuid.
  query::ItemPtr find_one(std::string_view key) const override {
    if (key.empty()) return nullptr;
    if (key.starts_with("page://")) {
      auto const wanted = world().content.page_by_uuid(key.substr(7));
      return wanted ? Collection::find_one(wanted->id) : nullptr;
    }
    for (auto const& item : items()) {
      auto const page = page_of(item.get());
      if (page->id == key || page->slug == key) return item;
    }
    return find_deeper(key);
  }

 private:
  std::shared_ptr<Collection> make(query::Items items) const override {
    return std::make_shared<PagesObject>(world(), std::move(items));
  }
  bool searches() const override { return true; }

  /// "spring-turn" or "journal/spring-turn" of a page further down.
  query::ItemPtr find_deeper(std::string_view key) const {
    auto const slash = key.find('/');
    if (slash == key.npos) return nullptr;
    for (auto const& item : items()) {
      auto const page = page_of(item.get());
      bool const is_below = key.starts_with(page->id) && key.substr(page->id.size(), 1) == "/";
      if (!is_below && page->slug != key.substr(0, slash)) continue;
      auto const rest = is_below ? std::string(key) : page->id + std::string(key.substr(slash));
      if (auto found = world().content.page(rest)) return make_page(world(), std::move(found));
    }
    return nullptr;
  }
  template <class Keep>
  Value kept(Keep keep) const {
    query::Items out;
    for (auto const& item : items())
      if (keep(*page_of(item.get()))) out.push_back(item);
    return object(with(std::move(out)));
  }
  std::optional<Value> kept_by(std::string_view name, Values const& arguments) const {
    auto const has_status = [](Status status) {
      return [status](Page const& page) { return page.status == status; };
    };
    if (name == "listed") return kept(has_status(Status::listed));
    if (name == "unlisted") return kept(has_status(Status::unlisted));
    if (name == "published") return kept([](Page const& p) { return p.status != Status::draft; });
    if (name != "template" && name != "notTemplate") return std::nullopt;
    auto const names = names_in(arguments);
    if (names.empty()) return kept([](Page const&) { return true; });
    return kept([&](Page const& page) {
      bool const found = std::ranges::find(names, page.template_name()) != names.end();
      return found == (name == "template");
    });
  }
  Value nums() const {
    json::array out;
    for (auto const& item : items())
      if (auto const& num = page_of(item.get())->num) out.emplace_back(*num);
    return Value(json::value(std::move(out)));
  }
  Value children(Filter filter) const {
    std::vector<PagePtr> out;
    for (auto const& item : items())
      for (auto& child : world().content.children(*page_of(item.get()), filter))
        out.push_back(std::move(child));
    return object(make_pages(world(), std::move(out)));
  }
  Value index(bool drafts) const {
    std::vector<PagePtr> out;
    for (auto const& item : items()) {
      auto const page = page_of(item.get());
      out.push_back(page);
      auto const below = pages_below(world(), *page, drafts);
      out.insert(out.end(), below.begin(), below.end());
    }
    return object(make_pages(world(), std::move(out)));
  }
  Value files(std::string_view member) const {
    std::vector<content::FilePtr> out;
    for (auto const& item : items()) {
      auto const page = page_of(item.get());
      if (page->files().empty()) continue;
      auto const some = file_member(world(), content::owner_of(*page), member, {});
      for (auto const& file : dynamic_cast<Collection const&>(*some->object()).items())
        out.push_back(file_of(file.get()));
    }
    return object(make_files(world(), std::move(out)));
  }
};

}  // namespace

std::shared_ptr<query::Collection const> make_pages(World const& world,
                                                    std::vector<PagePtr> pages) {
  query::Items items;
  items.reserve(pages.size());
  for (auto& page : pages) items.push_back(make_page(world, std::move(page)));
  return std::make_shared<PagesObject const>(world, std::move(items));
}

}  // namespace latchkey::fields
