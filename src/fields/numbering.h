#pragma once
// Numbers of listed pages that follow from their content. Source: spec/content-api 3.

#include "fields/world.h"

namespace latchkey::fields {

/// By the page's `num`: its field `date` as 20240131 (`datetime`: 202401312359), now where it has
/// none; else the integer that the template string begins with. 0 for zero. Always of the default
/// language.
std::int64_t page_number(World const& world, content::Page const& page);

}  // namespace latchkey::fields
