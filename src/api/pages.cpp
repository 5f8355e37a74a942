// Site and pages: what is read. Source: spec/content-api 8, 10.

#include <algorithm>
#include <array>

#include "api/collection.h"
#include "api/locks.h"
#include "api/page_cache.h"
#include "api/page_search.h"
#include "api/page_view.h"
#include "api/route.h"
#include "api/scene.h"

namespace latchkey::api {
namespace {

using content::Filter;
using PagePtr = std::shared_ptr<content::Page const>;

// Reading

/// Compact views depend on the page, what is above it, language, address and role only, and so do
/// default ones whose fields look at nothing else: they are kept.
bool is_kept_view(Scene const& scene, content::Page const& page, Selection const& selection,
                  std::string_view view) {
  if (view == "compact") return true;
  if (view != "default" || (!selection.view && selection.select)) return false;
  return is_self_contained(scene.context, model_of(page));
}

std::string key_of(Scene const& scene, content::Page const& page, std::string_view view) {
  auto const& context = scene.context;
  std::array const versions{page.version, context.tools ? context.tools->blueprints.version() : 0};
  std::string key(reinterpret_cast<char const*>(versions.data()), sizeof versions);
  for (std::string_view const part :
       {std::string_view(page.path), view, std::string_view(context.language),
        std::string_view(context.base), std::string_view(context.home),
        std::string_view(context.error), std::string_view(context.actor.user().language)})
    key.append(part).append("\n");
  if (!content::is_quiet(page) && foreign_lock(context, model_of(page))) key.append("locked");
  return key;
}

Result<Answer> get_page(Call& call) {
  static PageCache kept;
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  LK_TRY(Selection const selection, read_selection(call.query));
  std::string const view = selection.view.value_or("default");
  // The role may have been read anew since the gate; what is kept must be rendered with the role it
  // is kept for.
  auto const role = call.users->role_of(call.actor->user());
  if (role.get() != &call.actor->role() || !is_kept_view(scene, *page, selection, view))
    return show(call, scene, *page, page_schema());
  auto text = kept.get(key_of(scene, *page, view), role, [&] {
    json::value const envelope{{"code", 200},
                               {"data", render(*page, scene.context, page_schema(), view)},
                               {"status", "ok"},
                               {"type", "model"}};
    return Rendered(json::print(envelope), state_of(scene.context, *page));
  });
  LK_CHECK(ensure_whole(scene.context));
  return Answer(Cached{std::move(text)});
}

Result<Answer> get_site(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const site, find_site(scene));
  return show(call, scene, *site, site_schema());
}

SearchTexts texts_of(content::Page const& page, std::string_view language) {
  SearchTexts out{{"id", page.id, 64}};
  for (auto const& [name, text] : page.fields(language))
    out.push_back({name, text, name == "title" ? 64 : 1});
  return out;
}

Result<Answer> show_list(Scene const& scene, std::vector<PagePtr> const& pages,
                         api::Page const& place, Selection const& selection) {
  auto const schema = page_schema();
  auto const picks = schema.picks(selection, "compact");
  Collection out{{}, place.page, place.total, place.offset, place.limit};
  for (auto const& page : pages) out.data.push_back(render(*page, scene.context, schema, picks));
  LK_CHECK(ensure_whole(scene.context));
  return Answer(std::move(out));
}

Result<Answer> list_pages(Call const& call, Scene const& scene, std::vector<PagePtr> pages,
                          ListRequest const& request) {
  LK_TRY(Selection const selection, read_selection(call.query));
  auto const describe = [&](PagePtr const& page) {
    return texts_of(*page, scene.context.language);
  };
  LK_TRY(auto const list, list_items(request, std::move(pages), describe));
  return show_list(scene, list.items, list.page, selection);
}

/// How many items there are up to the end of a page; none where there is no such page.
std::size_t end_of(Result<api::Page> const& place) {
  return place ? static_cast<std::size_t>(place->offset + place->limit) : 0;
}

/// Makes only the pages that are shown.
Result<Answer> list_survey(Call const& call, Scene const& scene, content::Survey pages,
                           ListRequest const& request, HitOrder order = HitOrder::of_tree) {
  LK_TRY(Selection const selection, read_selection(call.query));
  auto const most = static_cast<std::int64_t>(pages.size());
  pages.keep_slice(static_cast<std::size_t>(request.offset),
                   static_cast<std::size_t>(request.limit.value_or(most)));
  auto const paging = request.paginate.value_or(request.paging);
  if (request.search)
    keep_hits(pages, Search(*request.search), scene.context.language, order,
              end_of(paginate(pages.size(), paging)));
  LK_TRY(auto const place, paginate(pages.size(), paging));
  pages.keep_slice(static_cast<std::size_t>(place.offset), static_cast<std::size_t>(place.limit));
  return show_list(scene, pages.pages(), place, selection);
}

Filter filter_of(Call const& call) {
  auto const status = call.query.find("status");
  return content::parse_filter(status.value_or("published")).value_or(Filter::published);
}

content::Survey survey_of(Call const& call, Scene const& scene, content::Folder const& of) {
  return listable(scene.context, scene.content->survey_children(of, filter_of(call)));
}

Result<Answer> list_children(Call const& call, Scene const& scene, content::Folder const& of) {
  LK_TRY(ListRequest const request, read_list_request(call.query));
  return list_survey(call, scene, survey_of(call, scene, of), request);
}

Result<Answer> get_page_children(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  return list_children(call, scene, *page);
}

Result<Answer> get_site_children(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const site, find_site(scene));
  return list_children(call, scene, *site);
}

