#include "api/section_view.h"

#include "api/form_write.h"
#include "fields/field_props.h"
#include "fields/objects.h"
#include "formats/markdown.h"

namespace latchkey::api {
namespace {

using json::value;

class NoPickers final : public fields::Pickers {
  json::object show_page(fields::PagePtr const&, blueprint::Field const&,
                         fields::Model const&) const override {
    return {};
  }
  json::object show_file(content::FilePtr const&, blueprint::Field const&,
                         fields::Model const&) const override {
    return {};
  }
  json::object show_user(fields::UserPtr const&, blueprint::Field const&,
                         fields::Model const&) const override {
    return {};
  }
};

void append(json::object& out, json::object const& more) {
  for (auto const& [key, item] : more) out[key] = item;
}

json::object info_section(SectionScene const& scene) {
  auto const* const icon = scene.find("icon");
  auto const* const theme = scene.find("theme");
  return {{"icon", icon ? *icon : value()},
          {"label", json::text(scene.headline())},
          {"text", scene.html("text")},
          {"theme", theme ? *theme : value()}};
}

Result<json::object> fields_section(SectionScene const& scene) {
  NoPickers const none;
  LK_TRY(auto props, fields::all_field_props(fields::Form{scene.world, scene.model, none},
                                             scene.section.fields));
  return json::object{{"fields", std::move(props)}};
}

json::object report_of(SectionScene const& scene, json::object const& said) {
  auto const scope = fields::scope_of(scene.world, scene.model);
  json::object out;
  for (auto const* const key : {"icon", "info", "label", "link", "theme", "value"}) {
    auto const* const own = said.if_contains(key);
    auto const text = own ? blueprint::translate(*own, scene.world.user_language()) : value();
    if (text.is_string()) {
      out[key] = json::text(query::fill_template(text.get_string(), scope));
    } else {
      out[key] = own && own->is_number() ? *own : value();
    }
  }
  return out;
}

json::object stats_section(SectionScene const& scene) {
  json::array reports;
  auto const* const said = scene.find("reports");
  auto list = said ? *said : value();
  if (list.is_string()) {
    auto const found =
        query::evaluate(list.get_string(), fields::scope_of(scene.world, scene.model));
    list = found ? query::data_of(*found) : value();
  }
  if (list.is_array())
    for (auto const& item : list.get_array()) {
      auto one = item;
      if (item.is_string()) {
        auto const found =
            query::evaluate(item.get_string(), fields::scope_of(scene.world, scene.model));
        one = found ? query::data_of(*found) : value();
      }
      if (one.is_object()) reports.push_back(report_of(scene, one.get_object()));
    }
  auto const* const size = scene.find("size");
  return {{"reports", std::move(reports)}, {"size", size ? *size : value("large")}};
}

}  // namespace

value SectionScene::text(std::string_view prop) const {
  auto const* const said = find(prop);
  auto const plain = said ? blueprint::translate(*said, world.user_language()) : value();
  if (!plain.is_string()) return nullptr;
  return json::text(query::fill_template(plain.get_string(), fields::scope_of(world, model)));
}

value SectionScene::html(std::string_view prop) const {
  auto const* const said = find(prop);
  auto const plain = said ? blueprint::translate(*said, world.user_language()) : value();
  if (!plain.is_string()) return nullptr;
  return json::text(formats::blueprint_html(query::fill_template(
      plain.get_string(), fields::scope_of(world, model), query::Escape::html)));
}

bool SectionScene::is_on(std::string_view prop) const {
  auto const* const said = find(prop);
  return said && blueprint::is_truthy(*said);
}

std::optional<std::int64_t> SectionScene::number(std::string_view prop) const {
  auto const* const said = find(prop);
  return said && said->is_int64() ? std::optional(said->get_int64()) : std::nullopt;
}

std::string SectionScene::headline() const {
  for (auto const* const prop : {"label", "headline"})
    if (auto const said = text(prop); said.is_string()) return std::string(said.get_string());
  return blueprint::readable(section.name);
}

json::object SectionPage::to_json() const {
  return {{"limit", limit}, {"offset", offset}, {"page", page}, {"total", total}};
}

SectionPage section_page_of(std::size_t total, std::int64_t limit, std::int64_t page) {
  SectionPage out;
  out.limit = limit < 1 ? 20 : limit;
  out.total = static_cast<std::int64_t>(total);
  auto const pages = (out.total + out.limit - 1) / out.limit;
  out.page = std::min(std::max<std::int64_t>(page, 1), pages);
  out.offset = out.page > 0 ? (out.page - 1) * out.limit : 0;
  return out;
}

Result<fields::Model> section_parent(SectionScene const& scene) {
  auto const* const said = scene.find("parent");
  if (!said || !said->is_string()) {
    if (scene.model.file)
      return fail(Kind::invalid, "error.invalidArgument",
                  "The section \"" + scene.section.name + "\" needs a parent");
    return scene.model;
  }
  return find_parent(scene.world, scene.model, said->get_string(),
                     "section \"" + scene.section.name + "\"");
}

Result<fields::Model> find_parent(fields::World const& world, fields::Model const& model,
                                  std::string_view query, std::string const& whose) {
  auto const found = query::evaluate(query, fields::scope_of(world, model));
  auto const* const object = found ? found->object() : nullptr;
  fields::Model out{fields::site_of(object), fields::page_of(object), fields::user_of(object),
                    nullptr};
  if (!out.site && !out.page && !out.user)
    return fail(Kind::invalid, "error.invalidArgument",
                "The parent of the " + whose + " cannot be found");
  return out;
}

value limit_errors(SectionScene const& scene, std::size_t total) {
  auto const count = static_cast<std::int64_t>(total);
  json::object messages;
  if (auto const least = scene.number("min"); least && count < *least)
    messages["min"] = "The section needs at least " + std::to_string(*least) +
                      (*least == 1 ? " entry" : " entries");
  if (auto const most = scene.number("max"); most && count > *most)
    messages["max"] =
        "The section takes at most " + std::to_string(*most) + (*most == 1 ? " entry" : " entries");
  if (messages.empty()) return json::array();
  return json::object{{scene.section.name, json::object{{"label", json::text(scene.headline())},
                                                        {"message", std::move(messages)}}}};
}

json::object shared_options(SectionScene const& scene, fields::Model const& parent) {
  auto const number = [&](std::string_view prop) {
    auto const found = scene.number(prop);
    return found ? value(*found) : value();
  };
  auto const plain = [&](std::string_view prop, value const& otherwise) {
    auto const* const said = scene.find(prop);
    return said ? *said : otherwise;
  };
  auto const link = panel_link(scene.context, parent);
  bool const is_own = link == panel_link(scene.context, scene.model);
  auto columns = plain("columns", json::array());
  return {{"batch", scene.is_on("batch")},
          {"columns", scene.find("layout") && *scene.find("layout") == value("table")
                          ? std::move(columns)
                          : value(json::array())},
          {"empty", scene.text("empty")},
          {"headline", json::text(scene.headline())},
          {"help", scene.html("help")},
          {"layout", plain("layout", "list")},
          {"link", is_own ? value() : json::text(link)},
          {"max", number("max")},
          {"min", number("min")},
          {"search", scene.is_on("search")},
          {"size", plain("size", "auto")}};
}

Result<json::object> render_section(SectionScene const& scene, SectionRequest const& request) {
  auto const& type = scene.section.type;
  json::object out{{"status", "ok"},
                   {"code", 200},
                   {"name", json::text(scene.section.name)},
                   {"type", json::text(type)}};
  json::object own;
  if (type == "fields") {
    LK_TRY(own, fields_section(scene));
  } else if (type == "pages") {
    LK_TRY(own, render_pages_section(scene, request));
  } else if (type == "files") {
    LK_TRY(own, render_files_section(scene, request));
  } else {
    own = type == "stats" ? stats_section(scene) : info_section(scene);
  }
  append(out, own);
  return out;
}

Result<json::object> model_errors(PageContext const& context, fields::Model const& model) {
  LK_TRY(json::object out, form_errors(context, model));
  auto const blueprint = context.tools->blueprints.find(model.blueprint_name());
  auto const world = make_world(context);
  for (auto const& section : blueprint->sections) {
    if (section.type != "pages" && section.type != "files") continue;
    if (!section.props.contains("min") && !section.props.contains("max")) continue;
    auto const shown = render_section({context, world, model, section}, {});
    if (!shown) continue;
    if (auto const* const errors = shown->if_contains("errors"); errors && errors->is_object())
      append(out, errors->get_object());
  }
  return out;
}

}  // namespace latchkey::api
