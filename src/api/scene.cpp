#include "api/scene.h"

#include "model/folder_name.h"

namespace latchkey::api {

std::string language_of(Call const& call, content::Languages const& languages) {
  if (!languages.multilang) return {};
  auto const asked = call.query.find("language");
  return languages.pick(asked ? *asked : call.request.headers.get("X-Language")).code;
}

PageContext make_context(Call const& call, accounts::Actor const& actor,
                         content::Snapshot const& content) {
  return {content,
          actor,
          call.address().base,
          language_of(call, *content.languages()),
          call.options().home,
          call.options().error,
          call.users.get(),
          &call.services.tools,
          std::make_shared<std::optional<Error>>(),
          call.options().content_locking,
          call.address().base + "/" + call.options().api.slug,
          std::string(call.request.headers.get("Accept-Language"))};
}

Result<> ensure_form(Scene const& scene, fields::Model const& model) {
  if (is_self_contained(scene.context, model)) return {};
  render_values(scene.context, model);
  return ensure_whole(scene.context);
}

Failure page_not_found(std::string_view id) {
  return fail(Kind::not_found, "error.page.notFound",
              "The page \"" + std::string(id) + "\" cannot be found");
}

Failure forbidden(std::string_view what, std::string_view action) {
  return fail(
      Kind::forbidden, "error." + std::string(what) + "." + std::string(action) + ".permission",
      "You are not allowed to do this (" + std::string(what) + "." + std::string(action) + ")");
}

Result<std::shared_ptr<content::Page const>> find_page(Call const& call, Scene const& scene) {
  auto const id = model::page_id_of(call.args.get("id"));
  auto page = scene.content->page(id, scene.context.language);
  if (!page || !is_accessible(scene.context, *page)) return page_not_found(id);
  return page;
}

Result<std::shared_ptr<content::Site const>> find_site(Scene const& scene) {
  auto site = scene.content->site();
  if (!may(scene.context, "access", *site))
    return fail(Kind::not_found, "error.site.notAccessible", "The site is not accessible");
  return site;
}

}  // namespace latchkey::api
