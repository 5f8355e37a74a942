// Site and pages: read, create, change, delete. Source: spec/content-api 8, 10, 12.

#include <algorithm>
#include <array>

#include "api/collection.h"
#include "api/page_cache.h"
#include "api/page_view.h"
#include "api/route.h"
#include "api/scene.h"
#include "core/text.h"
#include "formats/slug.h"

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
       {view, std::string_view(context.language), std::string_view(context.base),
        std::string_view(context.home), std::string_view(context.error),
        std::string_view(context.actor.user().language)})
    key.append(part).append("\n");
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
    return json::print(envelope);
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

Result<Answer> list_pages(Call const& call, Scene const& scene, std::vector<PagePtr> pages,
                          ListRequest const& request) {
  LK_TRY(Selection const selection, read_selection(call.query));
  auto const describe = [&](PagePtr const& page) {
    return texts_of(*page, scene.context.language);
  };
  LK_TRY(auto const list, list_items(request, std::move(pages), describe));
  auto const schema = page_schema();
  auto const picks = schema.picks(selection, "compact");
  Collection out{{}, list.page.page, list.page.total, list.page.offset, list.page.limit};
  for (auto const& page : list.items)
    out.data.push_back(render(*page, scene.context, schema, picks));
  LK_CHECK(ensure_whole(scene.context));
  return Answer(std::move(out));
}

Filter filter_of(Call const& call) {
  auto const status = call.query.find("status");
  return content::parse_filter(status.value_or("published")).value_or(Filter::published);
}

Result<Answer> list_children(Call const& call, Scene const& scene, content::Folder const& of) {
  LK_TRY(ListRequest const request, read_list_request(call.query));
  return list_pages(call, scene, listable_children(scene.context, of, filter_of(call)), request);
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
  return list_pages(call, scene, listable_children(scene.context, *page, filter_of(call)), request);
}

Result<Answer> search_site_children(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const site, find_site(scene));
  LK_TRY(ListRequest const request, search_request(call));
  return list_pages(call, scene, listable_children(scene.context, *site, filter_of(call)), request);
}

void add_all_below(PageContext const& context, content::Folder const& folder,
                   std::vector<PagePtr>& out) {
  for (auto& page : context.content.children(folder, Filter::all)) {
    if (is_listable(context, *page)) out.push_back(page);
    add_all_below(context, *page, out);
  }
}

Result<Answer> search_site(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const site, find_site(scene));
  LK_TRY(ListRequest const request, search_request(call));
  std::vector<PagePtr> all;
  add_all_below(scene.context, *site, all);
  // The order of hits of equal score: recorded case search-site.
  std::ranges::sort(all, {}, [](PagePtr const& page) -> std::string const& { return page->id; });
  return list_pages(call, scene, std::move(all), request);
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

// Writing

std::string field_name(std::string_view name) {
  formats::SlugRules rules;
  rules.separator = '_';
  rules.max_length = name.size() * 4 + 1;
  return formats::slug(name, rules);
}

/// Stored changes from the members of a body: null removes, everything else replaces.
std::vector<content::Change> changes_of(json::object const& body) {
  std::vector<content::Change> out;
  for (auto const& [key, value] : body)
    if (auto name = field_name(key); !name.empty())
      out.emplace_back(std::move(name), formats::stored_value(value));
  return out;
}

Result<Answer> patch_page(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  if (!may(scene.context, "update", *page)) return forbidden("page", "update");
  LK_CHECK(ensure_form(scene, model_of(*page)));
  LK_TRY(auto const now,
         call.services.content.update(page->id, changes_of(call.body), scene.context.language));
  return show(call, scene, *now, page_schema());
}

Result<Answer> patch_site(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const site, find_site(scene));
  if (!may(scene.context, "update", *site)) return forbidden("site", "update");
  LK_CHECK(ensure_form(scene, model_of(*site)));
  LK_TRY(auto const now,
         call.services.content.update_site(changes_of(call.body), scene.context.language));
  return show(call, scene, *now, site_schema());
}

Result<std::string> new_title(Call const& call, std::string_view what) {
  LK_TRY(auto const sent, call.text_input("title"));
  auto const whole = sent.value_or("");
  std::string title(trim(whole));
  if (title.empty())
    return fail(Kind::invalid, "error." + std::string(what) + ".changeTitle.empty",
                "The title must not be empty");
  return title;
}

Result<Answer> patch_page_title(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  if (!may(scene.context, "changeTitle", *page)) return forbidden("page", "changeTitle");
  LK_TRY(auto title, new_title(call, "page"));
  LK_TRY(auto const now,
         call.services.content.change_title(page->id, std::move(title), scene.context.language));
  return show_done(call, scene, *now, page_schema());
}

Result<Answer> patch_site_title(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const site, find_site(scene));
  if (!may(scene.context, "changeTitle", *site)) return forbidden("site", "changeTitle");
  LK_TRY(auto title, new_title(call, "site"));
  LK_TRY(auto const now,
         call.services.content.change_site_title(std::move(title), scene.context.language));
  return show_done(call, scene, *now, site_schema());
}

