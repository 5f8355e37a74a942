#pragma once
// What makes, changes and deletes languages, with all that it does to the texts on the disk;
// permissions were asked before. Source: spec/content-api 16, 20.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/turn.h"

namespace latchkey::content {

/// What a language shall be; what is missing stays as it is, or gets what the original gives.
struct LanguageChange {
  std::optional<std::string> name, direction;
  std::optional<json::value> locale;        ///< text, or category -> text
  std::optional<json::value> url;           ///< text, or null for none
  std::optional<json::value> translations;  ///< a map
  std::optional<bool> is_default;
};

/// Whose text: `name` is the template of a page or file, the id of a user.
struct TextKind {
  enum class Of { site, page, file, user };
  Of of = Of::page;
  std::string name;
};
/// Names of the fields with `translate: false`. Errors refuse the change.
using FixedFields = std::function<Result<std::vector<std::string>>(TextKind const& kind)>;

/// Errors, in this order: error.language.code (under two characters, or too many for names of
/// files), error.language.name, error.language.duplicate. Pure.
Result<> check_new_language(Languages const& languages, std::string_view code,
                            std::string_view name);
/// Errors: error.language.name; error.logic where the default one shall be none.
Result<> check_language_change(Language const& language, LanguageChange const& change);

/// The first one becomes the default, and every text gets its code. Errors: those of
/// check_new_language; error.invalidArgument for the locale; error.logic where a text of that name
/// is there already, or a file of languages cannot be rewritten; internal. A failure leaves the
/// texts as they were.
Result<> create_language(Turn& turn, std::string const& code, LanguageChange const& change,
                         FixedFields const& fixed);
/// Made the default, it gets what only the default one has: ids, templates and numbers of files,
/// fields that are not translated. Errors: error.notFound, those of check_language_change; else as
/// create_language.
Result<> update_language(Turn& turn, std::string_view code, LanguageChange const& change,
                         FixedFields const& fixed);
/// With its texts; those of the last one lose the code instead. Errors: error.notFound,
/// error.language.delete.permission for the default one while there are others; error.logic as
/// above; internal.
Result<> remove_language(Turn& turn, std::string_view code);

}  // namespace latchkey::content
