// Files of the site, of pages and of users: the routes that read. Source: spec/content-api 9, 10.

#include "api/file_owner.h"
#include "api/file_view.h"
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

template <FindOwner find>
Result<Answer> list_files(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find(call, scene));
  LK_TRY(auto const request, read_list_request(call.query));
  return answer_files(call, scene, owner, request);
}

template <FindOwner find>
Result<Answer> search_files(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find(call, scene));
  bool const by_body = call.method == http::Method::post;
  LK_TRY(auto const request, read_search_request(call.query, by_body ? &call.body : nullptr));
  return answer_files(call, scene, owner, request);
}

template <FindOwner find>
Result<Answer> show_file(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find(call, scene));
  LK_TRY(auto const file, find_file(call, scene, owner));
  return show(call, scene, *file, file_schema());
}

template <FindOwner find>
Result<Answer> show_avatar(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find(call, scene));
  auto const file = scene.content->avatar(owner);
  if (!file || !is_accessible(scene.context, *file)) return Answer(NotFound{});
  return show(call, scene, *file, file_schema());
}

constexpr auto read = http::Method::get, ask = http::Method::post;
constexpr auto users_only = Access::panel;
constexpr auto on_disk = Work::disk;

constexpr Route file_rows[] = {
    {read, "site/files", users_only, on_disk, list_files<site_owner>, "Files of the site"},
    {read, "site/files/search", users_only, on_disk, search_files<site_owner>,
     "Search the site's files"},
    {ask, "site/files/search", users_only, on_disk, search_files<site_owner>,
     "Search the site's files"},
    {read, "site/files/{name%}", users_only, on_disk, show_file<site_owner>,
     "One file of the site"},
    {read, "files/{name%}", users_only, on_disk, show_file<site_owner>, "One file of the site"},
    {read, "pages/{id}/files", users_only, on_disk, list_files<page_owner>, "Files of a page"},
    {read, "pages/{id}/files/search", users_only, on_disk, search_files<page_owner>,
     "Search a page's files"},
    {ask, "pages/{id}/files/search", users_only, on_disk, search_files<page_owner>,
     "Search a page's files"},
    {read, "pages/{id}/files/{name%}", users_only, on_disk, show_file<page_owner>,
     "One file of a page"},
    {read, "users/{id%}/files", users_only, on_disk, list_files<user_owner>, "Files of a user"},
    {read, "users/{id%}/files/search", users_only, on_disk, search_files<user_owner>,
     "Search a user's files"},
    {ask, "users/{id%}/files/search", users_only, on_disk, search_files<user_owner>,
     "Search a user's files"},
    {read, "users/{id%}/files/{name%}", users_only, on_disk, show_file<user_owner>,
     "One file of a user"},
    {read, "users/{id%}/avatar", users_only, on_disk, show_avatar<user_owner>, "A user's picture"},
    {read, "account/files", users_only, on_disk, list_files<account_owner>,
     "Files of the acting user"},
    {read, "account/files/search", users_only, on_disk, search_files<account_owner>,
     "Search the acting user's files"},
    {ask, "account/files/search", users_only, on_disk, search_files<account_owner>,
     "Search the acting user's files"},
    {read, "account/files/{name%}", users_only, on_disk, show_file<account_owner>,
     "One file of the acting user"},
    {read, "account/avatar", users_only, on_disk, show_avatar<account_owner>,
     "The acting user's picture"},
};

}  // namespace

std::span<Route const> file_routes() { return file_rows; }

}  // namespace latchkey::api
