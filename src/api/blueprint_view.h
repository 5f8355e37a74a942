#pragma once
// Blueprints as the wire has them. Source: spec/content-api 6, 9.

#include "api/form_view.h"

namespace latchkey::api {

/// name, options, tabs, title; of pages num, preview, status too.
json::object render_blueprint(PageContext const& context, fields::Model const& model);

/// `{name, title}` of the templates a page may be switched to, the present one first.
json::array switchable_templates(PageContext const& context, content::Page const& page);

/// `{name, title}` of the templates that pages sections of the model may make; of one section
/// where `section` is not empty. Errors: invalid error.invalidArgument for no such section.
Result<json::array> creatable_templates(PageContext const& context, fields::Model const& model,
                                        std::string_view section);

}  // namespace latchkey::api
