#pragma once
// One language on the disk: literal PHP that the original reads too. Source: spec/content-api 16,
// docs/formats/language.md.

#include <array>
#include <string>
#include <string_view>

#include "formats/json.h"
#include "store/files.h"

namespace latchkey::content {

/// Categories of setlocale; their places are the numbers that PHP gives them.
inline constexpr std::array<std::string_view, 7> locale_categories{
    "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_ALL"};

/// "LC_ALL" for "6" and "LC_ALL"; empty for what is no category.
std::string_view locale_category(std::string_view name_or_number);

/// "site/languages/de.php".
std::string language_path(std::string_view code);

/// What the file holds. Errors: invalid error.logic where it holds expressions, which rewriting
/// would lose, or no array; those of the disk.
Result<json::object> read_language_file(store::Files const& files, std::string const& path);

/// As the original writes it: sorted keys, the locale by categories. Pure.
std::string print_language_file(json::object const& values);

/// A text, or category -> text, as the file has it; without one the code stands for all. Errors:
/// error.invalidArgument for other values and unknown categories.
Result<json::object> stored_locale(json::value const& locale, std::string_view code);

}  // namespace latchkey::content
