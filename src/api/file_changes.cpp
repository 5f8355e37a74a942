// Files of the site, of pages and of users: the routes that change one or sort some. Source:
// spec/content-api 13.

#include "api/file_owner.h"
#include "api/file_view.h"
#include "api/form_write.h"
#include "api/owned_routes.h"
#include "api/route.h"
#include "content/file_actions.h"
#include "content/upload_check.h"
#include "content/upload_name.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

using content::FilePtr;
using content::Owner;

/// A model after a change: in the state the disk has now.
Result<Answer> show_now(Call const& call, content::File const& file) {
  Scene const now(call);
  return show_done(call, now, file, file_schema());
}

/// Members of the body but those that have permissions of their own (S13): a template that the file
/// may not get, a number that the actor may not give.
json::object text_input_of(Call const& call, Scene const& scene, content::File const& file) {
  json::object out;
  for (auto const& [key, value] : call.body) {
    auto const name = fields::key_name(key);
    if (name == "sort" && !may(scene.context, "sort", file)) continue;
    if (name == "template") {
      auto const allowed = scene.content->templates_for(file);
      if (!may(scene.context, "changeTemplate", file) || !value.is_string() ||
          std::ranges::find(allowed, std::string_view(value.get_string())) == allowed.end())
        continue;
    }
    out[key] = value;
  }
  return out;
}

Result<Answer> patch_file(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  LK_TRY(auto const file, find_file(call, scene, owner));
  LK_CHECK(ensure_may_change(call, scene, *file, "update", "error.permission"));
  auto const input = text_input_of(call, scene, *file);
  auto turn = call.services.content.begin();
  auto const edit = [&](content::File const& now, formats::Fields const& own) {
    return submit_form(scene.context, model_of(now), own, input, true);
  };
  LK_TRY(auto const changed, content::edit_file(turn, *file, scene.context.language, edit));
  return show_now(call, *changed);
}

Result<Answer> rename_file(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  LK_TRY(auto const file, find_file(call, scene, owner));
  LK_TRY(auto const wanted, call.text_input("name"));
  LK_CHECK(ensure_may_change(call, scene, *file, "changeName", "error.file.changeName.permission"));
  auto const base = content::file_base_name(wanted.value_or(""));
  if (base.empty())
    return fail(Kind::invalid, "error.file.changeName.empty", "The name must not be empty");
  auto const name = file->extension().empty() ? base : base + "." + file->extension();
  if (name == file->name) return show_done(call, scene, *file, file_schema());
  LK_CHECK(content::check_file_name(name, scene.content->settings()));
  auto turn = call.services.content.begin();
  LK_TRY(auto const renamed, content::rename_file(turn, *file, name));
  return show_now(call, *renamed);
}

Result<Answer> delete_file(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  LK_TRY(auto const file, find_file(call, scene, owner));
  LK_CHECK(ensure_may_change(call, scene, *file, "delete", "error.permission"));
  auto turn = call.services.content.begin();
  LK_CHECK(content::remove_file(turn, *file, call.actor->user().id));
  return Answer(Done{});
}

Result<Answer> delete_avatar(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  auto const file = scene.content->avatar(owner);
  if (!file || !is_accessible(scene.context, *file))
    return fail(Kind::not_found, "error.file.notFound", "There is no picture");
  LK_CHECK(ensure_may_change(call, scene, *file, "delete", "error.permission"));
  auto turn = call.services.content.begin();
  LK_CHECK(content::remove_file(turn, *file, call.actor->user().id));
  return Answer(Done{});
}

/// By name, not by the new numbers: recorded case file-sort.
Result<Answer> list_by_name(Call const& call, Scene const& scene, Owner const& owner) {
  LK_TRY(Selection const selection, read_selection(call.query));
  auto const schema = file_schema();
  auto const picks = schema.picks(selection, "default");
  Collection out;
  for (auto const& file : scene.content->files_by_name(owner))
    if (is_listable(scene.context, *file))
      out.data.push_back(render(*file, scene.context, schema, std::span<Pick const>(picks)));
  out.total = static_cast<std::int64_t>(out.data.size());
  if (out.total == 0) out.page = 0;
  if (out.total > out.limit) out.data.resize(static_cast<std::size_t>(out.limit));
  return Answer(std::move(out));
}

Result<Answer> sort_files(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  LK_CHECK(sort_files_of(call, scene, owner));
  Scene const now(call);
  LK_TRY(auto const owner_now, find_owner(call, now));
  return list_by_name(call, now, owner_now);
}

constexpr auto change = http::Method::patch, erase = http::Method::del;
constexpr auto and_root = OwnedRow::Of::all_and_root, only_users = OwnedRow::Of::users;

constexpr OwnedRow file_change_rows[] = {
    {change, "/files/sort", sort_files, "Sorts files of {}"},
    {change, "/files/{name%}", patch_file, "Changes the content of a file of {}", and_root},
    {change, "/files/{name%}/name", rename_file, "Renames a file of {}", and_root},
    {erase, "/files/{name%}", delete_file, "Deletes a file of {}", and_root},
    {erase, "/avatar", delete_avatar, "Deletes the picture of {}", only_users},
};

}  // namespace

std::span<Route const> file_change_routes() {
  static OwnedRoutes const routes(file_change_rows);
  return routes.rows();
}

}  // namespace latchkey::api
