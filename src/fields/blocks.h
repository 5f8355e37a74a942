#pragma once
// Form values of blocks and layouts. Source: spec/content-api 11.

#include "fields/form.h"

namespace latchkey::fields {

/// A list of blocks; stored as JSON. Text that is no JSON is one block of text.
Result<json::value> blocks_value(Form const& form, blueprint::Field const& field,
                                 json::value const& stored);
Result<json::value> layouts_value(Form const& form, blueprint::Field const& field,
                                  json::value const& stored);

/// A new block of that kind with defaults; none for a kind the field does not have.
Result<std::optional<json::object>> new_block(Form const& form, blueprint::Field const& field,
                                              std::string_view type);

/// Values of nested fields by their names, then what else is stored.
Result<json::object> row_values(Form const& form, blueprint::FieldList const& fields,
                                json::object const& stored);

}  // namespace latchkey::fields
