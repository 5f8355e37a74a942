#pragma once
// Models changed by their forms. Source: spec/content-api 12.

#include "api/form_view.h"
#include "fields/submit.h"

namespace latchkey::api {

/// The text of `model` in the context's language after `input`, which has the names of fields as
/// keys. `model` must be as it is now. `validates`: refused where any field fails. Errors:
/// error.form.incomplete; error.invalidArgument for input of the wrong kind and for options that
/// cannot be read; internal where the blueprint cannot be read.
Result<formats::Fields> submit_form(PageContext const& context, fields::Model const& model,
                                    formats::Fields const& own, json::object const& input,
                                    bool validates);

/// As `submit_form`, with the fields of a pending version over those that are there. What has
/// routes of its own stays as it is: ids, and of files template and number.
Result<formats::Fields> submit_pending(PageContext const& context, fields::Model const& model,
                                       formats::Fields const& own, formats::Fields const& pending,
                                       json::object const& input, bool validates);

/// The text of something new with the blueprint of that name below `parent`: defaults and `input`,
/// not validated. Errors as `submit_form`.
Result<formats::Fields> submit_new_form(PageContext const& context, fields::Model const& parent,
                                        std::string const& blueprint, json::object const& input);

/// Of one translation: only what `input` has. Errors as `submit_form`.
Result<formats::Fields> submit_translation(PageContext const& context, fields::Model const& parent,
                                           std::string const& blueprint, json::object const& input);

/// What keeps a form from being shown to others: failures by field as `validate` gives them.
Result<json::object> form_errors(PageContext const& context, fields::Model const& model);

}  // namespace latchkey::api
