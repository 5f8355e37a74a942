#pragma once
// Form values of fields that hold one value. Pure. Source: spec/content-api 11.

#include <cstdint>
#include <string>

#include "blueprint/blueprint.h"

namespace latchkey::fields {

/// Text of a stored value; lists and maps are empty.
std::string stored_text(json::value const& stored);

/// What the blueprint says as `default`, colours in lower case; null where it says nothing.
json::value default_value(blueprint::Field const& field);

json::value text_value(blueprint::Field const& field, json::value const& stored);
/// "3,5" is 3.5, what cannot be read is 0, nothing is "".
json::value number_value(json::value const& stored);
json::value toggle_value(blueprint::Field const& field, json::value const& stored);
/// `Y-m-d H:i:s`, rounded to the field's step: one day, with `time` five minutes. "" where it
/// cannot be read.
json::value date_value(blueprint::Field const& field, json::value const& stored, std::int64_t now);
/// `H:i:s`, rounded to five minutes or the field's step.
json::value time_value(blueprint::Field const& field, json::value const& stored, std::int64_t now);
/// Pieces between `separator` (","), trimmed, empty ones dropped; lists as they are.
std::vector<std::string> list_items(blueprint::Field const& field, json::value const& stored);

}  // namespace latchkey::fields
