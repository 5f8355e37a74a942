#include "api/blueprint_view.h"

#include <algorithm>

namespace latchkey::api {
namespace {

using blueprint::Blueprint;
using json::value;

value translated(PageContext const& context, value const& text) {
  auto out = blueprint::translate(text, context.actor.user().language);
  return out.is_null() ? text : out;
}

json::object states_of(PageContext const& context, Blueprint const& of, content::Page const& page) {
  json::object out;
  bool const always_public = page.id == context.home || page.id == context.error;
  for (auto const& [name, state] : of.status) {
    if (name == "draft" && always_public) continue;
    auto const& said = state.get_object();
    out[name] = json::object{{"label", translated(context, said.at("label"))},
                             {"text", translated(context, said.at("text"))}};
  }
  return out;
}

json::array tabs_of(PageContext const& context, Blueprint const& of, fields::Model const& model) {
  auto const link = panel_link(context, model);
  json::array out;
  for (auto const& tab : of.tabs) {
    json::object shown;
    for (auto const& [key, item] : tab.get_object()) {
      if (key == "name")
        shown["link"] = json::text(link + "/?tab=" + std::string(item.get_string()));
      shown[key] = key == "label" ? translated(context, item) : item;
    }
    out.push_back(std::move(shown));
  }
  return out;
}

void add_template(PageContext const& context, json::array& out, std::string_view name) {
  for (auto const& item : out)
    if (item.at("name") == value(name)) return;
  auto const found = context.tools->blueprints.find("pages/" + std::string(name));
  bool const is_own = found->name == "pages/" + std::string(name);
  out.push_back(json::object{{"name", json::text(name)},
                             {"title", is_own ? translated(context, found->title)
                                              : json::text(blueprint::readable(name))}});
}

/// Names in a text or list.
std::vector<std::string> names_in(value const* node) {
  std::vector<std::string> out;
  auto const add = [&](value const& item) {
    if (item.is_string() && !item.get_string().empty()) out.emplace_back(item.get_string());
  };
  if (!node) return out;
  add(*node);
  if (node->is_array())
    for (auto const& item : node->get_array()) add(item);
  return out;
}

void add_creatable(PageContext const& context, json::array& out, json::object const& section) {
  auto const* const create = section.if_contains("create");
  if (create && create->is_bool() && !create->get_bool()) return;
  auto names = names_in(create);
  for (auto const* const key : {"templates", "template"})
    if (names.empty()) names = names_in(section.if_contains(key));
  auto const ignored = names_in(section.if_contains("templatesIgnore"));
  if (names.empty())
    for (auto const& name : context.tools->blueprints.names("pages"))
      names.push_back(name.substr(6));
  for (auto const& name : names)
    if (std::ranges::find(ignored, name) == ignored.end()) add_template(context, out, name);
}

}  // namespace

json::object render_blueprint(PageContext const& context, fields::Model const& model) {
  auto const found = context.tools->blueprints.find(model.blueprint_name());
  json::object out{{"name", json::text(found->name)}};
  if (model.page) out["num"] = found->num;
  out["options"] = found->options;
  if (model.page) {
    out["preview"] = found->preview;
    out["status"] = states_of(context, *found, *model.page);
  }
  out["tabs"] = tabs_of(context, *found, model);
  out["title"] = translated(context, found->title);
  return out;
}

json::array switchable_templates(PageContext const& context, content::Page const& page) {
  json::array out;
  add_template(context, out, page.template_name());
  for (auto const& name : page.rules->templates) add_template(context, out, name);
  return out;
}

Result<json::array> creatable_templates(PageContext const& context, fields::Model const& model,
                                        std::string_view section) {
  auto const found = context.tools->blueprints.find(model.blueprint_name());
  json::array out;
  if (section.empty()) {
    for (auto const& one : found->sections)
      if (one.type == "pages") add_creatable(context, out, one.props);
    return out;
  }
  auto const* const one = found->section(section);
  if (!one || one->type != "pages")
    return fail(Kind::invalid, "error.invalidArgument",
                "\"" + std::string(section) + "\" is no section of pages");
  add_creatable(context, out, one->props);
  return out;
}

}  // namespace latchkey::api
