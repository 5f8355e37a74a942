#pragma once
// What handlers of the content need for one call: the content, for whom, in which language; and how
// they find their model.

#include <memory>
#include <string>
#include <string_view>

#include "api/collection.h"
#include "api/form_view.h"
#include "api/page_view.h"
#include "api/route.h"
#include "api/state.h"

namespace latchkey::api {

/// The code of the content language asked for; unknown ones mean the default. Source:
/// spec/content-api 8.
std::string language_of(Call const& call, content::Languages const& languages);

/// For answers to `actor`. Borrows from `call` and `content`.
PageContext make_context(Call const& call, accounts::Actor const& actor,
                         content::Snapshot const& content);

struct Scene {
  std::shared_ptr<content::Snapshot const> content;
  PageContext context;

  /// On rows that are not open.
  explicit Scene(Call const& call)
      : content(http::is_safe(call.method) ? call.services.content.snapshot()
                                           : call.services.content.present()),
        context(make_context(call, *call.actor, *content)) {}
};

Failure page_not_found(std::string_view id);
/// error.<what>.<action>.permission
Failure forbidden(std::string_view what, std::string_view action);

/// The page of `{id}`. Errors: error.page.notFound, hidden ones included.
Result<std::shared_ptr<content::Page const>> find_page(Call const& call, Scene const& scene);
/// Errors: error.site.notAccessible.
Result<std::shared_ptr<content::Site const>> find_site(Scene const& scene);

/// What has no state to name.
template <class Shown>
std::string state_of(PageContext const&, Shown const&) {
  return {};
}

/// As the query's `select` and `view` ask, in the default view without.
template <class Shown>
Result<Answer> show(Call const& call, Scene const& scene, Shown const& model,
                    Schema<Shown, PageContext> const& schema) {
  LK_TRY(Selection const selection, read_selection(call.query));
  auto data = render(model, scene.context, schema, schema.picks(selection, "default"));
  LK_CHECK(ensure_whole(scene.context));
  return Answer(api::Model{std::move(data), state_of(scene.context, model)});
}

/// As `show`, for a change that is done: where form values cannot be made, content is shown as it
/// is stored. Source: spec/content-api 21.2.
template <class Shown>
Result<Answer> show_done(Call const& call, Scene const& scene, Shown const& model,
                         Schema<Shown, PageContext> const& schema) {
  Scene lenient = scene;
  lenient.context.failure = nullptr;
  return show(call, lenient, model, schema);
}

/// Errors: what keeps the form of `model` from being shown; to be asked before it is changed.
Result<> ensure_form(Scene const& scene, fields::Model const& model);

}  // namespace latchkey::api