Result<ListRequest> search_request(Call const& call) {
  return read_search_request(call.query, call.method == http::Method::post ? &call.body : nullptr);
}

Result<Answer> search_page_children(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  LK_TRY(ListRequest const request, search_request(call));
  return list_survey(call, scene, survey_of(call, scene, *page), request);
}

Result<Answer> search_site_children(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const site, find_site(scene));
  LK_TRY(ListRequest const request, search_request(call));
  return list_survey(call, scene, survey_of(call, scene, *site), request);
}

/// In the order of the tree; hits of equal score by id. Recorded cases search-site,
/// search-site-post.
Result<Answer> search_site(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const site, find_site(scene));
  LK_TRY(ListRequest const request, search_request(call));
  return list_survey(call, scene, listable(scene.context, scene.content->survey_below(*site)),
                     request, HitOrder::by_id);
}

/// By id, `page://…` or bare uuid; what is hidden is left out like what does not exist.
Result<Answer> find_pages(Call& call) {
  Scene const scene(call);
  LK_CHECK(find_site(scene));
  LK_TRY(ListRequest const request, read_list_request(call.query));
  std::vector<PagePtr> found;
  auto const add = [&](json::value const& wanted) {
    if (!wanted.is_string()) return;
    std::string_view name(wanted.get_string());
    bool const is_uuid = name.starts_with("page://");
    if (is_uuid) name.remove_prefix(7);
    auto page = is_uuid ? nullptr : scene.content->page(name, scene.context.language);
    if (!page) page = scene.content->page_by_uuid(name);
    if (page && is_accessible(scene.context, *page) &&
        std::ranges::none_of(found, [&](PagePtr const& one) { return one->id == page->id; }))
      found.push_back(std::move(page));
  };
  for (auto const& [key, value] : call.body) {
    if (auto const* const list = value.if_array())
      std::ranges::for_each(*list, add);
    else
      add(value);
  }
  return list_pages(call, scene, std::move(found), request);
}

using http::Method;

constexpr Route page_rows[] = {
    {Method::get, "site", Access::panel, Work::disk, get_site, "The site"},
    {Method::get, "site/children", Access::panel, Work::disk, get_site_children,
     "Pages at the top"},
    {Method::get, "site/children/search", Access::panel, Work::disk, search_site_children,
     "Search the top"},
    {Method::post, "site/children/search", Access::panel, Work::disk, search_site_children,
     "Search the top"},
    {Method::get, "site/search", Access::panel, Work::disk, search_site, "Search all pages"},
    {Method::post, "site/search", Access::panel, Work::disk, search_site, "Search all pages"},
    {Method::post, "site/find", Access::panel, Work::disk, find_pages,
     "Pages by a list of ids or uuids"},
    {Method::get, "pages/{id}", Access::panel, Work::page, get_page, "One page"},
    {Method::get, "pages/{id}/children", Access::panel, Work::disk, get_page_children,
     "Pages below a page"},
    {Method::get, "pages/{id}/children/search", Access::panel, Work::disk, search_page_children,
     "Search below a page"},
    {Method::post, "pages/{id}/children/search", Access::panel, Work::disk, search_page_children,
     "Search below a page"},
};

}  // namespace

std::span<Route const> page_routes() { return page_rows; }

}  // namespace latchkey::api
