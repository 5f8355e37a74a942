// Files of the site, of pages and of users: the routes that change one or sort some. Source:
// spec/content-api 13.

#include "api/file_owner.h"
#include "api/file_view.h"
#include "api/route.h"
#include "content/file_actions.h"
#include "content/upload_check.h"
#include "content/upload_name.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

using content::FilePtr;
using content::Owner;

Result<> ensure_may(Call const& call, Scene const& scene, content::File const& file,
                    std::string_view action, char const* key) {
  LK_CHECK(ensure_may_change_files(call, file.owner));
  if (may(scene.context, action, file)) return {};
  return fail(Kind::forbidden, key,
              "You are not allowed to do this (file." + std::string(action) + ")");
}

/// A model after a change: in the state the disk has now.
Result<Answer> show_now(Call const& call, content::File const& file) {
  Scene const now(call);
  return show_done(call, now, file, file_schema());
}

template <FindOwner find>
Result<Answer> rename_file(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find(call, scene));
  LK_TRY(auto const file, find_file(call, scene, owner));
  LK_TRY(auto const wanted, call.text_input("name"));
  LK_CHECK(ensure_may(call, scene, *file, "changeName", "error.file.changeName.permission"));
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

template <FindOwner find>
Result<Answer> delete_file(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find(call, scene));
  LK_TRY(auto const file, find_file(call, scene, owner));
  LK_CHECK(ensure_may(call, scene, *file, "delete", "error.permission"));
  auto turn = call.services.content.begin();
  LK_CHECK(content::remove_file(turn, *file));
  return Answer(Done{});
}

template <FindOwner find>
Result<Answer> delete_avatar(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find(call, scene));
  auto const file = scene.content->avatar(owner);
  if (!file || !is_accessible(scene.context, *file))
    return fail(Kind::not_found, "error.file.notFound", "There is no picture");
  LK_CHECK(ensure_may(call, scene, *file, "delete", "error.permission"));
  auto turn = call.services.content.begin();
  LK_CHECK(content::remove_file(turn, *file));
  return Answer(Done{});
}

struct Sorting {
  std::vector<FilePtr> files;
  std::int64_t first = 1;
};

/// Ids that are unknown, of another owner, or hidden are skipped. Errors: error.invalidArgument.
Result<Sorting> read_sorting(Call const& call, Scene const& scene, Owner const& owner) {
  auto const invalid = [](char const* why) {
    return fail(Kind::invalid, "error.invalidArgument", why);
  };
  auto const* const ids = call.input("files");
  if (!ids || !ids->is_array()) return invalid("\"files\" must be a list of ids");
  Sorting out;
  if (auto const* const index = call.input("index"); index && !index->is_null()) {
    LK_TRY(auto const text, call.text_input("index"));
    auto const number = parse_unsigned(text ? *text : "");
    if (!number || *number > 1'000'000) return invalid("\"index\" must be a number");
    out.first = *number + 1;
  }
  for (auto const& id : ids->get_array()) {
    if (!id.is_string()) return invalid("\"files\" must be a list of ids");
    std::string const text(id.get_string());
    auto const slash = text.rfind('/');
    auto const name = slash == text.npos ? text : text.substr(slash + 1);
    auto file = scene.content->file(owner, name);
    bool const named = file && (file->id == text || file->name == text ||
                                text == "file://" + scene.content->uuid(*file));
    if (!named || !is_accessible(scene.context, *file)) continue;
    if (std::ranges::find(out.files, file->name, [](auto const& one) { return one->name; }) ==
        out.files.end())
      out.files.push_back(std::move(file));
  }
  return out;
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

template <FindOwner find>
Result<Answer> sort_files(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find(call, scene));
  LK_TRY(auto const sorting, read_sorting(call, scene, owner));
  for (auto const& file : sorting.files)
    LK_CHECK(ensure_may(call, scene, *file, "sort", "error.file.sort.permission"));
  {
    auto turn = call.services.content.begin();
    LK_CHECK(content::sort_files(turn, sorting.files, sorting.first));
  }
  Scene const now(call);
  LK_TRY(auto const owner_now, find(call, now));
  return list_by_name(call, now, owner_now);
}

constexpr auto change = http::Method::patch, erase = http::Method::del;
constexpr auto with_login = Access::panel;
constexpr auto writes = Work::disk;

constexpr Route file_change_rows[] = {
    {change, "site/files/sort", with_login, writes, sort_files<site_owner>,
     "Sorts files of the site"},
    {change, "site/files/{name%}/name", with_login, writes, rename_file<site_owner>,
     "Renames a file of the site"},
    {erase, "site/files/{name%}", with_login, writes, delete_file<site_owner>,
     "Deletes a file of the site"},
    {change, "files/{name%}/name", with_login, writes, rename_file<site_owner>,
     "Renames a file of the site"},
    {erase, "files/{name%}", with_login, writes, delete_file<site_owner>,
     "Deletes a file of the site"},
    {change, "pages/{id}/files/sort", with_login, writes, sort_files<page_owner>,
     "Sorts files of a page"},
    {change, "pages/{id}/files/{name%}/name", with_login, writes, rename_file<page_owner>,
     "Renames a file of a page"},
    {erase, "pages/{id}/files/{name%}", with_login, writes, delete_file<page_owner>,
     "Deletes a file of a page"},
    {change, "users/{id%}/files/sort", with_login, writes, sort_files<user_owner>,
     "Sorts files of a user"},
    {change, "users/{id%}/files/{name%}/name", with_login, writes, rename_file<user_owner>,
     "Renames a file of a user"},
    {erase, "users/{id%}/files/{name%}", with_login, writes, delete_file<user_owner>,
     "Deletes a file of a user"},
    {erase, "users/{id%}/avatar", with_login, writes, delete_avatar<user_owner>,
     "Deletes a user's picture"},
    {change, "account/files/sort", with_login, writes, sort_files<account_owner>,
     "Sorts files of the acting user"},
    {change, "account/files/{name%}/name", with_login, writes, rename_file<account_owner>,
     "Renames a file of the acting user"},
    {erase, "account/files/{name%}", with_login, writes, delete_file<account_owner>,
     "Deletes a file of the acting user"},
    {erase, "account/avatar", with_login, writes, delete_avatar<account_owner>,
     "Deletes the acting user's picture"},
};

}  // namespace

std::span<Route const> file_change_routes() { return file_change_rows; }

}  // namespace latchkey::api
