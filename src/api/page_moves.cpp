// Pages: slug, status, template, copies: what moves folders and renames files. Source:
// spec/content-api 12.

#include <algorithm>

#include "api/blueprint_view.h"
#include "api/form_write.h"
#include "api/input.h"
#include "api/locks.h"
#include "api/page_numbers.h"
#include "api/page_view.h"
#include "api/route.h"
#include "api/scene.h"
#include "api/section_view.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

using content::Page;
using content::Status;

Failure bad_argument(std::string text) {
  return fail(Kind::invalid, "error.invalidArgument", std::move(text));
}

Result<std::string> required_text(Call const& call, std::string_view key) {
  LK_TRY(auto text, call.text_input(key));
  if (!text) return bad_argument("\"" + std::string(key) + "\" is missing");
  return std::move(*text);
}

// Slug

Result<Answer> patch_page_slug(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  LK_TRY(auto const sent, required_text(call, "slug"));
  auto const& language = scene.content->languages()->pick(scene.context.language);
  auto const slug = slug_of(sent, language, scene.content->settings().slug_length);
  if (slug == page->slug_in(language.code)) return show_done(call, scene, *page, page_schema());
  if (!may(scene.context, "changeSlug", *page)) return forbidden("page", "changeSlug");
  LK_TRY(auto const now, call.services.content.change_slug(page->id, slug, language.code,
                                                           editor_of(scene.context)));
  return show_done(call, scene, *now, page_schema());
}

// Status

std::optional<Status> parse_status(std::string_view name) {
  for (auto const status : {Status::draft, Status::unlisted, Status::listed})
    if (content::status_name(status) == name) return status;
  return std::nullopt;
}

/// Home and error page are never drafts.
bool has_status(Scene const& scene, Page const& page, Status status) {
  auto const& context = scene.context;
  if (status == Status::draft) return page.id != context.home && page.id != context.error;
  auto const blueprint = context.tools->blueprints.find("pages/" + page.template_name());
  return blueprint->status.contains(content::status_name(status));
}

/// Whether a listed page is where it should be: there, or without a position of its own.
bool is_in_place(Scene const& scene, Page const& page, std::optional<std::int64_t> position) {
  if (!position || page.rules->num != "default") return true;
  auto const site = scene.content->site();
  content::Folder const& parent = page.parent ? static_cast<content::Folder const&>(*page.parent)
                                              : static_cast<content::Folder const&>(*site);
  auto siblings = scene.content->children(parent, content::Filter::listed);
  std::erase_if(siblings, [](auto const& one) { return one->rules->num != "default"; });
  auto const at = std::ranges::find(siblings, page.id, [](auto const& one) { return one->id; });
  auto const count = static_cast<std::int64_t>(siblings.size());
  return at - siblings.begin() + 1 ==
         std::clamp<std::int64_t>(*position, 1, std::max<std::int64_t>(count, 1));
}

/// What keeps a draft from being published: errors of its fields and of its sections.
Result<> ensure_complete(Scene const& scene, Page const& page) {
  auto const model = model_of(page);
  LK_TRY(auto const errors, model_errors(scene.context, model));
  if (errors.empty()) return {};
  Error error{Kind::forbidden,
              "error.page.changeStatus.incomplete",
              "The page has errors and cannot be published",
              json::print(errors),
              {},
              __builtin_FILE(),
              __builtin_LINE()};
  return tl::make_unexpected(std::move(error));
}

Result<> ensure_may_become(Scene const& scene, Page const& page, Status status) {
  if (!has_status(scene, page, status))
    return fail(Kind::invalid, "error.page.status.invalid", "The page cannot have this status");
  if (!may(scene.context, "changeStatus", page)) return forbidden("page", "changeStatus");
  if (page.status == Status::draft) return ensure_complete(scene, page);
  return {};
}

