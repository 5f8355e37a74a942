#pragma once
// Values of bodies as forms and JSON send them.

#include <cstdint>
#include <optional>

#include "api/scene.h"
#include "formats/slug.h"

namespace latchkey::api {

/// A member of the body as yes or no: "false", "0", 0 and "" are no; none where it is missing or
/// null. Errors: error.invalidArgument for lists and maps.
Result<std::optional<bool>> flag_input(Call const& call, std::string_view key);
/// The same, no where it is missing.
Result<bool> is_asked(Call const& call, std::string_view key);

/// A whole number, as number or text; none where it is missing, null or empty. Errors:
/// error.invalidArgument.
Result<std::optional<std::int64_t>> integer_input(Call const& call, std::string_view key);

/// A list of the body, or the values of a map, which numbers with gaps are in a form; none where it
/// is missing or something else.
std::optional<json::array> list_input(Call const& call, std::string_view key);

/// `text` as a slug by the rules of that language. Source: spec/content-api 12.
std::string slug_of(std::string_view text, content::Language const& language, std::size_t longest);

}  // namespace latchkey::api
