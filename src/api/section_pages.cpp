// Sections of pages. Source: spec/content-api 10, recorded cases section-pages, section-variants.

#include <algorithm>

#include "api/collection.h"
#include "api/items.h"
#include "api/section_view.h"
#include "fields/objects.h"

namespace latchkey::api {
namespace {

using fields::PagePtr;
using json::value;

std::vector<std::string> words_of(value const* node) {
  std::vector<std::string> out;
  if (node && node->is_string()) out.emplace_back(node->get_string());
  if (node && node->is_array())
    for (auto const& item : node->get_array())
      if (item.is_string()) out.emplace_back(item.get_string());
  return out;
}

bool is_in(std::vector<std::string> const& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string status_of_section(SectionScene const& scene) {
  auto const* const said = scene.find("status");
  std::string status = said && said->is_string() ? std::string(said->get_string()) : "all";
  if (status == "drafts") status = "draft";
  bool const known = status == "all" || status == "draft" || status == "listed" ||
                     status == "unlisted" || status == "published";
  return known ? status : "all";
}

Failure no_collection(SectionScene const& scene) {
  return fail(Kind::invalid, "error.invalidArgument",
              "The query of the section \"" + scene.section.name + "\" gives no pages");
}

Result<std::vector<PagePtr>> pages_of_section(SectionScene const& scene,
                                              fields::Model const& parent) {
  std::vector<PagePtr> out;
  if (auto const* const said = scene.find("query"); said && said->is_string()) {
    auto const found =
        query::evaluate(said->get_string(), fields::scope_of(scene.world, scene.model));
    auto const* const all =
        found ? dynamic_cast<query::Collection const*>(found->object()) : nullptr;
    if (!all || all->type() != "pages") return no_collection(scene);
    for (auto const& item : all->items()) out.push_back(fields::page_of(item.get()));
  } else {
    if (!parent.page && !parent.site)
      return fail(Kind::invalid, "error.invalidArgument",
                  "The parent of the section \"" + scene.section.name + "\" has no pages");
    content::Folder const& folder =
        parent.page ? static_cast<content::Folder const&>(*parent.page) : *parent.site;
    out = scene.context.content.children(folder, *content::parse_filter(status_of_section(scene)));
  }
  std::erase_if(out, [&](auto const& page) { return !is_listable(scene.context, *page); });
  return out;
}

void keep_templates(SectionScene const& scene, std::vector<PagePtr>& pages) {
  auto wanted = words_of(scene.find("templates"));
  for (auto& name : words_of(scene.find("template"))) wanted.push_back(std::move(name));
  auto const ignored = words_of(scene.find("templatesIgnore"));
  std::erase_if(pages, [&](PagePtr const& page) {
    auto const& name = page->template_name();
    return (!wanted.empty() && !is_in(wanted, name)) || is_in(ignored, name);
  });
}

SearchTexts texts_of_page(PagePtr const& page, std::string_view language) {
  SearchTexts out{{"id", page->id, 64}};
  for (auto const& [name, text] : page->fields(language))
    out.push_back({name, text, name == "title" ? 64 : 1});
  return out;
}

void arrange(SectionScene const& scene, std::vector<PagePtr>& pages) {
  if (auto const by = scene.text("sortBy"); by.is_string()) {
    auto const sorted =
        query::sort_items(fields::make_pages(scene.world, pages)->items(), {query::Value(by)})
            .value();  // nobody watches the queries of blueprints
    pages.clear();
    for (auto const& item : sorted) pages.push_back(fields::page_of(item.get()));
  }
  if (scene.is_on("flip")) std::ranges::reverse(pages);
}

/// The states in which the templates of the section make pages.
bool shows_new_pages(SectionScene const& scene, std::string_view status) {
  if (status == "all") return true;
  auto names = words_of(scene.find("create"));
  if (names.empty()) names = words_of(scene.find("templates"));
  if (names.empty()) names = words_of(scene.find("template"));
  if (names.empty()) return status == "draft";
  return std::ranges::any_of(names, [&](auto const& name) {
    auto const blueprint = scene.world.blueprints.find("pages/" + name);
    auto const* const create = blueprint->rest.if_contains("create");
    auto const* const said =
        create && create->is_object() ? create->get_object().if_contains("status") : nullptr;
    std::string const made = said && said->is_string() ? std::string(said->get_string()) : "draft";
    return made == status || (status == "published" && made != "draft");
  });
}

bool may_add(SectionScene const& scene, std::size_t total) {
  auto const* const create = scene.find("create");
  if (create && create->is_bool() && !create->get_bool()) return false;
  auto const most = scene.number("max");
  if (most && static_cast<std::int64_t>(total) >= *most) return false;
  return shows_new_pages(scene, status_of_section(scene));
}

bool is_sortable(SectionScene const& scene, bool searched) {
  auto const* const said = scene.find("sortable");
  if (said && !blueprint::is_truthy(*said)) return false;
  auto const status = status_of_section(scene);
  if (status != "listed" && status != "published" && status != "all") return false;
  return !searched && !scene.find("query") && !scene.is_on("sortBy") && !scene.is_on("flip");
}

}  // namespace

Result<std::vector<PagePtr>> pages_in_section(SectionScene const& scene) {
  LK_TRY(auto const parent, section_parent(scene));
  LK_TRY(auto pages, pages_of_section(scene, parent));
  keep_templates(scene, pages);
  return pages;
}

Result<json::object> render_pages_section(SectionScene const& scene,
                                          SectionRequest const& request) {
  LK_TRY(auto const parent, section_parent(scene));
  LK_TRY(auto pages, pages_of_section(scene, parent));
  keep_templates(scene, pages);
  bool const searched = scene.is_on("search") && !request.search.empty();
  if (searched)
    pages =
        search_items(SearchRequest{request.search, {}}, std::move(pages),
                     [&](auto const& page) { return texts_of_page(page, scene.context.language); });
  arrange(scene, pages);
  auto const total = pages.size();
  auto const place = section_page_of(total, scene.number("limit").value_or(20), request.page);
  auto const look = look_of(scene.section.props, "{{ page.title }}", scene.world.user_language());
  json::array data;
  for (auto const& page : slice(std::move(pages), place.offset, place.limit))
    data.push_back(section_page(scene.context, scene.world, page, look));
  json::object options{{"add", may_add(scene, total)}};
  for (auto& [key, item] : shared_options(scene, parent)) options[key] = std::move(item);
  options["sortable"] = is_sortable(scene, searched);
  return json::object{{"data", std::move(data)},
                      {"errors", limit_errors(scene, total)},
                      {"options", std::move(options)},
                      {"pagination", place.to_json()}};
}

}  // namespace latchkey::api
