// What fields ask the server for: candidates of pickers, new blocks and layouts. Source:
// spec/content-api 11, recorded cases field-pickers, field-blocks, field-unknown.

#include <algorithm>

#include "api/collection.h"
#include "api/file_view.h"
#include "api/input.h"
#include "api/items.h"
#include "api/model_target.h"
#include "api/owned_routes.h"
#include "api/section_view.h"
#include "api/uploads.h"
#include "api/user_rules.h"
#include "core/text.h"
#include "fields/blocks.h"
#include "fields/objects.h"
#include "fields/rich_text.h"

namespace latchkey::api {
namespace {

using blueprint::Field;
using json::value;

Failure no_field(std::string_view name) {
  return fail(Kind::not_found, "error.notFound", "There is no field \"" + std::string(name) + "\"");
}
Failure no_field_route() { return fail(Kind::not_found, "", "No such route or method"); }

/// "a+b": field b of the structure or object a.
Field const* find_nested(blueprint::FieldList const& fields, std::string_view path) {
  auto const [name, rest] = cut(path, '+');
  auto const* const field = blueprint::find_field(fields, name);
  return field && !rest.empty() ? find_nested(field->fields, rest) : field;
}

/// A field and what follows it in the path.
struct FieldPath {
  Field const* field = nullptr;
  std::vector<std::string_view> rest;
};

/// `name` { `fieldsets` type `fields` name } rest. Errors: error.notFound.
Result<FieldPath> find_field_path(blueprint::FieldList const& fields, std::string_view path) {
  auto parts = split(path, '/');
  FieldPath out{find_nested(fields, parts[0]), {}};
  std::size_t at = 1;
  while (out.field && parts.size() >= at + 4 && parts[at] == "fieldsets" &&
         parts[at + 2] == "fields") {
    auto const type = parts[at + 1];
    auto const set = std::ranges::find(out.field->fieldsets, type, &blueprint::Fieldset::type);
    out.field =
        set == out.field->fieldsets.end() ? nullptr : find_nested(set->fields, parts[at + 3]);
    at += 4;
  }
  if (!out.field) return no_field(parts[0]);
  out.rest.assign(parts.begin() + static_cast<std::ptrdiff_t>(at), parts.end());
  return out;
}

/// A field asked by one client.
struct FieldScene {
  Call& call;
  Scene const& scene;
  fields::World const& world;
  fields::Model const& model;
  Field const& field;
};

struct Asked {
  std::int64_t page = 1;
  std::string search;
};

Result<Asked> read_asked(Call const& call) {
  Asked out;
  LK_TRY(auto const paging, read_paging(call.query));
  out.page = paging.page;
  LK_TRY(auto const search, read_text(call.query, "search"));
  out.search = std::string(trim(search));
  return out;
}

/// One page of `items`, each shown by `show`; searched first where that is asked for.
template <class Item, class Describe, class Show>
Result<json::object> candidates(FieldScene const& at, std::vector<Item> items, Describe describe,
                                Show show) {
  LK_TRY(auto const asked, read_asked(at.call));
  if (!asked.search.empty())
    items = search_items(SearchRequest{asked.search, {}}, std::move(items), describe);
  auto const* const limit = at.field.find("limit");
  auto const place = section_page_of(
      items.size(), limit && limit->is_int64() ? limit->get_int64() : 20, asked.page);
  json::array data;
  for (auto const& item : slice(std::move(items), place.offset, place.limit))
    data.push_back(show(item));
  return json::object{
      {"data", std::move(data)},
      {"pagination",
       json::object{{"limit", place.limit}, {"page", place.page}, {"total", place.total}}}};
}

/// The collection a picker's query gives. Errors: error.invalidArgument.
Result<query::Items> items_by_query(FieldScene const& at, std::string_view otherwise,
                                    std::string_view type) {
  auto const said = at.field.text("query");
  auto const found =
      query::evaluate(said.empty() ? otherwise : said, fields::scope_of(at.world, at.model));
  auto const* const all = found ? dynamic_cast<query::Collection const*>(found->object()) : nullptr;
  if (!all || all->type() != type)
    return fail(Kind::invalid, "error.invalidArgument",
                "The query of the field \"" + at.field.name + "\" gives no " + std::string(type));
  return all->items();
}

ItemLook field_look(FieldScene const& at, std::string_view text) {
  return look_of(at.field.props, text, at.world.user_language());
}

Result<json::object> page_candidates(FieldScene const& at) {
  auto const& context = at.scene.context;
  auto const parent_id = at.call.query.find("parent");
  bool const has_query = !at.field.text("query").empty();
  std::vector<fields::PagePtr> pages;
  value model;
  if (parent_id && !parent_id->empty() && parent_id != "null") {
    auto const parent = at.world.find_page(replace_all(*parent_id, "+", "/"));
    if (!parent || !is_accessible(context, *parent)) return page_not_found(*parent_id);
    pages = context.content.children(*parent, content::Filter::published);
    model = json::object{{"id", json::text(parent->id)},
                         {"parent", parent->parent ? json::text(parent->parent->id) : value()},
                         {"title", json::text(parent->title(context.language))}};
  } else if (has_query) {
    LK_TRY(auto const items, items_by_query(at, "", "pages"));
    for (auto const& item : items) pages.push_back(fields::page_of(item.get()));
  } else {
    auto const site = context.content.site();
    pages = context.content.children(*site, content::Filter::published);
    model = json::object{
        {"id", nullptr}, {"parent", nullptr}, {"title", json::text(site->title(context.language))}};
  }
  std::erase_if(pages, [&](auto const& page) { return !is_listable(context, *page); });
  auto const look = field_look(at, "{{ page.title }}");
  auto const describe = [&](fields::PagePtr const& page) {
    SearchTexts out{{"id", page->id, 64}};
    for (auto const& [name, text] : page->fields(context.language))
      out.push_back({name, text, name == "title" ? 64 : 1});
    return out;
  };
  LK_TRY(auto out, candidates(at, std::move(pages), describe, [&](auto const& page) {
           return picked_page(context, at.world, page, look);
         }));
  out["model"] = std::move(model);
  return out;
}

Result<json::object> file_candidates(FieldScene const& at) {
  auto const& context = at.scene.context;
  std::vector<content::FilePtr> files;
  if (at.field.text("query").empty()) {
    files = listable_files(context, at.model.owner());
  } else {
    LK_TRY(auto const items, items_by_query(at, "", "files"));
    for (auto const& item : items) files.push_back(fields::file_of(item.get()));
    std::erase_if(files, [&](auto const& file) { return !is_listable(context, *file); });
  }
  auto const look = field_look(at, "{{ file.filename }}");
  auto const describe = [&](content::FilePtr const& file) {
    return search_texts(*file, context.language);
  };
  return candidates(at, std::move(files), describe, [&](auto const& file) {
    return picked_file(context, at.world, file, look, at.model);
  });
}

Result<json::object> user_candidates(FieldScene const& at) {
  auto const& context = at.scene.context;
  std::vector<fields::UserPtr> users;
  LK_TRY(auto const items, items_by_query(at, "kirby.users", "users"));
  for (auto const& item : items) users.push_back(fields::user_of(item.get()));
  std::erase_if(users, [&](auto const& user) {
    return !accounts::is_listable(context.actor, *user, at.world.accounts);
  });
  // Whatever the query's order: recorded case field-pickers.
  std::ranges::stable_sort(users, {},
                           [&](auto const& user) { return at.world.accounts.position(user->id); });
  auto const look = field_look(at, "{{ user.username }}");
  auto const describe = [](fields::UserPtr const& user) {
    SearchTexts out{{"id", user->id}, {"email", user->email}, {"role", user->role}};
    if (user->name) out.push_back({"name", *user->name});
    return out;
  };
  return candidates(at, std::move(users), describe,
                    [&](auto const& user) { return picked_user(context, at.world, user, look); });
}

Result<Answer> answer_raw(Result<json::object> made) {
  if (!made) return tl::make_unexpected(std::move(made).error());
  return Answer(Raw{std::move(*made)});
}

/// As `stored`, with every id made anew: pasted things are copies.
value without_ids(value stored) {
  if (auto* const list = stored.if_array())
    for (auto& item : *list) item = without_ids(std::move(item));
  if (auto* const map = stored.if_object()) {
    map->stable_erase("id");
    for (auto const* const key : {"columns", "blocks"})
      if (auto* const below = map->if_contains(key)) *below = without_ids(std::move(*below));
  }
  return stored;
}

Result<Answer> paste(FieldScene const& at, fields::Form const& form, std::string_view key) {
  LK_TRY(auto const sent, at.call.text_input(key));
  std::string const input = sent.value_or("");
  auto const text = trim(std::string_view(input));
  auto parsed = json::parse(text);
  if (!parsed || !parsed->is_array())
    parsed =
        key == "html" ? value(json::text(fields::clean_rich_text(text))) : value(json::array());
  LK_TRY(auto made, form.value(at.field, without_ids(std::move(*parsed))));
  return Answer(Raw{std::move(made)});
}

Result<Answer> new_layout(FieldScene const& at, fields::Form const& form) {
  json::array columns;
  for (auto const& width : list_input(at.call, "columns").value_or(json::array()))
    if (width.is_string()) columns.push_back(json::object{{"width", width}});
  auto const* const attrs = at.call.input("attrs");
  json::object wanted{{"attrs", attrs ? *attrs : value()}, {"columns", std::move(columns)}};
  json::array list;
  list.push_back(std::move(wanted));
  LK_TRY(auto made, form.value(at.field, list));
  return Answer(Raw{made.at(0)});
}

Result<Answer> get_from_field(FieldScene const& at, fields::Form const& form,
                              std::vector<std::string_view> const& rest) {
  auto const& type = at.field.type;
  if (rest.empty() && type == "pages") return answer_raw(page_candidates(at));
  if (rest.empty() && type == "files") return answer_raw(file_candidates(at));
  if (rest.empty() && type == "users") return answer_raw(user_candidates(at));
  if (rest.size() == 1 && rest[0] == "files" && type == "textarea")
    return answer_raw(file_candidates(at));
  if (type != "blocks" && type != "layout") return no_field_route();
  if (rest.size() == 1 && rest[0] == "uuid")
    return Answer(Raw{json::object{{"uuid", json::text(fields::make_uuid_v4(at.world.random))}}});
  if (rest.size() != 2 || rest[0] != "fieldsets") return no_field_route();
  LK_TRY(auto const block, fields::new_block(form, at.field, rest[1]));
  if (!block) return no_field(rest[1]);
  return Answer(Raw{*block});
}

/// What `uploads` of a field says; error.invalidArgument where it takes no files. `parent`: a
/// query.
struct FieldUploads {
  std::string template_name, parent;
};
Result<FieldUploads> uploads_of(Field const& field) {
  FieldUploads out;
  auto const* const said = field.find("uploads");
  if (!said || said->is_null()) return out;
  if (said->is_bool() && !said->get_bool())
    return fail(Kind::invalid, "error.invalidArgument", "The field takes no uploads");
  if (said->is_string()) out.template_name = said->get_string();
  if (auto const* const map = said->if_object())
    for (auto const& [key, to] :
         {std::pair("template", &out.template_name), std::pair("parent", &out.parent)})
      if (auto const* const found = map->if_contains(key); found && found->is_string())
        *to = found->get_string();
  return out;
}

/// Whose the new files are. Errors: error.invalidArgument; hidden owners are missing.
Result<content::Owner> upload_owner(FieldScene const& at, std::string const& parent) {
  if (parent.empty()) return at.model.owner();
  auto const& context = at.scene.context;
  LK_TRY(auto const found, find_parent(at.world, at.model, parent, "field"));
  if (found.page && !is_accessible(context, *found.page)) return page_not_found(found.page->id);
  if (found.site) LK_CHECK(find_site(at.scene));
  if (found.user) LK_CHECK(find_user(*at.call.actor, found.user->id, *at.call.users));
  return found.owner();
}

/// As the field's list shows it; of a textarea what is put into its text.
Result<Answer> upload_to_field(FieldScene const& at) {
  LK_TRY(auto const uploads, uploads_of(at.field));
  LK_TRY(auto owner, upload_owner(at, uploads.parent));
  auto const show = [&](Scene const& scene, KeptFile const& kept) -> Result<value> {
    auto const world = make_world(scene.context);
    auto item = picked_file(scene.context, world, kept.file, field_look(at, "{{ file.filename }}"),
                            at.model);
    if (at.field.type == "textarea")
      return json::object{{"filename", item["filename"]}, {"dragText", item["dragText"]}};
    if (kept.is_new && item["template"].is_null()) item["template"] = "default";
    return value(std::move(item));
  };
  return answer_uploads(at.call, at.scene, {std::move(owner), uploads.template_name, "", show});
}

bool takes_uploads(FieldScene const& at, std::vector<std::string_view> const& rest) {
  auto const& type = at.field.type;
  return (type == "files" || type == "textarea") && rest.size() == 1 && rest[0] == "upload";
}

Result<Answer> post_to_field(FieldScene const& at, fields::Form const& form,
                             std::vector<std::string_view> const& rest) {
  auto const& type = at.field.type;
  bool const is_layout = type == "layout";
  if (takes_uploads(at, rest)) return upload_to_field(at);
  if ((type == "blocks" || is_layout) && rest.size() == 1 && rest[0] == "paste")
    return paste(at, form, "html");
  if (is_layout && rest.size() == 1 && rest[0] == "layout") return new_layout(at, form);
  if (is_layout && rest.size() == 2 && rest[0] == "layout" && rest[1] == "paste")
    return paste(at, form, "json");
  return no_field_route();
}

/// Calls `use` with the field that the row's path means, a form above it, and the rest of the path.
template <class Use>
auto with_field(Call& call, Use use)
    -> decltype(use(std::declval<FieldScene const&>(), std::declval<fields::Form const&>(),
                    std::vector<std::string_view>())) {
  Scene const scene(call);
  LK_TRY(auto const model, find_model(call, scene));
  auto const blueprint = call.services.tools.blueprints.find(model.blueprint_name());
  LK_TRY(auto const path, find_field_path(blueprint->fields, call.args.get("path")));
  auto const world = make_world(scene.context);
  auto const pickers = make_pickers(scene.context, world);
  fields::Form const form{world, model, *pickers};
  return use(FieldScene{call, scene, world, model, *path.field}, form, path.rest);
}

Result<Answer> ask_field(Call& call) {
  return with_field(call, call.method == http::Method::post ? post_to_field : get_from_field);
}

Result<Admission> admit_to_field(Call& call) {
  return with_field(call,
                    [](FieldScene const& at, fields::Form const&,
                       std::vector<std::string_view> const& rest) -> Result<Admission> {
                      if (!takes_uploads(at, rest)) return no_field_route();
                      LK_TRY(auto const uploads, uploads_of(at.field));
                      LK_TRY(auto const owner, upload_owner(at, uploads.parent));
                      return admit_new_files(at.call, at.scene, owner, uploads.template_name);
                    });
}

using http::Method;

constexpr std::string_view ask = "What a field of {} offers: candidates, new blocks";
constexpr std::string_view make =
    "What a field of {} makes of input, without storing it; `upload` takes files";
constexpr std::string_view ask_file = "What a field of a file of {} offers";
constexpr std::string_view make_file = "What a field of a file of {} makes of input, or takes";

constexpr OwnedRow field_rows[] = {
    {Method::get, "/fields/{path...}", ask_field, ask},
    {Method::post, "/fields/{path...}", ask_field, make, OwnedRow::Of::all, admit_to_field},
    {Method::get, "/files/{name%}/fields/{path...}", ask_field, ask_file},
    {Method::post, "/files/{name%}/fields/{path...}", ask_field, make_file, OwnedRow::Of::all,
     admit_to_field},
};

}  // namespace

std::span<Route const> field_routes() {
  static OwnedRoutes const routes(field_rows);
  return routes.rows();
}

}  // namespace latchkey::api
