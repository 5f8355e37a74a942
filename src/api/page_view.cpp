#include "api/page_view.h"

#include <algorithm>
#include <array>

#include "api/blueprint_view.h"
#include "api/file_view.h"
#include "api/items.h"
#include "api/locks.h"
#include "api/section_view.h"
#include "content/media.h"
#include "content/survey.h"

namespace latchkey::api {
namespace {

using content::Filter;
using content::Page;
using content::Site;
using json::value;

constexpr std::array<std::string_view, 14> page_actions{
    "access",    "changeSlug", "changeStatus", "changeTemplate", "changeTitle", "create", "delete",
    "duplicate", "list",       "move",         "preview",        "read",        "sort",   "update"};
constexpr std::array<std::string_view, 4> site_actions{"access", "changeTitle", "preview",
                                                       "update"};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

/// What the nature of a page forbids whatever roles say. Source: spec/content-api 7, "Hard rules".
bool is_refused(PageContext const& context, std::string_view action, Page const& page) {
  bool const is_error = page.id == context.error;
  if ((is_error || page.id == context.home) && is_one_of(action, {"changeSlug", "delete", "move"}))
    return true;
  if (is_error && is_one_of(action, {"changeStatus", "sort", "changeTemplate"})) return true;
  if (action == "changeTemplate")
    return std::ranges::all_of(page.rules->templates,
                               [&](auto const& name) { return name == page.template_name(); });
  if (action == "sort")
    return page.status != content::Status::listed || page.rules->num != "default";
  return false;
}

value render_list(std::vector<std::shared_ptr<Page const>> const& pages, PageContext const& context,
                  std::string_view view) {
  json::array out;
  auto const schema = page_schema();
  for (auto const& page : pages) out.push_back(render(*page, context, schema, view));
  return out;
}

std::string_view list_view(std::string_view view) { return view == "default" ? "compact" : view; }

value children_of(content::Folder const& folder, PageContext const& context, Filter filter,
                  std::string_view view) {
  return render_list(listable_children(context, folder, filter), context, list_view(view));
}

value uuid_of(Page const& page, PageContext const& context) {
  auto const uuid = context.content.uuid(page);
  return uuid.empty() ? value(nullptr) : json::text("page://" + uuid);
}

std::string url_of(Page const& page, PageContext const& context) {
  return content::page_url(page, context.base, context.language, context.home);
}

value parent_of(Page const& page, PageContext const& context, std::string_view view) {
  if (!page.parent || !is_accessible(context, *page.parent)) return nullptr;
  return render(*page.parent, context, page_schema(), view);
}

value parents_of(Page const& page, PageContext const& context, std::string_view view) {
  std::vector<std::shared_ptr<Page const>> chain;
  for (auto at = page.parent; at; at = at->parent)
    if (is_listable(context, *at)) chain.insert(chain.begin(), at);
  return render_list(chain, context, list_view(view));
}

value siblings_of(Page const& page, PageContext const& context, std::string_view view) {
  if (page.parent) return children_of(*page.parent, context, Filter::published, view);
  return children_of(*context.content.site(), context, Filter::published, view);
}

value options_of(Page const& page, PageContext const& context) {
  json::object out;
  for (auto const action : page_actions) out.emplace(action, may(context, action, page));
  return held_options(context, model_of(page), std::move(out));
}

/// A draft, or a page below one: visitors need a token.
bool is_hidden_from_visitors(Page const& page) {
  for (auto const* at = &page; at != nullptr; at = at->parent.get())
    if (at->status == content::Status::draft) return true;
  return false;
}

value panel_image_of(Page const& page, PageContext const& context, std::string_view) {
  if (!context.tools || !context.accounts)
    return {{"back", "pattern"}, {"color", "gray-500"}, {"cover", false}, {"icon", "page"}};
  return page_image(context, make_world(context), page.shared_from_this(), {});
}

value render_errors(PageContext const& context, Page const& page) {
  if (!context.tools || !context.accounts) return json::array();
  auto errors = model_errors(context, model_of(page));
  if (!errors) {
    spoil(context, std::move(errors).error());
    return json::array();
  }
  return errors->empty() ? value(json::array()) : value(std::move(*errors));
}

using PageField = Field<Page, PageContext>;

constexpr PageField page_fields[] = {
    {"blueprint",
     [](Page const& p, PageContext const& c, std::string_view) {
       return c.tools ? value(render_blueprint(c, model_of(p))) : value(nullptr);
     }},
    {"blueprints",
     [](Page const& p, PageContext const& c, std::string_view) {
       return c.tools ? value(switchable_templates(c, p)) : value(json::array());
     }},
    {"children", [](Page const& p, PageContext const& c,
                    std::string_view view) { return children_of(p, c, Filter::published, view); }},
    {"content", [](Page const& p, PageContext const& c,
                   std::string_view) { return render_values(c, model_of(p)); }},
    {"drafts", [](Page const& p, PageContext const& c,
                  std::string_view view) { return children_of(p, c, Filter::drafts, view); }},
    {"errors",
     [](Page const& p, PageContext const& c, std::string_view) { return render_errors(c, p); }},
    {"files", [](Page const& p, PageContext const& c,
                 std::string_view view) { return render_files(c, content::owner_of(p), view); }},
    {"hasChildren",
     [](Page const& p, PageContext const&, std::string_view) { return value(p.has_children()); }},
    {"hasDrafts",
     [](Page const& p, PageContext const&, std::string_view) { return value(p.has_drafts()); }},
    {"hasFiles",
     [](Page const& p, PageContext const&, std::string_view) { return value(!p.files().empty()); }},
    {"id", [](Page const& p, PageContext const&, std::string_view) { return json::text(p.id); }},
    {"isSortable", [](Page const& p, PageContext const& c,
                      std::string_view) { return value(may(c, "sort", p)); }},
    {"num", [](Page const& p, PageContext const&,
               std::string_view) { return p.num ? value(*p.num) : value(nullptr); }},
    {"options",
     [](Page const& p, PageContext const& c, std::string_view) { return options_of(p, c); }},
    {"panelImage", panel_image_of},
    {"parent", parent_of},
    {"parents", parents_of},
    {"previewUrl",
     [](Page const& p, PageContext const& c, std::string_view) {
       if (!may(c, "preview", p)) return value(nullptr);
       auto const url = url_of(p, c);
       if (!is_hidden_from_visitors(p)) return json::text(url);
       return json::text(url + "?_token=" + c.content.media().preview_token(p.id));
     }},
    {"siblings", siblings_of},
    {"slug", [](Page const& p, PageContext const& c,
                std::string_view) { return json::text(p.slug_in(c.language)); }},
    {"status", [](Page const& p, PageContext const&,
                  std::string_view) { return value(content::status_name(p.status)); }},
    {"template", [](Page const& p, PageContext const&,
                    std::string_view) { return json::text(p.template_name()); }},
    {"title", [](Page const& p, PageContext const& c,
                 std::string_view) { return json::text(p.title(c.language)); }},
    {"url", [](Page const& p, PageContext const& c,
               std::string_view) { return json::text(url_of(p, c)); }},
    {"uuid", [](Page const& p, PageContext const& c, std::string_view) { return uuid_of(p, c); }},
};

constexpr Pick page_compact[] = {{"title"}, {"id"}, {"url"}, {"num"}, {"uuid"}};
constexpr Pick page_default[] = {
    {"content"}, {"id"},       {"status"}, {"num"}, {"options"}, {"parent", "compact"},
    {"slug"},    {"template"}, {"title"},  {"url"}, {"uuid"}};
constexpr Pick page_panel[] = {
    {"id"},         {"blueprint"}, {"content"}, {"status"}, {"options"}, {"parents", ">crumb"},
    {"previewUrl"}, {"slug"},      {"title"},   {"url"},    {"uuid"}};
constexpr Pick page_selector[] = {{"id"}, {"title"}, {"parent", ">named"}, {"children", ">choice"}};
constexpr Pick page_crumb[] = {{"id"}, {"slug"}, {"title"}};
constexpr Pick page_named[] = {{"id"}, {"title"}};
constexpr Pick page_choice[] = {{"hasChildren"}, {"id"}, {"panelImage"}, {"title"}};
constexpr Pick page_branch[] = {{"hasChildren"}, {"id"}, {"title"}};
constexpr View page_views[] = {{"compact", page_compact}, {"default", page_default},
                               {"panel", page_panel},     {"selector", page_selector},
                               {">crumb", page_crumb},    {">named", page_named},
                               {">choice", page_choice},  {">branch", page_branch}};

using SiteField = Field<Site, PageContext>;

constexpr SiteField site_fields[] = {
    {"blueprint",
     [](Site const& s, PageContext const& c, std::string_view) {
       return c.tools ? value(render_blueprint(c, model_of(s))) : value(nullptr);
     }},
    {"children", [](Site const& s, PageContext const& c,
                    std::string_view view) { return children_of(s, c, Filter::published, view); }},
    {"content", [](Site const& s, PageContext const& c,
                   std::string_view) { return render_values(c, model_of(s)); }},
    {"drafts", [](Site const& s, PageContext const& c,
                  std::string_view view) { return children_of(s, c, Filter::drafts, view); }},
    {"files", [](Site const& s, PageContext const& c,
                 std::string_view view) { return render_files(c, content::owner_of(s), view); }},
    {"options",
     [](Site const& s, PageContext const& c, std::string_view) {
       json::object out;
       for (auto const action : site_actions) out.emplace(action, may(c, action, s));
       return value(held_options(c, model_of(s), std::move(out)));
     }},
    {"previewUrl",
     [](Site const& s, PageContext const& c, std::string_view) {
       return may(c, "preview", s) ? json::text(content::site_url(s, c.base, c.language))
                                   : value(nullptr);
     }},
    {"title", [](Site const& s, PageContext const& c,
                 std::string_view) { return json::text(s.title(c.language)); }},
    {"url", [](Site const& s, PageContext const& c,
               std::string_view) { return json::text(content::site_url(s, c.base, c.language)); }},
};

constexpr Pick site_compact[] = {{"title"}, {"url"}};
constexpr Pick site_default[] = {{"content"}, {"options"}, {"title"}, {"url"}};
constexpr Pick site_panel[] = {{"title"},   {"blueprint"},  {"content"},
                               {"options"}, {"previewUrl"}, {"url"}};
constexpr Pick site_selector[] = {{"title"}, {"children", ">branch"}};
constexpr View site_views[] = {{"compact", site_compact},
                               {"default", site_default},
                               {"panel", site_panel},
                               {"selector", site_selector}};

}  // namespace

Schema<Page, PageContext> page_schema() { return {page_fields, page_views}; }
Schema<Site, PageContext> site_schema() { return {site_fields, site_views}; }

bool may(PageContext const& context, std::string_view action, Page const& page) {
  auto const* const options = page.rules->options.is_object() ? &page.rules->options : nullptr;
  return accounts::may(context.actor, action,
                       {"pages", options, is_refused(context, action, page)});
}

bool may(PageContext const& context, std::string_view action, Site const& site) {
  auto const* const options = site.rules->options.is_object() ? &site.rules->options : nullptr;
  return accounts::may(context.actor, action, {"site", options, false});
}

bool is_accessible(PageContext const& context, Page const& page) {
  return may(context, "read", page) && may(context, "access", page);
}

bool is_listable(PageContext const& context, Page const& page) {
  return is_accessible(context, page) && may(context, "list", page);
}

bool is_listable(PageContext const& context, std::string_view template_name) {
  auto const rules = context.content.rules(template_name);
  auto const* const options = rules->options.is_object() ? &rules->options : nullptr;
  return std::ranges::all_of(
      std::array<std::string_view, 3>{"read", "access", "list"}, [&](std::string_view action) {
        return accounts::may(context.actor, action, {"pages", options, false});
      });
}

std::vector<std::shared_ptr<Page const>> listable_children(PageContext const& context,
                                                           content::Folder const& of,
                                                           Filter filter) {
  return listable(context, context.content.survey_children(of, filter)).pages();
}

content::Survey listable(PageContext const& context, content::Survey pages) {
  pages.keep_templates([&](std::string_view name) { return is_listable(context, name); });
  return pages;
}

}  // namespace latchkey::api
