// Routes of the content's languages; they exist on sites with languages only. Source:
// spec/content-api 9, 16.

#include <algorithm>

#include "api/input.h"
#include "api/route.h"
#include "api/scene.h"
#include "content/language_actions.h"
#include "content/language_file.h"
#include "core/log.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

using content::Language;

/// Categories of setlocale go by PHP's numbers. Source: spec/content-api 19.26.
std::string locale_key(std::string_view name) {
  auto const category = content::locale_category(name);
  auto const* const found = std::ranges::find(content::locale_categories, category);
  return found == content::locale_categories.end()
             ? std::string(name)
             : std::to_string(found - content::locale_categories.begin());
}

json::value render_locale(Language const& language, PageContext const&, std::string_view) {
  json::object out;
  if (auto const* const map = language.locale.if_object())
    for (auto const& [name, value] : *map) out.emplace(locale_key(name), value);
  else if (auto const* const list = language.locale.if_array())
    for (std::size_t i = 0; i < list->size(); ++i) out.emplace(std::to_string(i), (*list)[i]);
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

/// The language `{code}`; null if there is none.
Language const* find_language(Call const& call, content::Languages const& known) {
  auto const found = std::ranges::find(known.all, call.args.get("code"), &Language::code);
  return !known.multilang || found == known.all.end() ? nullptr : &*found;
}

Result<Answer> show_language(Call& call) {
  Scene const scene(call);
  auto const known = scene.content->languages();
  auto const* const language = find_language(call, *known);
  if (!language) return Answer(NotFound{});
  return show(call, scene, *language, language_schema);
}

Result<> require_for_languages(Call const& call, std::string_view action) {
  if (accounts::may(*call.actor, action, {"languages", nullptr, false})) return {};
  return forbidden("language", action);
}

/// Null counts as missing, but for the address.
Result<content::LanguageChange> read_change(Call const& call) {
  auto const given = [&](std::string_view key) {
    auto const* const found = call.input(key);
    return found && !found->is_null() ? std::optional(*found) : std::nullopt;
  };
  content::LanguageChange out;
  LK_TRY(out.name, call.text_input("name"));
  LK_TRY(out.direction, call.text_input("direction"));
  LK_TRY(auto const url, call.text_input("url"));
  if (call.input("url")) out.url = url ? json::text(*url) : json::value();
  out.locale = given("locale");
  out.translations = given("translations");
  bool const is_empty_list =
      out.translations && out.translations->is_array() && out.translations->get_array().empty();
  if (out.translations && !out.translations->is_object() && !is_empty_list)
    return fail(Kind::invalid, "error.invalidArgument", "\"translations\" must be a map");
  LK_TRY(out.is_default, flag_input(call, "default"));
  return out;
}

std::string blueprint_of(content::TextKind const& kind, Call const& call) {
  switch (kind.of) {
    case content::TextKind::Of::site: return "site";
    case content::TextKind::Of::page: return "pages/" + kind.name;
    case content::TextKind::Of::file: return "files/" + kind.name;
    case content::TextKind::Of::user: break;
  }
  auto const user = call.users->by_id(kind.name);
  return "users/" + (user ? user->role : "default");
}

content::FixedFields fixed_fields(Call const& call) {
  return [&call](content::TextKind const& kind) -> Result<std::vector<std::string>> {
    auto const name = blueprint_of(kind, call);
    auto const blueprint = call.services.tools.blueprints.find(name);
    if (blueprint->broken)
      return fail_internal("the blueprint of " + name +
                           " cannot be read: " + blueprint->broken->message);
    std::vector<std::string> out;
    for (auto const& field : blueprint->fields)
      if (!field.is_true("translate", true)) out.push_back(lower(field.name));
    return out;
  };
}

void log_language(Call const& call, std::string_view event, std::string_view code) {
  log::info(event, {{"language", std::string(code)}, {"by", call.actor->user().id}});
}

/// As it is now.
Result<Answer> show_changed(Call const& call, std::string_view code) {
  Scene const now(call);
  auto const known = now.content->languages();
  return show(call, now, known->pick(code), language_schema);
}

/// The order is part of the contract: code, name, duplicate, permission.
Result<Answer> create_language(Call& call) {
  LK_TRY(auto const wanted, call.text_input("code"));
  LK_TRY(auto const change, read_change(call));
  auto const code = formats::slug(wanted.value_or(""));
  {
    Scene const scene(call);
    auto const known = scene.content->languages();
    LK_CHECK(content::check_new_language(*known, code, change.name.value_or("")));
  }
  LK_CHECK(require_for_languages(call, "create"));
  {
    auto turn = call.services.content.begin();
    LK_CHECK(content::create_language(turn, code, change, fixed_fields(call)));
  }
  log_language(call, "language.created", code);
  return show_changed(call, code);
}

Result<Answer> update_language(Call& call) {
  LK_TRY(auto const change, read_change(call));
  {
    Scene const scene(call);
    auto const known = scene.content->languages();
    auto const* const language = find_language(call, *known);
    if (!language) return Answer(NotFound{});
    LK_CHECK(content::check_language_change(*language, change));
  }
  LK_CHECK(require_for_languages(call, "update"));
  auto const& code = call.args.get("code");
  {
    auto turn = call.services.content.begin();
    LK_CHECK(content::update_language(turn, code, change, fixed_fields(call)));
  }
  log_language(call, "language.updated", code);
  return show_changed(call, code);
}

Result<Answer> delete_language(Call& call) {
  auto const& code = call.args.get("code");
  {
    Scene const scene(call);
    auto const known = scene.content->languages();
    if (!find_language(call, *known)) return Answer(NotFound{});
  }
  LK_CHECK(require_for_languages(call, "delete"));
  {
    auto turn = call.services.content.begin();
    LK_CHECK(content::remove_language(turn, code));
  }
  log_language(call, "language.deleted", code);
  return Answer(Done{});
}

using http::Method;

constexpr Route language_rows[] = {
    {Method::get, "languages", Access::panel, Work::memory, list_languages,
     "Languages of the content, on sites that have some"},
    {Method::post, "languages", Access::panel, Work::disk, create_language,
     "Makes a language: code, name, direction, locale, default, url, translations"},
    {Method::get, "languages/{code}", Access::panel, Work::memory, show_language,
     "One language of the content"},
    {Method::patch, "languages/{code}", Access::panel, Work::disk, update_language,
     "Changes a language, all but its code"},
    {Method::del, "languages/{code}", Access::panel, Work::disk, delete_language,
     "Deletes a language with its texts"},
};

}  // namespace

std::span<Route const> language_routes() { return language_rows; }

}  // namespace latchkey::api