Result<Answer> patch_page_status(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  LK_TRY(auto const name, required_text(call, "status"));
  auto const status = parse_status(name);
  if (!status) return bad_argument("The status is draft, unlisted or listed");
  LK_TRY(auto const position, integer_input(call, "position"));
  if (page->status != *status) {
    LK_CHECK(ensure_may_become(scene, *page, *status));
  } else if (*status != Status::listed || is_in_place(scene, *page, position)) {
    return show_done(call, scene, *page, page_schema());
  } else if (!may(scene.context, "sort", *page)) {
    return forbidden("page", "sort");
  }
  LK_TRY(auto const now, call.services.content.change_status(page->id, *status, position,
                                                             numbers_by(scene.context)));
  return show_done(call, scene, *now, page_schema());
}

// Template

/// Of translations only what they hold themselves; fields that change their type fall back.
formats::Fields converted_translation(blueprint::FieldList const& old_fields,
                                      blueprint::FieldList const& fields, formats::Fields own) {
  for (auto const& field : fields) {
    auto const* const before = blueprint::find_field(old_fields, field.name);
    if (before && before->type != field.type) own.erase(lower(field.name));
  }
  return own;
}

Result<Answer> patch_page_template(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  LK_TRY(auto const sent, required_text(call, "template"));
  auto const wanted = lower(sent);
  if (!may(scene.context, "changeTemplate", *page)) return forbidden("page", "changeTemplate");
  auto const& candidates = page->rules->templates;
  bool const is_candidate =
      wanted == page->template_name() || std::ranges::find(candidates, wanted) != candidates.end();
  if (!is_candidate)
    return fail(Kind::invalid, "error.page.changeTemplate.invalid",
                "The page cannot have this template");
  auto& blueprints = call.services.tools.blueprints;
  auto const convert = [&](Page const& now, formats::Fields const& own,
                           std::string const& language) -> Result<formats::Fields> {
    auto const before = blueprints.find("pages/" + now.template_name());
    auto const after = blueprints.find("pages/" + wanted);
    if (!now.languages->pick(language).is_default)
      return converted_translation(before->fields, after->fields, own);
    auto const world = make_world(scene.context);
    auto const pickers = make_pickers(scene.context, world);
    auto const model = model_of(now);
    return fields::convert_fields({world, model, *pickers}, before->fields, after->fields, own);
  };
  LK_TRY(auto const now, call.services.content.change_template(page->id, wanted, convert));
  return show_done(call, scene, *now, page_schema());
}

// Copies

Result<Answer> post_page_duplicate(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const page, find_page(call, scene));
  LK_TRY(auto const sent, call.text_input("slug"));
  if (!may(scene.context, "duplicate", *page)) return forbidden("page", "duplicate");
  content::Copy copy;
  copy.slug =
      slug_of(sent && !sent->empty() ? *sent : page->slug + "-copy",
              scene.content->languages()->standard(), scene.content->settings().slug_length);
  LK_TRY(copy.children, is_asked(call, "children"));
  LK_TRY(copy.files, is_asked(call, "files"));
  LK_TRY(auto const made, call.services.content.duplicate(page->id, copy));
  return show_done(call, scene, *made, page_schema());
}

using http::Method;

constexpr Route page_move_rows[] = {
    {Method::patch, "pages/{id}/slug", Access::panel, Work::disk, patch_page_slug,
     "Change a page's slug"},
    {Method::patch, "pages/{id}/status", Access::panel, Work::disk, patch_page_status,
     "Make a page a draft, unlisted or listed, at a position"},
    {Method::patch, "pages/{id}/template", Access::panel, Work::disk, patch_page_template,
     "Change a page's template"},
    {Method::post, "pages/{id}/duplicate", Access::panel, Work::disk, post_page_duplicate,
     "Copy a page as a draft beside it"},
};

}  // namespace

std::span<Route const> page_move_routes() { return page_move_rows; }

}  // namespace latchkey::api
