// Site and pages: create, change what they hold, delete. Source: spec/content-api 10, 12.

#include "api/form_write.h"
#include "api/input.h"
#include "api/locks.h"
#include "api/page_numbers.h"
#include "api/page_removal.h"
#include "api/page_view.h"
#include "api/route.h"
#include "api/scene.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

Result<Answer> patch_page(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  if (!may(scene.context, "update", *page)) return forbidden("page", "update");
  auto const edit = [&](content::Page const& now, formats::Fields const& own) {
    bool const validates = now.status != content::Status::draft;
    return submit_form(scene.context, model_of(now), own, call.body, validates);
  };
  LK_TRY(auto const now, call.services.content.edit(page->id, scene.context.language, edit,
                                                    numbers_by(scene.context)));
  return show(call, scene, *now, page_schema());
}

Result<Answer> patch_site(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const site, find_site(scene));
  if (!may(scene.context, "update", *site)) return forbidden("site", "update");
  auto const edit = [&](content::Site const& now, formats::Fields const& own) {
    return submit_form(scene.context, model_of(now), own, call.body, true);
  };
  LK_TRY(auto const now, call.services.content.edit_site(scene.context.language, edit));
  return show(call, scene, *now, site_schema());
}

Result<std::string> new_title(Call const& call, std::string_view what) {
  LK_TRY(auto const sent, call.text_input("title"));
  auto const whole = sent.value_or("");
  std::string title(trim(whole));
  if (title.empty())
    return fail(Kind::invalid, "error." + std::string(what) + ".changeTitle.empty",
                "The title must not be empty");
  return title;
}

Result<Answer> patch_page_title(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  if (!may(scene.context, "changeTitle", *page)) return forbidden("page", "changeTitle");
  LK_TRY(auto title, new_title(call, "page"));
  LK_TRY(auto const now,
         call.services.content.change_title(page->id, std::move(title), scene.context.language,
                                            editor_of(scene.context)));
  return show_done(call, scene, *now, page_schema());
}

Result<Answer> patch_site_title(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const site, find_site(scene));
  if (!may(scene.context, "changeTitle", *site)) return forbidden("site", "changeTitle");
  LK_TRY(auto title, new_title(call, "site"));
  LK_TRY(auto const now, call.services.content.change_site_title(
                             std::move(title), scene.context.language, editor_of(scene.context)));
  return show_done(call, scene, *now, site_schema());
}

/// A map of fields; none where it is missing, null or []. Errors: error.invalidArgument.
Result<json::object> fields_input(json::value const* sent) {
  if (!sent || sent->is_null()) return json::object();
  if (sent->is_array() && sent->get_array().empty()) return json::object();
  if (!sent->is_object())
    return fail(Kind::invalid, "error.invalidArgument", "\"content\" must be a map of fields");
  return sent->get_object();
}

/// What the body asks for, but for the content. Errors: error.invalidArgument without slug and
/// title, or for wrong types.
Result<content::NewPage> read_new_page(Call const& call, Scene const& scene,
                                       json::object const& fields) {
  LK_TRY(auto slug, call.text_input("slug"));
  LK_TRY(auto const name, call.text_input("template"));
  content::NewPage out;
  if (!slug || slug->empty())
    for (auto const& [key, value] : fields)
      if (iequals(key, "title") && value.is_string()) slug = std::string(value.get_string());
  if (!slug || slug->empty())
    return fail(Kind::invalid, "error.invalidArgument", "Please send a slug or a title");
  out.slug =
      slug_of(*slug, scene.content->languages()->standard(), scene.content->settings().slug_length);
  if (name && !name->empty()) out.template_name = lower(*name);
  for (auto const* const key : {"draft", "isDraft"}) {
    LK_TRY(auto const draft, flag_input(call, key));
    out.draft = draft.value_or(out.draft);
  }
  return out;
}

std::string member_text(json::object const& map, std::string_view key) {
  auto const* const found = map.if_contains(key);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

/// One of `translations`: `{code, slug, content}`; none for languages the site does not have and
/// for the default one.
Result<> add_translation(Scene const& scene, fields::Model const& parent, json::value const& sent,
                         content::NewPage& page) {
  auto const* const map = sent.if_object();
  auto const code = map ? member_text(*map, "code") : std::string();
  auto const& language = scene.content->languages()->pick(code);
  if (language.code != code || language.is_default) return {};
  LK_TRY(auto const input, fields_input(map->if_contains("content")));
  LK_TRY(auto fields,
         submit_translation(scene.context, parent, "pages/" + page.template_name, input));
  auto const slug =
      slug_of(member_text(*map, "slug"), language, scene.content->settings().slug_length);
  if (!slug.empty() && slug != page.slug) fields.set("slug", slug);
  if (!fields.empty()) page.translations.emplace_back(code, std::move(fields));
  return {};
}

Result<Answer> create_page(Call& call, Scene const& scene, fields::Model const& parent) {
  LK_TRY(auto const input, fields_input(call.input("content")));
  LK_TRY(auto wanted, read_new_page(call, scene, input));
  auto const rules = scene.content->rules(wanted.template_name);
  auto const* const options = rules->options.is_object() ? &rules->options : nullptr;
  if (!accounts::may(*call.actor, "create", {"pages", options, false}))
    return forbidden("page", "create");
  if (!wanted.draft && !accounts::may(*call.actor, "changeStatus", {"pages", options, false}))
    return forbidden("page", "changeStatus");
  Scene standard = scene;
  standard.context.language = scene.content->languages()->standard().code;
  LK_TRY(wanted.content,
         submit_new_form(standard.context, parent, "pages/" + wanted.template_name, input));
  auto const translations = list_input(call, "translations");
  if (auto const* const sent = call.input("translations");
      sent && !sent->is_null() && !translations)
    return fail(Kind::invalid, "error.invalidArgument", "\"translations\" must be a list");
  for (auto const& one : translations.value_or(json::array()))
    LK_CHECK(add_translation(standard, parent, one, wanted));
  LK_TRY(auto const made,
         call.services.content.create(parent.page ? parent.page->id : std::string(), wanted));
  return show_done(call, scene, *made, page_schema());
}

Result<Answer> post_page_child(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const parent, find_page(call, scene));
  return create_page(call, scene, model_of(*parent));
}

Result<Answer> post_site_child(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const site, find_site(scene));
  return create_page(call, scene, model_of(*site));
}

Result<Answer> delete_page(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  LK_TRY(bool const force, is_asked(call, "force"));
  LK_CHECK(ensure_may_delete(scene, *page, force));
  LK_CHECK(call.services.content.remove(page->id, force, call.actor->user().id));
  return Answer(Done{});
}

using http::Method;

constexpr Route page_write_rows[] = {
    {Method::patch, "site", Access::panel, Work::disk, patch_site, "Change the site's fields"},
    {Method::patch, "site/title", Access::panel, Work::disk, patch_site_title,
     "Change the site's title"},
    {Method::post, "site/children", Access::panel, Work::disk, post_site_child,
     "Create a page at the top"},
    {Method::patch, "pages/{id}", Access::panel, Work::disk, patch_page, "Change a page's fields"},
    {Method::del, "pages/{id}", Access::panel, Work::disk, delete_page, "Delete a page"},
    {Method::patch, "pages/{id}/title", Access::panel, Work::disk, patch_page_title,
     "Change a page's title"},
    {Method::post, "pages/{id}/children", Access::panel, Work::disk, post_page_child,
     "Create a page below a page"},
};

}  // namespace

std::span<Route const> page_write_routes() { return page_write_rows; }

}  // namespace latchkey::api
