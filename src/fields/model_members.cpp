#include "fields/model_members.h"

#include <algorithm>

#include "content/media.h"
#include "content/node.h"
#include "core/text.h"
#include "fields/members.h"
#include "fields/views.h"
#include "formats/date.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

/// What a member is asked of.
struct OfModel {
  World const& world;
  Model const& model;
  Values const& arguments;

  Views const* views() const { return world.views.get(); }
};

std::string address_of(OfModel const& a) {
  auto const& [world, model, _] = a;
  if (model.page) return content::page_url(*model.page, world.base, world.language, world.home);
  if (model.file) return world.content.media().url(*model.file, world.base);
  return content::site_url(*world.content.site(), world.base, world.language);
}

std::string drag_text(OfModel const& a) {
  auto const uuid = uuid_of(a.world, a.model);
  if (a.model.page)
    return "(link: " + (uuid.empty() ? a.model.page->id : uuid) +
           " text: " + a.model.page->title(a.world.language) + ")";
  if (!a.model.file) return {};
  auto const type = a.model.file->type();
  return "(" + std::string(type == "image" || type == "video" ? type : "file") + ": " +
         (uuid.empty() ? a.model.file->name : uuid) + ")";
}

std::int64_t changed_at(content::Folder const& folder, std::string const& language) {
  std::int64_t out = 0;
  for (auto const& text : folder.own->texts)
    if (text.stamp && (text.language == language || out == 0)) out = text.stamp->mtime_seconds();
  return out;
}

std::optional<std::int64_t> changed_at(OfModel const& a) {
  if (a.model.page) return changed_at(*a.model.page, a.world.language);
  if (a.model.site) return changed_at(*a.model.site, a.world.language);
  if (a.model.file) return a.model.file->modified(a.world.language);
  return a.views() ? a.views()->modified(*a.model.user) : std::nullopt;
}

Value modified_at(OfModel const& a) {
  auto const at = changed_at(a);
  if (!at) return {};
  auto const format = query::text_argument(a.arguments, 0);
  return format.empty() ? number(*at) : text(formats::format_date(*at, format));
}

Value media_url(OfModel const& a) {
  if (a.model.file) return text(address_of(a));
  std::string const media = a.world.base + "/media/";
  if (a.model.page) return text(media + "pages/" + a.model.page->id);
  return text(a.model.user ? media + "users/" + a.model.user->id : media + "site");
}

Value permalink(OfModel const& a) {
  auto const uuid = uuid_of(a.world, a.model);
  auto const at = uuid.find("://");
  if (at == uuid.npos) return {};
  return text(a.world.base + "/@/" + uuid.substr(0, at) + "/" + uuid.substr(at + 3));
}

using ModelMembers = std::unordered_map<std::string_view, Value (*)(OfModel const&)>;

ModelMembers const& model_members() {
  static ModelMembers const table{
      {"apiUrl",
       [](OfModel const& a) {
         auto const api = a.views() ? a.views()->api_url() : a.world.base + "/api";
         return text(api + "/" + panel_path(a.model));
       }},
      {"blueprint", [](OfModel const& a) { return object(make_blueprint(a.world, a.model)); }},
      {"blueprints",
       [](OfModel const& a) {
         if (!a.views()) return Value(json::value(json::array()));
         return Value(
             json::value(a.views()->blueprints(a.model, query::text_argument(a.arguments, 0))));
       }},
      {"content", [](OfModel const& a) { return object(make_content(a.world, a.model)); }},
      {"dragText", [](OfModel const& a) { return text(drag_text(a)); }},
      {"exists", [](OfModel const&) { return flag(true); }},
      {"kirby", [](OfModel const& a) { return object(make_kirby(a.world)); }},
      {"mediaUrl", media_url},
      {"modified", modified_at},
      {"panel",
       [](OfModel const& a) {
         auto const path = panel_path(a.model);
         return Value(json::value{{"path", json::text(path)}, {"url", json::text("/" + path)}});
       }},
      {"permalink", permalink},
      {"permissions",
       [](OfModel const& a) {
         if (!a.views()) return Value();
         return Value(json::value(a.views()->permissions(a.model)));
       }},
      {"previewUrl",
       [](OfModel const& a) {
         return a.views() ? Value(a.views()->preview_url(a.model)) : text(address_of(a));
       }},
      {"site", [](OfModel const& a) { return object(make_site(a.world, a.world.content.site())); }},
      {"uuid",
       [](OfModel const& a) {
         auto const uuid = uuid_of(a.world, a.model);
         return uuid.empty() ? Value() : text(uuid);
       }},
      {"version",
       [](OfModel const& a) {
         return Value(
             make_version(a.world, a.model, query::text_argument(a.arguments, 0, "latest")));
       }},
  };
  return table;
}

}  // namespace

std::optional<Value> model_member(World const& world, Model const& model, std::string_view name,
                                  Values const& arguments) {
  auto const found = model_members().find(name);
  if (found == model_members().end()) return std::nullopt;
  return found->second({world, model, arguments});
}

std::string panel_path(Model const& model) {
  if (model.page) return "pages/" + replace_all(model.page->id, "/", "+");
  if (model.user) return "users/" + model.user->id;
  if (!model.file) return "site";
  auto const& owner = model.file->owner;
  auto const files = "files/" + model.file->name;
  if (owner.page) return "pages/" + replace_all(owner.id, "/", "+") + "/" + files;
  return (owner.kind == content::Owner::Kind::user ? "users/" + owner.id : "site") + "/" + files;
}

std::string uuid_of(World const& world, Model const& model) {
  if (model.site) return "site://";
  if (model.user) return "user://" + model.user->id;
  auto const uuid = model.page ? world.content.uuid(*model.page) : world.content.uuid(*model.file);
  if (uuid.empty()) return {};
  return (model.page ? "page://" : "file://") + uuid;
}

bool is_secret_name(std::string_view name) {
  static constexpr std::string_view names[]{
      "password", "passwordtimestamp", "passwords", "secret", "secrets", "totp",
      "session",  "sessions",          "token",     "tokens", "csrf",    "hash"};
  auto const small = lower(name);
  return std::ranges::find(names, small) != std::end(names);
}

}  // namespace latchkey::fields
