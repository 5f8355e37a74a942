#pragma once
// The content of models as their forms show it. Source: spec/content-api 9, 11, 21.2.

#include "api/page_view.h"
#include "fields/form.h"

namespace latchkey::api {

/// For queries and forms of one answer. `context` must have tools and accounts.
fields::World make_world(PageContext const& context);

/// How items of pickers are shown. Borrows both.
std::unique_ptr<fields::Pickers> make_pickers(PageContext const& context,
                                              fields::World const& world);

/// `content` of a model: form values by its blueprint. What cannot be made (options by a query that
/// fails, a blueprint that cannot be read) spoils the answer: see `ensure_whole`.
json::value render_values(PageContext const& context, fields::Model const& model);

/// Notes a failure of a member, unless there is one already.
void spoil(PageContext const& context, Error error);
/// Errors: the first failure of a member. To be asked after rendering.
Result<> ensure_whole(PageContext const& context);

/// Whether the values of a model depend on its own text and blueprint only.
bool is_self_contained(PageContext const& context, fields::Model const& model);

fields::Model model_of(content::Page const& page);
fields::Model model_of(content::Site const& site);
fields::Model model_of(content::File const& file);

/// Path of a model's panel view: "/pages/garden+tulips", "/account".
std::string panel_link(PageContext const& context, fields::Model const& model);

}  // namespace latchkey::api
