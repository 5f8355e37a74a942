// Routes of blueprints. Source: spec/content-api 6, 10, 21.4.

#include "api/blueprint_view.h"
#include "api/model_target.h"
#include "api/route.h"
#include "api/scene.h"

namespace latchkey::api {
namespace {

template <FindModel find>
Result<Answer> show_blueprint(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const model, find(call, scene));
  LK_TRY(Selection const selection, read_selection(call.query));
  if (selection.view)
    return fail(Kind::invalid, "error.invalidArgument", "Blueprints have no views");
  auto data = render_blueprint(scene.context, model);
  if (!selection.select) return Answer(Model{std::move(data)});
  json::object out;
  for (auto const& [key, value] : data)
    if (std::ranges::find(*selection.select, std::string_view(key)) != selection.select->end())
      out[key] = value;
  return Answer(Model{std::move(out)});
}

template <FindModel find>
Result<Answer> list_templates(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const model, find(call, scene));
  auto const section = call.query.find("section");
  if (model.user) return Answer(Raw{json::array()});
  if (model.page && !section) return Answer(Raw{switchable_templates(scene.context, *model.page)});
  LK_TRY(auto list, creatable_templates(scene.context, model, section.value_or("")));
  return Answer(Raw{std::move(list)});
}

constexpr auto get = http::Method::get;
constexpr auto panel = Access::panel;
constexpr auto disk = Work::disk;

constexpr Route blueprint_rows[] = {
    {get, "site/blueprint", panel, disk, show_blueprint<site_model>, "Blueprint of the site"},
    {get, "site/blueprints", panel, disk, list_templates<site_model>,
     "Templates of pages that may be made at the top"},
    {get, "pages/{id}/blueprint", panel, disk, show_blueprint<page_model>, "Blueprint of a page"},
    {get, "pages/{id}/blueprints", panel, disk, list_templates<page_model>,
     "Templates a page may be switched to, or a section may make"},
    {get, "users/{id%}/blueprint", panel, disk, show_blueprint<user_model>, "Blueprint of a user"},
    {get, "users/{id%}/blueprints", panel, disk, list_templates<user_model>, "Always empty"},
    {get, "account/blueprint", panel, disk, show_blueprint<account_model>,
     "Blueprint of the acting user"},
    {get, "account/blueprints", panel, disk, list_templates<account_model>, "Always empty"},
};

}  // namespace

std::span<Route const> blueprint_routes() { return blueprint_rows; }

}  // namespace latchkey::api
