#pragma once
// Width and height of an SVG: its attributes, else its view box.

#include <optional>
#include <string_view>

#include "images/dimensions.h"

namespace latchkey::images {

/// None where `head` has no complete `<svg …>` element, or one without a size. Fractions are cut
/// off; percentages are no size. Pure.
std::optional<Dimensions> read_svg_dimensions(std::string_view head);

}  // namespace latchkey::images
