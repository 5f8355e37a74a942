// Routes of the content's languages; they exist on sites with languages only. Source:
// spec/content-api 9, 16.

#include <array>

#include "api/route.h"
#include "api/scene.h"

namespace latchkey::api {
namespace {

using content::Language;

/// Categories of setlocale by PHP's numbers, which the original shows as keys. Source:
/// spec/content-api 19.26.
std::string locale_key(std::string_view name) {
  constexpr std::array<std::string_view, 7> names{
      "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_ALL"};
  auto const found = std::ranges::find(names, name);
  return found == names.end() ? std::string(name) : std::to_string(found - names.begin());
}

json::value render_locale(Language const& language, PageContext const&, std::string_view) {
  json::object out;
  if (auto const* const map = language.locale.if_object())
    for (auto const& [name, value] : *map) out.emplace(locale_key(name), value);
  else if (language.locale.is_string())
    out.emplace("6", language.locale);
  if (out.empty()) out.emplace("6", json::text(language.code));
  return out;
}

json::value render_rules(Language const& language, PageContext const&, std::string_view) {
  auto const* const map = language.slugs.if_object();
  return map && !map->empty() ? json::value(*map) : json::value(json::array());
}

constexpr Field<Language, PageContext> language_fields[] = {
    {"code",
     [](Language const& l, PageContext const&, std::string_view) { return json::text(l.code); }},
    {"default", [](Language const& l, PageContext const&,
                   std::string_view) { return json::value(l.is_default); }},
    {"direction", [](Language const& l, PageContext const&,
                     std::string_view) { return json::text(l.direction); }},
    {"locale", render_locale},
    {"name",
     [](Language const& l, PageContext const&, std::string_view) { return json::text(l.name); }},
    {"rules", render_rules},
    {"url", [](Language const& l, PageContext const& c,
               std::string_view) { return json::text(content::language_url(l, c.base)); }},
};
constexpr Pick language_picks[] = {{"code"}, {"default"}, {"direction"}, {"locale"},
                                   {"name"}, {"rules"},   {"url"}};
constexpr View language_views[] = {{"default", language_picks}};
constexpr Schema<Language, PageContext> language_schema{language_fields, language_views};

Result<Answer> list_languages(Call& call) {
  Scene const scene(call);
  LK_TRY(Selection const selection, read_selection(call.query));
  LK_TRY(auto const request, read_list_request(call.query));
  auto const known = scene.content->languages();
  auto items = known->multilang ? known->all : std::vector<Language>();
  LK_TRY(auto const list, list_items(request, std::move(items), [](Language const& language) {
           return SearchTexts{{"code", language.code}, {"name", language.name}};
         }));
  auto const picks = language_schema.picks(selection, "default");
  Collection out{{}, list.page.page, list.page.total, list.page.offset, list.page.limit};
  for (auto const& language : list.items)
    out.data.push_back(
        render(language, scene.context, language_schema, std::span<Pick const>(picks)));
  return Answer(std::move(out));
}

Result<Answer> show_language(Call& call) {
  Scene const scene(call);
  auto const known = scene.content->languages();
  auto const found = std::ranges::find(known->all, call.args.get("code"), &Language::code);
  if (!known->multilang || found == known->all.end()) return Answer(NotFound{});
  return show(call, scene, *found, language_schema);
}

constexpr Route language_rows[] = {
    {http::Method::get, "languages", Access::panel, Work::memory, list_languages,
     "Languages of the content, on sites that have some"},
    {http::Method::get, "languages/{code}", Access::panel, Work::memory, show_language,
     "One language of the content"},
};

}  // namespace

std::span<Route const> language_routes() { return language_rows; }

}  // namespace latchkey::api
