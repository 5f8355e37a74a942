// Files of the site, of pages and of users: the routes that read. Source: spec/content-api 9, 10.

#include "api/file_owner.h"
#include "api/file_view.h"
#include "api/owned_routes.h"
#include "api/route.h"
#include "api/scene.h"

namespace latchkey::api {
namespace {

using content::FilePtr;
using content::Owner;

Result<Answer> answer_files(Call const& call, Scene const& scene, Owner const& owner,
                            ListRequest const& request) {
  LK_TRY(Selection const selection, read_selection(call.query));
  auto const describe = [&](FilePtr const& file) {
    return search_texts(*file, scene.context.language);
  };
  LK_TRY(auto const list, list_items(request, listable_files(scene.context, owner), describe));
  auto const schema = file_schema();
  auto const picks = schema.picks(selection, "default");
  Collection out{{}, list.page.page, list.page.total, list.page.offset, list.page.limit};
  for (auto const& file : list.items)
    out.data.push_back(render(*file, scene.context, schema, picks));
  LK_CHECK(ensure_whole(scene.context));
  return Answer(std::move(out));
}

Result<Answer> list_files(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  LK_TRY(auto const request, read_list_request(call.query));
  return answer_files(call, scene, owner, request);
}

Result<Answer> search_files(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  bool const by_body = call.method == http::Method::post;
  LK_TRY(auto const request, read_search_request(call.query, by_body ? &call.body : nullptr));
  return answer_files(call, scene, owner, request);
}

Result<Answer> show_file(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  LK_TRY(auto const file, find_file(call, scene, owner));
  return show(call, scene, *file, file_schema());
}

Result<Answer> show_avatar(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  auto const file = scene.content->avatar(owner);
  if (!file || !is_accessible(scene.context, *file)) return Answer(NotFound{});
  return show(call, scene, *file, file_schema());
}

constexpr auto read = http::Method::get, ask = http::Method::post;

constexpr OwnedRow file_rows[] = {
    {read, "/files", list_files, "Files of {}"},
    {read, "/files/search", search_files, "Search the files of {}"},
    {ask, "/files/search", search_files, "Search the files of {}"},
    {read, "/files/{name%}", show_file, "One file of {}", OwnedRow::Of::all_and_root},
    {read, "/avatar", show_avatar, "The picture of {}", OwnedRow::Of::users},
};

}  // namespace

std::span<Route const> file_routes() {
  static OwnedRoutes const routes(file_rows);
  return routes.rows();
}

}  // namespace latchkey::api
