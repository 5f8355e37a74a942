#pragma once
// What was sent for a field, in the shape the field takes. Pure. Source: spec/content-api 11, 12.

#include "blueprint/blueprint.h"
#include "core/result.h"
#include "formats/json.h"

namespace latchkey::fields {

/// `input` for `field`: a numbered map is a list where the field takes a list, in the order in
/// which it was sent, and a list is a numbered map where it takes a map; so too inside of rows,
/// blocks and layouts. Other shapes that go through are unchanged.
/// Errors: error.invalidArgument where a list or map is sent in place of one value, or a map in
/// place of a list: nothing is emptied unseen.
Result<json::value> fitting(blueprint::Field const& field, json::value input);

}  // namespace latchkey::fields
