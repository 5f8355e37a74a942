#include "api/items.h"

#include <array>

#include "api/file_view.h"
#include "api/form_view.h"
#include "api/user_view.h"
#include "content/media.h"
#include "core/text.h"
#include "fields/objects.h"
#include "images/kind.h"

namespace latchkey::api {
namespace {

using content::FilePtr;
using fields::Model;
using fields::PagePtr;
using fields::UserPtr;
using fields::World;
using json::value;

/// Widths of pictures by layout.
std::span<int const> widths_of(std::string_view layout) {
  static constexpr std::array list{38, 76}, cardlets{96, 192};
  static constexpr std::array cards{352, 864, 1408};
  if (layout == "cards") return cards;
  return layout == "cardlets" ? std::span<int const>(cardlets) : std::span<int const>(list);
}

void add_picture(PageContext const& context, json::object& image, content::File const& file,
                 std::string_view layout) {
  bool const scales = images::is_resizable(file.extension());
  if (file.type() != "image" || (!scales && lower(file.extension()) != "svg")) return;
  auto const& media = context.content.media();
  auto const url = media.url(file, context.base);
  image["url"] = json::text(url);
  image["src"] = json::text(url);
  if (!scales) return;
  image["src"] = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw";
  std::string set;
  for (auto const width : widths_of(layout))
    set += (set.empty() ? "" : ", ") + media.thumb_url(file, context.base, {width, 0, false}) +
           " " + std::to_string(width) + "w";
  image["srcset"] = json::text(set);
}

std::string_view query_in(value const& image) {
  if (image.is_string()) return image.get_string();
  if (!image.is_object()) return {};
  auto const* const query = image.get_object().if_contains("query");
  return query && query->is_string() ? std::string_view(query->get_string()) : std::string_view();
}

bool is_off(value const& image) {
  if (image.is_bool()) return !image.get_bool();
  if (!image.is_object()) return false;
  auto const* const query = image.get_object().if_contains("query");
  return query && query->is_bool() && !query->get_bool();
}

/// `image` with what blueprint and look say, and the picture: what their query gives, else `file`.
value painted(PageContext const& context, World const& world, Model const& model,
              json::object image, FilePtr file, std::initializer_list<value> settings,
              std::string_view layout) {
  auto const scope = fields::scope_of(world, model);
  for (auto const& said : settings) {
    if (said.is_bool() && !said.get_bool()) return nullptr;
    if (said.is_object())
      for (auto const* const key : {"back", "color", "cover", "icon", "ratio"})
        if (auto const* const own = said.get_object().if_contains(key)) {
          if (own->is_string())
            image[key] = json::text(query::fill_template(own->get_string(), scope));
          else
            image[key] = *own;
        }
    if (is_off(said)) file = nullptr;
    if (auto const query = query_in(said); !query.empty() && query != "icon") {
      auto const found = query::evaluate(query, scope);
      file = found ? fields::file_of(found->object()) : nullptr;
    }
  }
  if (file) add_picture(context, image, *file, layout);
  return image;
}

FilePtr first_picture(PageContext const& context, content::Page const& page) {
  if (page.files().empty()) return nullptr;
  for (auto const& file : context.content.files_by_name(content::owner_of(page)))
    if (file->type() == "image") return file;
  return nullptr;
}

value member_of(json::object const& map, std::string_view key) {
  auto const* const found = map.if_contains(key);
  return found ? *found : value();
}

std::string filled(World const& world, Model const& model, std::string_view text) {
  if (text.empty()) return {};
  return query::fill_template(text, fields::scope_of(world, model), query::Escape::html);
}

/// Members all items have.
json::object item_of(PageContext const& context, World const& world, Model const& model,
                     ItemLook const& look, std::string_view id, value image,
                     json::object permissions, value uuid) {
  return {{"id", json::text(id)},
          {"image", std::move(image)},
          {"info", json::text(filled(world, model, look.info))},
          {"link", json::text(panel_link(context, model))},
          {"permissions", std::move(permissions)},
          {"text", json::text(filled(world, model, look.text))},
          {"uuid", std::move(uuid)}};
}

value with_scheme(std::string_view scheme, std::string const& uuid) {
  return uuid.empty() ? value() : json::text(std::string(scheme) + uuid);
}

std::string owner_path(content::Owner const& owner) {
  if (owner.kind == content::Owner::Kind::site) return "site";
  return (owner.kind == content::Owner::Kind::page ? "pages/" : "users/") +
         replace_all(owner.id, "/", "+");
}

value file_picture(PageContext const& context, World const& world, FilePtr const& file,
                   ItemLook const& look) {
  auto image = file_image(context, *file);
  for (auto const* const key : {"url", "src", "srcset"}) image.erase(key);
  auto const model = model_of(*file);
  auto const blueprint = world.blueprints.find(model.blueprint_name());
  return painted(context, world, model, std::move(image), file,
                 {member_of(blueprint->rest, "image"), look.image}, look.layout);
}

}  // namespace

ItemLook look_of(json::object const& props, std::string_view text, std::string_view language) {
  auto const shown = [&](std::string_view key, std::string_view otherwise) {
    auto const said = blueprint::translate(member_of(props, key), language);
    return said.is_string() ? std::string(said.get_string()) : std::string(otherwise);
  };
  return {shown("text", text), shown("info", ""), member_of(props, "image"),
          shown("layout", "list")};
}

value page_image(PageContext const& context, World const& world, PagePtr const& page,
                 ItemLook const& look) {
  Model const model{nullptr, page, nullptr, nullptr};
  auto const blueprint = world.blueprints.find(model.blueprint_name());
  auto const icon = member_of(blueprint->rest, "icon");
  json::object image{{"back", "pattern"},
                     {"color", "gray-500"},
                     {"cover", false},
                     {"icon", icon.is_string() ? icon : value("page")}};
  return painted(context, world, model, std::move(image), first_picture(context, *page),
                 {member_of(blueprint->rest, "image"), look.image}, look.layout);
}

json::object section_page(PageContext const& context, World const& world, PagePtr const& page,
                          ItemLook const& look) {
  Model const model{nullptr, page, nullptr, nullptr};
  json::object permissions;
  for (auto const* const action : {"changeSlug", "changeStatus", "changeTitle", "delete", "sort"})
    permissions[action] = may(context, action, *page);
  auto const uuid = context.content.uuid(*page);
  auto out = item_of(context, world, model, look, page->id, page_image(context, world, page, look),
                     std::move(permissions), with_scheme("page://", uuid));
  auto const url = content::page_url(*page, context.base, context.language, context.home);
  out["dragText"] = json::text("(link: " + (uuid.empty() ? url : "page://" + uuid) +
                               " text: " + page->title(context.language) + ")");
  out["parent"] = page->parent ? json::text(page->parent->id) : value();
  out["status"] = content::status_name(page->status);
  out["template"] = json::text(page->template_name());
  out["url"] = json::text(url);
  return out;
}

json::object picked_page(PageContext const& context, World const& world, PagePtr const& page,
                         ItemLook const& look) {
  auto out = section_page(context, world, page, look);
  out["hasChildren"] = page->has_children();
  out["sortable"] = true;
  return out;
}

json::object section_file(PageContext const& context, World const& world, FilePtr const& file,
                          ItemLook const& look) {
  auto const model = model_of(*file);
  auto const uuid = context.content.uuid(*file);
  auto out =
      item_of(context, world, model, look, file->id, file_picture(context, world, file, look),
              {{"delete", may(context, "delete", *file)}, {"sort", may(context, "sort", *file)}},
              with_scheme("file://", uuid));
  auto const type = file->type();
  out["dragText"] =
      json::text("(" + std::string(type == "image" || type == "video" ? type : "file") + ": " +
                 (uuid.empty() ? file->name : "file://" + uuid) + ")");
  out["extension"] = json::text(file->extension());
  out["filename"] = json::text(file->name);
  out["mime"] = json::text(context.content.facts(*file).mime);
  out["parent"] = json::text(owner_path(file->owner));
  auto const name = file->template_name();
  out["template"] = name.empty() ? value() : json::text(name);
  out["url"] = json::text(context.content.media().url(*file, context.base));
  return out;
}

json::object picked_file(PageContext const& context, World const& world, FilePtr const& file,
                         ItemLook const& look, Model const& of) {
  auto out = section_file(context, world, file, look);
  if (of.owner().path == file->owner.path) out["id"] = json::text(file->name);
  out["sortable"] = true;
  out["type"] = file->type().empty() ? value() : json::text(file->type());
  return out;
}

json::object picked_user(PageContext const& context, World const& world, UserPtr const& user,
                         ItemLook const& look) {
  Model const model{nullptr, nullptr, user, nullptr};
  json::object image{{"back", "black"},
                     {"color", "gray-500"},
                     {"cover", false},
                     {"icon", "user"},
                     {"ratio", "1/1"}};
  UserContext const users{world.accounts, context.actor, &context};
  auto const options = render(*user, users, user_schema(), std::array{Pick{"options"}});
  auto out = item_of(context, world, model, look, user->id,
                     painted(context, world, model, std::move(image),
                             context.content.avatar(owner_of(*user)), {look.image}, look.layout),
                     options.at("options").as_object(), json::text("user://" + user->id));
  out["email"] = email_of(*user);
  out["sortable"] = true;
  out["username"] = username_of(*user);
  return out;
}

}  // namespace latchkey::api
