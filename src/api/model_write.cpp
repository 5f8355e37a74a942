#include "api/model_write.h"

#include "api/locks.h"
#include "api/page_numbers.h"
#include "content/file_actions.h"

namespace latchkey::api {
namespace {

Result<fields::Model> edit_page(Call& call, Scene const& scene, content::Page const& page,
                                EditModel const& edit) {
  auto const change = [&](content::Page const& now, formats::Fields const& own) {
    return edit(model_of(now), own);
  };
  LK_TRY(auto now, call.services.content.edit(page.id, scene.context.language, change,
                                              numbers_by(scene.context)));
  return fields::Model{nullptr, std::move(now), nullptr, nullptr};
}

Result<fields::Model> edit_site(Call& call, Scene const& scene, EditModel const& edit) {
  auto const change = [&](content::Site const& now, formats::Fields const& own) {
    return edit(model_of(now), own);
  };
  LK_TRY(auto now, call.services.content.edit_site(scene.context.language, change));
  return fields::Model{std::move(now), nullptr, nullptr, nullptr};
}

Result<fields::Model> edit_file(Call& call, Scene const& scene, content::FilePtr const& file,
                                EditModel const& edit) {
  auto turn = call.services.content.begin();
  auto const change = [&](content::File const& now, formats::Fields const& own) {
    return edit(model_of(now), own);
  };
  LK_TRY(auto now, content::edit_file(turn, *file, scene.context.language, change));
  return fields::Model{nullptr, nullptr, nullptr, std::move(now)};
}

Result<fields::Model> edit_user(Call& call, Scene const& scene, accounts::User const& user,
                                EditModel const& edit) {
  auto const change = [&](accounts::User const& now, formats::Fields const& own) {
    return edit({nullptr, nullptr, std::make_shared<accounts::User const>(now), nullptr}, own);
  };
  LK_TRY(auto now, call.services.accounts.edit_content(user.id, scene.context.language, change));
  return fields::Model{nullptr, nullptr, std::move(now), nullptr};
}

}  // namespace

Result<fields::Model> edit_model(Call& call, Scene const& scene, fields::Model const& model,
                                 EditModel const& edit) {
  if (model.page) return edit_page(call, scene, *model.page, edit);
  if (model.user) return edit_user(call, scene, *model.user, edit);
  return model.file ? edit_file(call, scene, model.file, edit) : edit_site(call, scene, edit);
}

Result<formats::Fields> own_fields(Call const& call, Scene const& scene,
                                   fields::Model const& model) {
  auto const& language = scene.context.language;
  auto const path = place_of(scene.context, model).text_path(scene.content->settings(), language);
  auto const bytes = call.services.files.read(path);
  if (bytes) return formats::parse_content(*bytes);
  if (bytes.error().kind != Kind::not_found) return tl::make_unexpected(bytes.error());
  auto shown = model.stored(language);
  if (!scene.content->languages()->pick(language).is_default)
    for (auto const* const name : {"uuid", "slug", "template", "sort"}) shown.erase(name);
  return shown;
}

}  // namespace latchkey::api