/// Truth as forms and JSON send it.
bool is_true(json::value const& value) {
  if (value.is_string()) {
    auto const text = lower(value.get_string());
    return !text.empty() && text != "0" && text != "false";
  }
  if (value.is_bool()) return value.get_bool();
  return value.is_number() ? value.to_number<double>() != 0 : !value.is_null();
}

/// What the body asks for. Errors: error.invalidArgument without slug and title, or for wrong
/// types.
Result<content::NewPage> read_new_page(Call const& call, std::size_t longest_slug) {
  LK_TRY(auto const slug, call.text_input("slug"));
  LK_TRY(auto const name, call.text_input("template"));
  content::NewPage out;
  if (auto const* const content = call.input("content"); content && content->is_object())
    for (auto& [field, value] : changes_of(content->get_object()))
      if (value) out.content.set(field, *value);
  auto const* const title = out.content.find("title");
  if (!(slug && !slug->empty()) && !(title && !title->empty()))
    return fail(Kind::invalid, "error.invalidArgument", "Please send a slug or a title");
  formats::SlugRules rules;
  rules.max_length = longest_slug;
  out.slug = formats::slug(slug && !slug->empty() ? *slug : *title, rules);
  if (name && !name->empty()) out.template_name = lower(*name);
  for (auto const* const key : {"draft", "isDraft"})
    if (auto const* const draft = call.input(key); draft && !draft->is_null())
      out.draft = is_true(*draft);
  return out;
}

Result<Answer> create_page(Call& call, Scene const& scene, std::string_view parent_id) {
  LK_TRY(auto const wanted, read_new_page(call, scene.content->settings().slug_length));
  auto const rules = scene.content->rules(wanted.template_name);
  auto const* const options = rules->options.is_object() ? &rules->options : nullptr;
  if (!accounts::may(*call.actor, "create", {"pages", options, false}))
    return forbidden("page", "create");
  if (!wanted.draft && !accounts::may(*call.actor, "changeStatus", {"pages", options, false}))
    return forbidden("page", "changeStatus");
  LK_TRY(auto const made, call.services.content.create(parent_id, wanted));
  return show_done(call, scene, *made, page_schema());
}

Result<Answer> post_page_child(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const parent, find_page(call, scene));
  return create_page(call, scene, parent->id);
}

Result<Answer> post_site_child(Call& call) {
  Scene const scene(call);
  LK_CHECK(find_site(scene));
  return create_page(call, scene, {});
}

Result<Answer> delete_page(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  if (!may(scene.context, "delete", *page)) return forbidden("page", "delete");
  auto const* const force = call.input("force");
  LK_CHECK(call.services.content.remove(page->id, force && is_true(*force)));
  return Answer(Done{});
}

using http::Method;

constexpr Route rows[] = {
    {Method::get, "site", Access::panel, Work::disk, get_site, "The site"},
    {Method::patch, "site", Access::panel, Work::disk, patch_site, "Change the site's fields"},
    {Method::patch, "site/title", Access::panel, Work::disk, patch_site_title,
     "Change the site's title"},
    {Method::get, "site/children", Access::panel, Work::disk, get_site_children,
     "Pages at the top"},
    {Method::post, "site/children", Access::panel, Work::disk, post_site_child,
     "Create a page at the top"},
    {Method::get, "site/children/search", Access::panel, Work::disk, search_site_children,
     "Search the top"},
    {Method::post, "site/children/search", Access::panel, Work::disk, search_site_children,
     "Search the top"},
    {Method::get, "site/search", Access::panel, Work::disk, search_site, "Search all pages"},
    {Method::post, "site/search", Access::panel, Work::disk, search_site, "Search all pages"},
    {Method::post, "site/find", Access::panel, Work::disk, find_pages,
     "Pages by a list of ids or uuids"},
    {Method::get, "pages/{id}", Access::panel, Work::page, get_page, "One page"},
    {Method::patch, "pages/{id}", Access::panel, Work::disk, patch_page, "Change a page's fields"},
    {Method::del, "pages/{id}", Access::panel, Work::disk, delete_page, "Delete a page"},
    {Method::patch, "pages/{id}/title", Access::panel, Work::disk, patch_page_title,
     "Change a page's title"},
    {Method::get, "pages/{id}/children", Access::panel, Work::disk, get_page_children,
     "Pages below a page"},
    {Method::post, "pages/{id}/children", Access::panel, Work::disk, post_page_child,
     "Create a page below a page"},
    {Method::get, "pages/{id}/children/search", Access::panel, Work::disk, search_page_children,
     "Search below a page"},
    {Method::post, "pages/{id}/children/search", Access::panel, Work::disk, search_page_children,
     "Search below a page"},
};

}  // namespace

std::span<Route const> page_routes() { return rows; }

}  // namespace latchkey::api
