#include "app/inspect_blueprint.h"

#include "blueprint/library.h"

namespace latchkey::app {
namespace {

namespace fs = std::filesystem;
using blueprint::Blueprint;
using blueprint::FieldList;

constexpr std::string_view folder = "/site/blueprints/", ending = ".yml";

json::array print_fields(FieldList const& fields) {
  json::array out;
  for (auto const& field : fields) {
    json::object shown = field.props;
    if (!field.fields.empty()) shown["fields"] = print_fields(field.fields);
    if (!field.settings.empty()) shown["settings"] = print_fields(field.settings);
    json::object sets;
    for (auto const& set : field.fieldsets) {
      json::object one = set.props;
      one["fields"] = print_fields(set.fields);
      sets[set.type] = std::move(one);
    }
    if (!sets.empty()) shown["fieldsets"] = std::move(sets);
    out.push_back(std::move(shown));
  }
  return out;
}

json::array print_sections(std::vector<blueprint::Section> const& sections) {
  json::array out;
  for (auto const& section : sections) {
    json::object shown = section.props;
    if (section.type == "fields") shown["fields"] = print_fields(section.fields);
    out.push_back(std::move(shown));
  }
  return out;
}

json::object print_blueprint(Blueprint const& of) {
  json::object out{{"name", json::text(of.name)}, {"title", of.title}, {"options", of.options}};
  if (of.name.starts_with("pages/")) {
    out["status"] = of.status;
    out["num"] = of.num;
    out["preview"] = of.preview;
  }
  for (auto const& [key, value] : of.rest) out[key] = value;
  out["tabs"] = of.tabs;
  out["sections"] = print_sections(of.sections);
  return out;
}

}  // namespace

Result<json::value> inspect_blueprint(std::string const& file, yaml::Parse read) {
  auto const path = fs::absolute(file).lexically_normal().generic_string();
  auto const at = path.rfind(folder);
  if (at == path.npos || !path.ends_with(ending))
    return fail(Kind::invalid, "",
                "a blueprint is a .yml file below the site/blueprints of a site, as it may extend "
                "others there; use --as yaml for any other file");
  auto name = path.substr(at + folder.size());
  name.resize(name.size() - ending.size());
  LK_TRY(auto const files, store::open_files(path.substr(0, at)));
  SystemClock const clock;
  blueprint::Library library(*files, clock, read);
  auto const found = library.find(name);
  if (found->broken) return tl::make_unexpected(*found->broken);
  if (found->name != name) return fail(Kind::not_found, "", "cannot be read");
  return json::value(print_blueprint(*found));
}

}  // namespace latchkey::app
