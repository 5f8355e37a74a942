// Routes of interface translations, open to everybody. Source: spec/content-api 9, 10.

#include "api/collection.h"
#include "api/route.h"
#include "api/translation_texts.h"
#include "api/translation_view.h"

namespace latchkey::api {
namespace {

struct Nothing {};

json::value render_texts(Translation const& translation, Nothing const&, std::string_view) {
  json::object out;
  for (auto const& [key, text] : translation.texts) out.emplace(key, text);
  return out;
}

constexpr Field<Translation, Nothing> fields[] = {
    {"author",
     [](Translation const& t, Nothing const&, std::string_view) { return json::text(t.author); }},
    {"data", render_texts},
    {"direction", [](Translation const& t, Nothing const&,
                     std::string_view) { return json::text(t.direction); }},
    {"id", [](Translation const& t, Nothing const&, std::string_view) { return json::text(t.id); }},
    {"name",
     [](Translation const& t, Nothing const&, std::string_view) { return json::text(t.name); }},
};
constexpr Pick default_view[] = {{"author"}, {"data"}, {"direction"}, {"id"}, {"name"}};
constexpr Pick compact_view[] = {{"direction"}, {"id"}, {"name"}};
constexpr View views[] = {{"default", default_view}, {"compact", compact_view}};
constexpr Schema<Translation, Nothing> schema{fields, views};

/// Unlike other models, an unknown view is an error. Source: spec/content-api 21.4.
Result<Selection> read_known_selection(http::Query const& query) {
  LK_TRY(Selection selection, read_selection(query));
  if (selection.view && selection.view != "any" && schema.view(*selection.view).empty())
    return fail(Kind::invalid, "error.invalidArgument", "Translations have no such view");
  return selection;
}

Result<Answer> list_translations(Call& call) {
  LK_TRY(Selection const selection, read_known_selection(call.query));
  LK_TRY(auto const request, read_list_request(call.query));
  std::vector<Translation> items(translations().begin(), translations().end());
  LK_TRY(auto const list, list_items(request, std::move(items), [](Translation const& t) {
           return SearchTexts{{"id", t.id}, {"name", t.name}};
         }));
  auto const picks = schema.picks(selection, "compact");
  Collection out{{}, list.page.page, list.page.total, list.page.offset, list.page.limit};
  for (auto const& item : list.items)
    out.data.push_back(render(item, Nothing{}, schema, std::span<Pick const>(picks)));
  return out;
}

Result<Answer> show_translation(Call& call) {
  LK_TRY(Selection const selection, read_known_selection(call.query));
  auto const found = std::ranges::find(translations(), call.args.get("code"), &Translation::id);
  if (found == translations().end()) return NotFound{};
  return Model{
      render(*found, Nothing{}, schema, std::span<Pick const>(schema.picks(selection, "default")))};
}

constexpr Route routes[] = {
    {http::Method::get, "translations", Access::open, Work::memory, list_translations,
     "Interface translations"},
    {http::Method::get, "translations/{code}", Access::open, Work::memory, show_translation,
     "One interface translation with its texts"},
};

}  // namespace

json::object render_translation(std::string_view id) {
  auto found = std::ranges::find(translations(), id, &Translation::id);
  if (found == translations().end()) found = translations().begin();
  return render(*found, Nothing{}, schema, std::span<Pick const>(default_view));
}

std::span<Route const> translation_routes() { return routes; }

}  // namespace latchkey::api
