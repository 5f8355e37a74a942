#include "api/file_owner.h"

#include <algorithm>

#include "api/file_view.h"
#include "api/input.h"
#include "api/locks.h"
#include "api/model_target.h"
#include "api/user_rules.h"
#include "api/user_view.h"
#include "content/file_actions.h"
#include "core/text.h"

namespace latchkey::api {

Result<content::Owner> find_owner(Call const& call, Scene const& scene) {
  LK_TRY(auto const model, find_owner_model(call, scene));
  return model.owner();
}

Result<content::FilePtr> find_file(Call const& call, Scene const& scene,
                                   content::Owner const& owner) {
  auto const& name = call.args.get("name");
  auto file = scene.content->file(owner, name);
  if (!file || !is_accessible(scene.context, *file))
    return fail(Kind::not_found, "error.file.notFound",
                "The file \"" + name + "\" cannot be found");
  return file;
}

Result<> ensure_may_change_files(Call const& call, content::Owner const& owner) {
  if (owner.kind != content::Owner::Kind::user) return {};
  LK_TRY(auto const user, find_user(*call.actor, owner.id, *call.users));
  return require(*call.actor, "update", *user, *call.users);
}

Result<> ensure_may_change(Call const& call, Scene const& scene, content::File const& file,
                           std::string_view action, char const* key) {
  LK_CHECK(ensure_may_change_files(call, file.owner));
  if (may(scene.context, action, file)) return {};
  return fail(Kind::forbidden, key,
              "You are not allowed to do this (file." + std::string(action) + ")");
}

namespace {

struct Sorting {
  std::vector<content::FilePtr> files;
  std::int64_t first = 1;
};

/// Ids that are unknown, of another owner, or hidden are skipped. Errors: error.invalidArgument.
Result<Sorting> read_sorting(Call const& call, Scene const& scene, content::Owner const& owner) {
  auto const invalid = [](char const* why) {
    return fail(Kind::invalid, "error.invalidArgument", why);
  };
  auto const ids = list_input(call, "files");
  if (!ids) return invalid("\"files\" must be a list of ids");
  Sorting out;
  if (auto const* const index = call.input("index"); index && !index->is_null()) {
    LK_TRY(auto const text, call.text_input("index"));
    auto const number = parse_unsigned(text ? *text : "");
    if (!number || *number > 1'000'000) return invalid("\"index\" must be a number");
    out.first = *number + 1;
  }
  for (auto const& id : *ids) {
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

}  // namespace

Result<> sort_files_of(Call& call, Scene const& scene, content::Owner const& owner) {
  LK_TRY(auto const sorting, read_sorting(call, scene, owner));
  for (auto const& file : sorting.files) {
    LK_CHECK(ensure_may_change(call, scene, *file, "sort", "error.file.sort.permission"));
    LK_CHECK(ensure_not_held(scene.context, call.options(), {nullptr, nullptr, nullptr, file},
                             "update"));
  }
  auto turn = call.services.content.begin();
  return content::sort_files(turn, sorting.files, sorting.first);
}

}  // namespace latchkey::api
