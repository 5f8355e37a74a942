// Routes of blueprints. Source: spec/content-api 6, 10, 21.4.

#include "api/blueprint_view.h"
#include "api/model_target.h"
#include "api/owned_routes.h"
#include "api/scene.h"

namespace latchkey::api {
namespace {

Result<Answer> show_blueprint(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const model, find_model(call, scene));
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

Result<Answer> list_templates(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const model, find_model(call, scene));
  auto const section = call.query.find("section");
  if (model.user) return Answer(Raw{json::array()});
  if (model.page && !section) return Answer(Raw{switchable_templates(scene.context, *model.page)});
  LK_TRY(auto list, creatable_templates(scene.context, model, section.value_or("")));
  return Answer(Raw{std::move(list)});
}

using http::Method;

constexpr OwnedRow blueprint_rows[] = {
    {Method::get, "/blueprint", show_blueprint, "Blueprint of {}"},
    {Method::get, "/blueprints", list_templates,
     "Templates that fit {}, or what a section of it makes"},
};

}  // namespace

std::span<Route const> blueprint_routes() {
  static OwnedRoutes const routes(blueprint_rows);
  return routes.rows();
}

}  // namespace latchkey::api
