#pragma once
// Fields as the fields section shows them: every property with its default. Source:
// spec/content-api 10, recorded case section-other.

#include "fields/form.h"

namespace latchkey::fields {

/// Properties sorted by name, nulls left out, texts in the user's language, options resolved.
/// Errors: error.invalidArgument for options that cannot be read.
Result<json::object> field_props(Form const& form, blueprint::Field const& field);

/// By lower-case names; an empty map is [].
Result<json::value> all_field_props(Form const& form, blueprint::FieldList const& fields);

}  // namespace latchkey::fields
